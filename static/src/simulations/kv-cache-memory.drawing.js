/** The memory as a long strip in rows; the largest batch against the context; and the blocks of the prefix cache. */
import { curve, drawLevels, makePlane } from "./charts.js";
import { steps } from "./controls.js";
import { choose, hatch, line, path, piece, point, scale, svg, tag, text, through } from "./drawing.js";
import { budget, bytesPerToken, largestBatch, OWN, TURNS } from "./kv-cache-memory.model.js";
import { brief, number, percent } from "./words.js";

const [ROWS, ROW, BAR, TOP] = [9, 24, 20, 26];

/** @type {(options: { width: number, uid: string, values: Record<string, any>, run: any }) => string} */
export function drawMemory({ width, uid, values, run }) {
  const { hbm, weights, reserve } = values;
  const length = ROWS * width;
  const px = length / (hbm * 1e9);
  /** From one byte to another, over as many rows as that takes. */
  const strip = (/** @type {number} */ from, /** @type {number} */ to, gap = 0) => {
    let d = "";
    for (let at = from * px; at < to * px - 0.05; ) {
      const row = Math.floor(at / width + 1e-9);
      const end = Math.min(to * px, (row + 1) * width);
      d += piece(at - row * width, TOP + row * ROW, Math.max(0.3, end - at - gap), BAR);
      at = end;
    }
    return d;
  };
  const [ids, seqs] = [[`${uid}-idle`, `${uid}-more`], drawSequences(run, weights * 1e9, strip, px)];
  const end = Math.min(hbm, weights) * 1e9;
  const parts = [tag("defs", {}, hatch(ids[0], "idle-line", "ground", 1.5) + hatch(ids[1], "pen-line", "ground", 1.5))];
  parts.push(
    path(strip(0, hbm * 1e9), "slot"),
    path(strip(0, end), "memory-weights"),
    path(strip(hbm * (1 - reserve) * 1e9, hbm * 1e9), "", { fill: `url(#${ids[0]})` }),
  );
  parts.push(path(seqs.empty, "", { fill: `url(#${ids[1]})` }), path(seqs.odd, "bar"), path(seqs.even, "bar second-bar"));
  parts.push(
    text(0, 13, `${brief(hbm)} GB of GPU memory`, "heavy"),
    text(width, 13, `${number(run.sequences.length)} sequences`, "number heavy", "end"),
  );
  if (weights < hbm * 0.9) parts.push(text(6, TOP + 14, `weights, ${brief(weights)} GB`, "memory-word"));
  const low = TOP + ROWS * ROW;
  parts.push(
    text(0, low + 14, choose(width, "filled: keys and values; hatched at the end: reserve", "hatched at the end: the reserve"), "second"),
  );
  return svg(width, low + 22, "GPU memory: weights first, then one field for each sequence, a reserve at the end", parts.join(""));
}

/**
 * @type {(run: any, from: number, strip: (from: number, to: number, gap?: number) => string, px: number) => { odd: string, even: string, empty: string }}
 */
function drawSequences({ sequences, perToken }, from, strip, px) {
  const paths = { odd: "", even: "", empty: "" };
  const total = sequences.reduce((/** @type {number} */ sum, /** @type {any} */ { taken }) => sum + taken, 0) * perToken;
  if ((total / Math.max(1, sequences.length)) * px < 1.2) return { ...paths, odd: strip(from, from + total) };
  let at = from;
  sequences.forEach((/** @type {import("./kv-cache-memory.model.js").Sequence} */ { length, taken }, /** @type {number} */ i) => {
    const used = Math.min(length, taken) * perToken;
    paths[i % 2 ? "even" : "odd"] += strip(at, at + used, used * px > 4 && length >= taken * 0.9 ? 1 : 0);
    if (taken - length > taken * 0.02) paths.empty += strip(at + used, at + taken * perToken, 1);
    at += taken * perToken;
  });
  return paths;
}

/** @type {(values: Record<string, any>, width: number) => string} */
export function drawBatch(values, width) {
  const [top, bottom, left] = [26, 132, 46];
  const x = scale([9, 17], [left, width - 8]);
  const y = scale([0, 4], [bottom, top]);
  const fits = (/** @type {number} */ power, heads = values.kv_heads) =>
    budget(values) / (bytesPerToken({ ...values, kv_heads: heads }) * 2 ** power);
  const at = (/** @type {number} */ batch) => y(Math.min(4, Math.max(0, Math.log10(Math.max(1, batch)))));
  const way = (/** @type {number | undefined} */ heads) =>
    through(steps(9, 17, 0.25).map((power) => /** @type {[number, number]} */ ([x(power), at(fits(power, heads))])));
  const parts = [text(0, 13, "Sequences that fit", "heavy")];
  for (const power of [0, 1, 2, 3, 4]) {
    parts.push(
      line(left, y(power), width - 8, y(power), power ? "gridline" : "axis"),
      text(left - 6, y(power) + 4, power < 4 ? number(10 ** power) : "10k", "number muted", "end"),
    );
  }
  for (const [power, name] of /** @type {[number, string][]} */ ([
    [9, "512"],
    [11, "2k"],
    [13, "8k"],
    [15, "32k"],
    [17, "128k"],
  ]))
    parts.push(text(x(power), bottom + 16, name, "number muted", power > 16 ? "end" : "middle"));
  if (values.kv_heads !== 64) parts.push(path(way(64), "reference"), text(x(9.2), at(fits(9.2, 64)) + 16, "64 heads", "second halo"));
  parts.push(path(way(undefined), "s1"));
  const here = Math.log2(values.context);
  const batch = largestBatch(values);
  parts.push(
    line(x(here), top - 4, x(here), bottom, "now"),
    point(x(here), at(batch)),
    text(width, 13, number(batch), "number heavy", "end"),
  );
  return svg(width, bottom + 26, "Largest batch against the context, both logarithmic", parts.join(""));
}

/** @type {(options: { width: number, turns: any[], ratios: number[], now: number, values: Record<string, any> }) => string} */
export function drawPool({ width, turns, ratios, now, values }) {
  let size = 20;
  while (Math.ceil(values.pool / Math.floor(width / size)) * size > 168) size -= 1;
  const across = Math.floor(width / size);
  const cells = now ? turns[now - 1].cells : new Int8Array(values.pool).fill(-1);
  const paths = Array.from({ length: 8 }, () => "");
  cells.forEach((/** @type {number} */ kind, /** @type {number} */ i) => {
    const place = kind < 0 ? 7 : kind === OWN ? 6 : kind % 6;
    paths[place] += piece((i % across) * size + 0.5, TOP + Math.floor(i / across) * size, size - 1, size - 1);
  });
  const names = ["f1", "f2", "f3", "f4", "f5", "f6", "memory-own", "slot"];
  const low = TOP + Math.ceil(values.pool / across) * size;
  const plane = makePlane({ width, top: low + 50, height: 70, span: TURNS, most: 1 });
  const parts = [
    text(0, 13, "Blocks of 64 tokens", "heavy"),
    text(width, 13, width < 400 ? "gray: own turns" : "colored: system prompts; gray: own turns", "second", "end"),
  ];
  parts.push(
    ...paths.map((d, i) => path(d, names[i])),
    text(0, low + 36, "Prompt tokens found so far", "heavy"),
    drawLevels(plane, 1, percent, 2),
  );
  parts.push(path(curve(ratios, plane, 1), "cache-other"), path(curve(ratios.slice(0, now), plane, 1), "s1"));
  if (now) parts.push(line(plane.x(now), plane.top - 4, plane.x(now), plane.bottom, "now"), point(plane.x(now), plane.y(ratios[now - 1])));
  return svg(
    width,
    plane.bottom + 10,
    "Cells of the prefix cache by what they hold, and the share of prompt tokens found in it",
    parts.join(""),
  );
}
