import { define, Simulation } from "./base.js";
import { curve, drawLevels, drawTimes, makePlane } from "./charts.js";
import { slider, steps } from "./controls.js";
import { choose, line, path, piece, svg, text } from "./drawing.js";
import { drawOutcomes } from "./outcomes.js";
import { BITS, base58, makeId, PARAMETERS, SINCE_EPOCH, SPAN, STEP_AT, simulate, wallClock } from "./snowflake-id.model.js";
import { drawTable } from "./tables.js";
import { brief, count, number } from "./words.js";

/** @type {Record<string, string>} */
const NAMES = { trust: "Trust the clock", wait: "Wait for the clock", logical: "Never go back" };
const CELL = 15;

/** The bits of the newest id, what each layout can do, and one worker whose clock steps back. */
class SnowflakeId extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    slider("time_bits", "Bits for the time", steps(32, 46)),
    slider("worker_bits", "Bits for the worker", steps(0, 16)),
    slider("rate", "Ids wanted a ms", [1, 10, 100, 500, 1000, 2000, 3000, 4000, 5000, 8000, 12_000, 20_000], number),
    slider("back", "Clock steps back", steps(0, 40, 2), (value) => `${value} ms`),
  ];
  static clock = { perSecond: 8, word: "Time", show: (/** @type {number} */ now) => `${now} ms` };

  layout() {
    return '<div data-part="bits"></div><div class="beside"><div data-part="drawing"></div><div data-part="side"></div></div>';
  }

  compute() {
    return simulate(this.values);
  }

  length() {
    return SPAN - 1;
  }

  get #planes() {
    const { chosen, perMillisecond } = this.run;
    const issued = chosen.batches.map((/** @type {any[]} */ list) => list.reduce((sum, { count }) => sum + count, 0));
    const most = Math.max(10, ...issued, Math.min(perMillisecond, this.values.rate * 4)) * 1.15;
    const width = this.mainWidth;
    const ids = makePlane({ width, top: 28, height: 78, span: SPAN, most, left: 52 });
    return { width, most, issued, ids, clocks: makePlane({ width, top: 152, height: 78, span: SPAN, most: SPAN, left: 52 }) };
  }

  drawRun() {
    const { width, most, issued, ids, clocks } = this.#planes;
    const { chosen, perMillisecond } = this.run;
    const wide = ids.x(1) - ids.x(0);
    const bars = ["", ""];
    issued.forEach((/** @type {number} */ value, /** @type {number} */ now) => {
      const double = chosen.duplicates[now];
      const top = ids.y(value);
      bars[0] += piece(ids.x(now), top, wide - 0.5, ids.y(double) - top);
      if (double) bars[1] += piece(ids.x(now), ids.y(double), wide - 0.5, ids.bottom - ids.y(double));
    });
    const parts = [
      text(0, 13, "Ids issued a millisecond", "heavy"),
      drawLevels(ids, most, brief, 3),
      path(bars[0], "bar"),
      path(bars[1], "id-double"),
    ];
    if (perMillisecond < most) {
      const level = ids.y(perMillisecond);
      parts.push(
        line(ids.left, level, ids.right, level, "reference"),
        text(ids.right, level - 5, `sequence full at ${number(perMillisecond)}`, "second halo", "end"),
      );
    }
    const walls = Array.from({ length: SPAN }, (_, now) => wallClock(now, this.values.back));
    let reached = 0;
    const times = chosen.batches.map((/** @type {any[]} */ list) => (reached = list.length ? list[list.length - 1].time : reached));
    parts.push(
      text(0, 138, "Its clock, dashed the time in its ids", "heavy"),
      drawLevels(clocks, SPAN, (value) => `${value} ms`, 2),
    );
    parts.push(
      path(curve(walls, clocks, 1), "s6"),
      path(curve(times, clocks, 1), "s2"),
      drawTimes(clocks, [0, 20, 40, 60, 80], (value) => `${value} ms`),
      '<g data-part="now"></g>',
    );
    this.put(
      "drawing",
      svg(width, 254, "Ids issued in each millisecond, and the clock of the worker with the time that it writes into ids", parts.join("")),
    );
    this.put("side", this.#side());
  }

  #side() {
    const { years, workers, perMillisecond, perSecond, sequenceBits, ways } = this.run;
    const rows = ways.map((/** @type {any} */ { name, total, longest, ahead }) => ({
      value: name,
      label: NAMES[name],
      number: total ? `${number(total)} twice` : longest ? `waits ${longest} ms` : ahead ? `${ahead} ms ahead` : "fine",
      solid: 0,
    }));
    const table = drawTable(
      "This layout",
      [""],
      [
        ["Time lasts", years < 1000 ? `${number(years, 1)} years` : `${brief(years)} years`],
        ["Workers", number(workers)],
        ["Ids a ms and worker", `2^${sequenceBits} = ${number(perMillisecond)}`],
        ["Ids a second in all", brief(perSecond / 1e9) === "0" ? number(perSecond) : `${brief(perSecond / 1e9)} billion`],
      ],
    );
    return `${table}<div class="id-ways">${drawOutcomes({ name: "policy", chosen: this.values.policy, most: 1, width: this.sideWidth, title: "When the clock goes back", rows })}</div>`;
  }

  drawNow() {
    const { ids, clocks, width } = this.#planes;
    const { chosen } = this.run;
    const at = ids.x(this.now + 0.5);
    const parts = [line(at, ids.top - 4, at, ids.bottom, "now"), line(at, clocks.top - 4, at, clocks.bottom, "now")];
    const waits = chosen.waiting[this.now];
    parts.push(
      text(width, 13, `${this.now} ms`, "number now", "end"),
      text(
        width,
        138,
        waits ? choose(width - 240, `${count(waits, "request")} waiting`, `${number(waits)} wait`, "") : "",
        "second",
        "end",
      ),
    );
    this.put("now", parts.join(""));
    this.put("bits", this.#bits());
  }

  /** The newest id, bit by bit. */
  #bits() {
    const { time_bits, worker_bits, worker } = this.values;
    const made = this.run.chosen.batches
      .slice(0, this.now + 1)
      .findLast((/** @type {any[]} */ list) => list.length)
      ?.at(-1);
    const rows = this.isNarrow ? 2 : 1;
    const across = 64 / rows;
    const size = this.width / across;
    const id = made
      ? makeId({ time: SINCE_EPOCH + made.time, worker, sequence: made.from + made.count - 1 }, /** @type {any} */ (this.values))
      : 0n;
    const bits = id.toString(2).padStart(64, "0");
    const fields = [1, time_bits, worker_bits, BITS - time_bits - worker_bits];
    const names = ["sign", "time", "worker", "sequence"];
    const paths = names.map(() => ["", ""]);
    const labels = [];
    let start = 0;
    for (const [i, length] of fields.entries()) {
      for (let bit = start; bit < start + length; bit += 1) {
        const [x, y] = [(bit % across) * size, 22 + Math.floor(bit / across) * 42];
        paths[i][Number(bits[bit])] += piece(x + 0.5, y, size - 1, CELL);
      }
      const [left, top] = [(start % across) * size, 16 + Math.floor(start / across) * 42];
      const isLast = left > this.width - 80;
      if (i && length > 2) labels.push(text(isLast ? this.width : left, top, `${names[i]} ${length}`, "second", isLast ? "end" : ""));
      start += length;
    }
    const low = 22 + (rows - 1) * 42 + CELL;
    const drawn = paths.map(([zeros, ones], i) => path(zeros, `id-zero h${i - 1}`) + path(ones, i ? `f${i}` : "slot"));
    const words = `${id.toString()}  ${base58(id)}`;
    return svg(
      this.width,
      low + 26,
      `The newest id in bits: ${words}`,
      drawn.join("") + labels.join("") + text(0, low + 18, words, "number"),
    );
  }

  says() {
    const { chosen, years, perMillisecond } = this.run;
    const { back, rate, policy, time_bits } = this.values;
    if (rate > perMillisecond && policy !== "logical")
      return `${number(rate)} ids a millisecond are asked for and the sequence has ${number(perMillisecond)}: the rest waits for the next millisecond, and more wait each time.`;
    if (rate > perMillisecond)
      return `The sequence runs over, so the generator borrows milliseconds from the future: it is ${chosen.ahead} ms ahead of its clock.`;
    if (years < 10) return `${time_bits} bits of milliseconds last ${number(years, 1)} years: this layout has already run over.`;
    if (!back)
      return `${time_bits} bits of milliseconds last ${number(years, 1)} years, and no id is issued twice while the clock goes forward.`;
    if (policy === "trust")
      return `At ${STEP_AT} ms the clock steps back by ${back} ms. The worker repeats those milliseconds from sequence 0 and issues ${number(chosen.total)} ids a second time.`;
    if (policy === "wait")
      return `The worker refuses until its clock has caught up: no id twice, and nobody gets one for ${chosen.longest} ms.`;
    return `The worker keeps its last time until the clock has caught up, and takes the next millisecond when the sequence is full: no id twice, no wait, at most ${chosen.ahead} ms ahead of its clock.`;
  }
}

define("snowflake-id", SnowflakeId);
