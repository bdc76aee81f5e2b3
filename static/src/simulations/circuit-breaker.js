import { define, Simulation } from "./base.js";
import { area, curve, drawLevels, drawTimes, makePlane, thin } from "./charts.js";
import { BIN, PARAMETERS, RATE, SPAN, simulate } from "./circuit-breaker.model.js";
import { slider, steps } from "./controls.js";
import { hatch, line, path, rect, svg, tag, text } from "./drawing.js";
import { drawTable } from "./tables.js";
import { brief, number, percent } from "./words.js";

const LANE = 14;
/** @type {Record<string, string>} */
const STATES = { closed: "closed: calls go out", open: "open: calls are refused", "half-open": "half-open: a few probes" };

/** A dependency that fails in bursts, the state of the breaker, and what callers and threads have of it. */
class CircuitBreaker extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    slider("threshold", "Opens at failures of", steps(0.05, 1, 0.05), percent),
    slider("window", "Counted over calls", [5, 10, 20, 30, 50, 100]),
    slider("cooldown", "Cool-down", [0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30], (value) => `${value} s`),
    slider("fails", "Fail in a burst", steps(0.1, 1, 0.05), percent),
  ];
  static clock = { perSecond: 12, word: "Time", show: (/** @type {number} */ now) => `${now} s` };

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div class="beside-side" data-part="numbers"></div></div>';
  }

  compute() {
    return simulate(this.values);
  }

  length() {
    return SPAN;
  }

  get #planes() {
    const width = this.mainWidth;
    return {
      width,
      calls: makePlane({ width, top: 108, height: 78, span: SPAN, most: RATE * 1.5 }),
      threads: makePlane({ width, top: 234, height: 66, span: SPAN, most: this.values.pool * 1.2 }),
    };
  }

  drawRun() {
    const { width, calls, threads } = this.#planes;
    const { world, guarded, bare } = this.run;
    const pattern = `${this.uid}-slow`;
    const perSecond = (/** @type {Float64Array} */ list) => thin(list, 2).map((value) => value / BIN);
    const ok = perSecond(guarded.ok);
    const tried = ok.map((value, i) => value + perSecond(guarded.slow)[i] + perSecond(guarded.starved)[i]);
    const all = tried.map((value, i) => value + perSecond(guarded.refused)[i]);
    const parts = [tag("defs", {}, hatch(pattern, "pen-line", "ground", 2)), this.#lanes(world, guarded.changes, calls, pattern)];
    parts.push(text(0, 94, "Calls a second", "heavy"), drawLevels(calls, RATE * 1.5, brief, 3));
    parts.push(path(area(all, tried, calls, 1), "breaker-refused"), path(area(tried, ok, calls, 1), "", { fill: `url(#${pattern})` }));
    parts.push(path(area(ok, null, calls, 1), "queue-fresh"));
    parts.push(
      text(0, 220, "Threads in use", "heavy"),
      drawLevels(threads, this.values.pool * 1.2, brief, 2),
      path(area(guarded.threads, null, threads, BIN), "queue-depth"),
    );
    parts.push(
      line(threads.left, threads.y(this.values.pool), threads.right, threads.y(this.values.pool), "reference"),
      path(curve(bare.threads, threads, BIN), "s2 breaker-bare"),
    );
    parts.push(
      drawTimes(threads, [0, 30, 60, 90, 120], (value) => `${value} s`),
      '<g data-part="now"></g>',
    );
    this.put(
      "drawing",
      svg(width, 324, "When the dependency fails, what the breaker does, how calls end, and how many threads wait", parts.join("")),
    );
    this.put("numbers", this.#numbers());
  }

  /** @type {(world: any, changes: { at: number, state: string }[], plane: import("./charts.js").Plane, pattern: string) => string} */
  #lanes(world, changes, { x, left, right }, pattern) {
    const lane = (/** @type {number} */ y) => rect(left, y, right - left, LANE, "breaker-lane");
    const parts = [text(0, 11, "Dependency", "heavy"), lane(18), text(0, 53, "Breaker", "heavy"), lane(60)];
    for (const { from, to } of world.spells)
      parts.push(rect(x(from), 18, x(to) - x(from), LANE, "breaker-bad", { fill: `url(#${pattern})` }));
    changes.forEach(({ at, state }, i) => {
      const end = changes[i + 1]?.at ?? SPAN;
      if (state !== "closed") parts.push(rect(x(at), 60, Math.max(1.5, x(end) - x(at)), LANE, `breaker-${state}`));
    });
    return parts.join("");
  }

  #numbers() {
    const { guarded, bare, calls } = this.run;
    const share = (/** @type {string} */ name) => [guarded, bare].map(({ totals }) => percent(totals[name] / calls, 1));
    const rows = [
      ["Answered", ...share("ok")],
      ["Waited for a timeout", ...share("slow")],
      ["Found no thread", ...share("starved")],
      ["Refused at once", percent(guarded.totals.refused / calls, 1), "–"],
      ["of them needless", percent(guarded.needless / calls, 1), "–"],
      ["Pool full", `${brief(guarded.full)} s`, `${brief(bare.full)} s`],
    ];
    return drawTable("Of all calls", ["with", "without"], rows);
  }

  drawNow() {
    const { calls, threads, width } = this.#planes;
    const { changes, threads: busy } = this.run.guarded;
    const { state } = changes.findLast((/** @type {any} */ { at }) => at <= this.now) ?? changes[0];
    const isBad = this.run.world.spells.some((/** @type {any} */ { from, to }) => from <= this.now && this.now < to);
    const at = calls.x(this.now);
    const parts = [
      [14, 78],
      [calls.top, calls.bottom],
      [threads.top, threads.bottom],
    ].map(([from, to]) => line(at, from, at, to, "now"));
    parts.push(text(width, 11, isBad ? "failing" : "healthy", "second", "end"), text(width, 53, STATES[state], "second", "end"));
    parts.push(text(width, 94, `${this.now} s`, "number now", "end"));
    const waiting = busy[Math.min(busy.length - 1, this.now / BIN)];
    parts.push(text(width, 220, `${number(waiting)} of ${this.values.pool}; dashed: without`, "second", "end"));
    this.put("now", parts.join(""));
  }

  says() {
    const { guarded, bare, world } = this.run;
    const opened = guarded.changes.filter((/** @type {any} */ { state }) => state === "open").length;
    if (opened === 0)
      return "The breaker never opens: in this window failures don't reach the threshold, so every burst takes the threads.";
    const healthy = guarded.changes.filter(
      (/** @type {any} */ { at, state }) =>
        state === "open" && !world.spells.some((/** @type {any} */ one) => one.from <= at && at < one.to + this.values.timeout),
    ).length;
    const times = opened === 1 ? "once" : `${opened} times`;
    if (healthy > 1)
      return `The breaker opens ${times}, ${healthy} of them while the dependency is healthy: a small window and a low threshold mistake noise for failure.`;
    const saved = `The breaker opens ${times} and keeps the pool full for ${brief(guarded.full)} s instead of ${brief(bare.full)} s`;
    return `${saved}. The price: ${number(guarded.needless)} refused calls would have been answered, most of them while it cooled down.`;
  }
}

define("circuit-breaker", CircuitBreaker);
