import { define, Simulation } from "./base.js";
import { area, curve, drawLevels, drawTimes, makePlane, thin } from "./charts.js";
import { slider, steps } from "./controls.js";
import { choose, circle, hatch, line, path, rect, svg, tag, text } from "./drawing.js";
import { drawOutcomes } from "./outcomes.js";
import { BURST, CAPACITY, PARAMETERS, RESTART, SPAN, STEP, simulate } from "./queue-backpressure.model.js";
import { brief, number, percent } from "./words.js";

/** @type {Record<string, string>} */
const NAMES = {
  unbounded: "Take everything",
  reject: "Refuse when full",
  "drop-oldest": "Drop the oldest",
  expire: "Drop what is too late",
};
const BOUNDS = [50, 100, 200, 300, 400, 500, 700, 1000, 1500, 2000, 3000, 5000];
const hasBound = (/** @type {any} */ { policy }) => policy === "reject" || policy === "drop-oldest";

/** Rates and depth of one queue through a burst, beside what each rule would have given. */
class QueueBackpressure extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    slider("burst", "Burst, times the usual", [1, 1.5, ...steps(2, 10)], (value) => `${number(value, 1)}×`),
    slider("bound", "Room in the queue", BOUNDS, number),
    slider("deadline", "Useful for", steps(1, 30), (value) => `${value} s`),
  ];
  static clock = { perSecond: 15, word: "Time", show: (/** @type {number} */ now) => `${now} s` };

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div class="beside-side" data-part="ways"></div></div>';
  }

  compute() {
    return simulate(this.values);
  }

  length() {
    return SPAN;
  }

  get #planes() {
    const width = this.mainWidth;
    const most = Math.max(CAPACITY * 1.3, this.values.load * CAPACITY * this.values.burst * 1.2);
    const deep = Math.max(this.values.deadline * CAPACITY * 1.25, ...this.run.chosen.depth, hasBound(this.values) ? this.values.bound : 0);
    const rates = makePlane({ width, top: 28, height: 104, span: SPAN, most });
    const depth = makePlane({ width, top: 182, height: 104, span: SPAN, most: deep });
    return { width, most, deep, rates, depth };
  }

  drawRun() {
    const { width, most, deep, rates, depth } = this.#planes;
    const { chosen, arrivals } = this.run;
    const each = 1 / STEP;
    const perSecond = (/** @type {ArrayLike<number>} */ list) => thin(list, each).map((value) => value / STEP);
    const fresh = perSecond(chosen.fresh);
    const served = perSecond(chosen.fresh).map((value, i) => value + perSecond(chosen.late)[i]);
    const late = `${this.uid}-late`;
    const parts = [tag("defs", {}, hatch(late, "pen-line", "ground", 2)), text(0, 13, "Messages a second", "heavy")];
    parts.push(path(area(served, fresh, rates, 1), "", { fill: `url(#${late})` }), path(area(fresh, null, rates, 1), "queue-fresh"));
    parts.push(drawLevels(rates, most, brief), line(rates.left, rates.y(CAPACITY), rates.right, rates.y(CAPACITY), "reference"));
    parts.push(path(curve(perSecond(arrivals), rates, 1), "queue-arrivals"), ...this.#notes(rates));
    parts.push(
      text(0, 166, "Messages waiting", "heavy"),
      drawLevels(depth, deep, brief),
      path(area(thin(chosen.depth, each), null, depth, 1), "queue-depth"),
    );
    const edge = depth.y(this.values.deadline * CAPACITY);
    parts.push(
      line(depth.left, edge, depth.right, edge, "reference"),
      text(depth.right, edge - 5, `${this.values.deadline} s of work`, "second", "end"),
    );
    if (hasBound(this.values))
      parts.push(line(depth.left, depth.y(this.values.bound), depth.right, depth.y(this.values.bound), "queue-bound"));
    chosen.crashes.forEach((/** @type {number} */ step, /** @type {number} */ i) => {
      parts.push(this.#crash(step * STEP, depth, i === 0));
    });
    parts.push(
      drawTimes(depth, [0, 30, 60, 90, 120, 150], (value) => `${value} s`),
      '<g data-part="now"></g>',
    );
    this.put("drawing", svg(width, 310, "Messages that arrive, are served in time, and too late; and how many wait", parts.join("")));
    this.put("ways", this.#outcomes());
  }

  /** Names at the lines. @type {(plane: import("./charts.js").Plane) => string[]} */
  #notes({ x, y, right }) {
    const isWide = this.values.burst >= 2;
    const name = text(x(BURST[1]) + 7, y(this.values.load * CAPACITY * this.values.burst) + 10, "arriving", "second halo");
    return [isWide ? name : "", text(right, y(CAPACITY) - 5, "the pool can serve 100", "second", "end")];
  }

  /** @type {(at: number, plane: import("./charts.js").Plane, isNamed: boolean) => string} */
  #crash(at, { x, top, bottom, right }, isNamed) {
    const end = Math.min(right, x(at + RESTART));
    const isLate = x(at) > right - 120;
    const words = text(isLate ? x(at) - 5 : end + 5, top + 12, "out of memory", "queue-crash-word halo", isLate ? "end" : "");
    return rect(x(at), top, end - x(at), bottom - top, "queue-crash") + (isNamed ? words : "");
  }

  #outcomes() {
    const rows = this.run.ways.map((/** @type {any} */ { name, fresh, late }) => ({
      value: name,
      label: NAMES[name],
      number: percent(fresh / this.run.all),
      solid: fresh / this.run.all,
      light: (fresh + late) / this.run.all,
    }));
    return drawOutcomes({
      name: "policy",
      chosen: this.values.policy,
      most: 1,
      width: this.sideWidth,
      title: "Served in time (light: too late)",
      rows,
    });
  }

  drawNow() {
    const { rates, depth, width } = this.#planes;
    const { chosen } = this.run;
    const step = Math.min(chosen.depth.length - 1, this.now / STEP);
    const at = rates.x(this.now);
    const waits = `${number(chosen.depth[step])} wait`;
    const words = choose(width - 140, `${waits}, the oldest ${brief(chosen.age[step])} s`, waits);
    const marks = [line(at, rates.top - 4, at, rates.bottom, "now"), line(at, depth.top - 4, at, depth.bottom, "now")];
    marks.push(
      circle(at, depth.y(chosen.depth[step]), 5, "now"),
      text(width, 166, words, "number second", "end"),
      text(width, 13, `${this.now} s`, "number now", "end"),
    );
    this.put("now", marks.join(""));
  }

  says() {
    const { all, ways, chosen } = this.run;
    const { policy, bound, deadline } = this.values;
    const way = ways.find((/** @type {any} */ one) => one.name === policy);
    const useful = `${percent(way.fresh / all)} of the messages are served in time`;
    if (policy === "unbounded") {
      const recovery = chosen.age.findLastIndex((/** @type {number} */ age) => age > deadline) * STEP - BURST[1];
      if (way.crashes)
        return `Memory runs out and takes ${number(way.lost)} waiting messages along. ${useful}, although nobody was ever told no.`;
      if (recovery > 0)
        return `${useful}. The burst lasts ${BURST[1] - BURST[0]} s, and ${brief(recovery)} s later the pool still works on messages that nobody waits for.`;
      return `${useful}: this burst fits.`;
    }
    if (policy === "expire")
      return `${useful}. The pool never works for nobody; ${number(way.dropped)} messages were dropped when their ${deadline} s had passed.`;
    const waits = `A full queue of ${number(bound)} is ${brief(bound / CAPACITY)} s of work`;
    const told = policy === "reject" ? `${number(way.refused)} senders hear no at once` : `${number(way.dropped)} old ones were thrown out`;
    return `${waits}, ${bound / CAPACITY > deadline ? "longer than a message is useful" : `within the ${deadline} s`}. ${useful}; ${told}.`;
  }
}

define("queue-backpressure", QueueBackpressure);
