/** The ring itself: arcs in the colour of their holder, what moved hatched and marked outside, and one key on its way. */
import { LETTERS } from "./consistent-hashing-ring.model.js";
import { circle, hatch, path, svg, tag, text } from "./drawing.js";

const OUTER = 150;
const INNER = 122;

/** @typedef {import("./consistent-hashing-ring.model.js").Arc} Arc */
/** @typedef {{ above: string, big: string, below: string }} Center */

/** @type {(options: { width: number, uid: string, run: any, center: Center, isRing: boolean, moved: boolean }) => string} */
export function drawRing({ width, uid, run, center, isRing, moved }) {
  const [cx, cy] = [width / 2, 176];
  const at = (/** @type {number} */ turn, /** @type {number} */ radius) => {
    const angle = turn * 2 * Math.PI - Math.PI / 2;
    return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)].map((value) => value.toFixed(1)).join(" ");
  };
  const sector = (/** @type {Arc} */ { from, to }, /** @type {number} */ outer, /** @type {number} */ inner) => {
    const isLarge = to - from > 0.5 ? 1 : 0;
    return `M${at(from, outer)}A${outer} ${outer} 0 ${isLarge} 1 ${at(to, outer)}L${at(to, inner)}A${inner} ${inner} 0 ${isLarge} 0 ${at(from, inner)}Z`;
  };
  const { kept, gained, marks, names } = sortArcs(run.arcs, sector, at);
  const patterns = [...LETTERS].map((letter, i) => (gained[i] ? hatch(`${uid}-arc-${letter}`, `h${i}`) : "")).join("");
  const fine = run.arcs.length > 160 ? "ring-arc fine" : "ring-arc";
  const parts = [tag("defs", {}, patterns)];
  kept.forEach((d, i) => {
    parts.push(path(d, `${fine} h${i}`));
  });
  gained.forEach((d, i) => {
    parts.push(path(d, fine, { fill: `url(#${uid}-arc-${LETTERS[i]})` }));
  });
  if (moved) parts.push(path(marks, "ring-mark"));
  parts.push(names, isRing ? drawTrace(run.trace, at) : "");
  parts.push(text(cx, cy - 34, center.above, "second ring-word", "middle"), text(cx, cy + 4, center.big, "ring-big", "middle"));
  parts.push(text(cx, cy + 26, center.below, "second ring-word", "middle"));
  const { name, before, owner } = run.trace;
  const holders = before === owner ? `is with ${LETTERS[owner]}` : `${LETTERS[before]} → ${LETTERS[owner]}`;
  parts.push(text(cx, cy + 54, `key ${name} ${holders}`, "number muted", "middle"));
  return svg(
    width,
    352,
    `Circle of all keys, coloured by the host that holds them. ${center.above}, ${center.big} ${center.below}.`,
    parts.join(""),
  );
}

/**
 * Paths by holder.
 * @type {(arcs: Arc[], sector: (arc: Arc, outer: number, inner: number) => string, at: (turn: number, radius: number) => string) => any}
 */
function sortArcs(arcs, sector, at) {
  const kept = Array(LETTERS.length).fill("");
  const gained = Array(LETTERS.length).fill("");
  let [marks, names] = ["", ""];
  for (const arc of arcs) {
    const isMoved = arc.owner !== arc.before;
    (isMoved ? gained : kept)[arc.owner] += sector(arc, OUTER, INNER);
    if (isMoved) marks += sector(arc, OUTER + 9, OUTER + 6);
    if (arc.to - arc.from < 0.034 || isMoved) continue;
    const [x, y] = at((arc.from + arc.to) / 2, (OUTER + INNER) / 2)
      .split(" ")
      .map(Number);
    names += text(x, y + 4, LETTERS[arc.owner], "number ring-letter", "middle");
  }
  return { kept, gained, marks, names };
}

/** From the key clockwise to the token that holds it. @type {(trace: any, at: (turn: number, radius: number) => string) => string} */
function drawTrace(trace, at) {
  const radius = 108;
  const turns = (trace.token - trace.at + 1) % 1;
  const [x, y] = at(trace.at, radius).split(" ").map(Number);
  const [u, v] = at(trace.token, radius).split(" ").map(Number);
  const way = path(`M${at(trace.at, radius)}A${radius} ${radius} 0 ${turns > 0.5 ? 1 : 0} 1 ${at(trace.token, radius)}`, "axis");
  return way + circle(x, y, 5, "ring-key") + circle(u, v, 3.5, "ring-token");
}
