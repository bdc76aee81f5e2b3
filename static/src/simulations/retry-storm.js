import { define, Simulation } from "./base.js";
import { area, drawLevels, drawTimes, makePlane, thin } from "./charts.js";
import { button, slider, steps } from "./controls.js";
import { hatch, line, path, rect, svg, tag, text } from "./drawing.js";
import { drawOutcomes } from "./outcomes.js";
import { BEGINS, CAPACITY, conditions, PARAMETERS, POLICIES, SHED, SPAN, STEP, simulate } from "./retry-storm.model.js";
import { brief, number, percent } from "./words.js";

/** @type {Record<string, string>} */
const NAMES = {
  none: "No retries",
  "at-once": "Retry at once",
  backoff: "Exponential backoff",
  jitter: "Backoff with jitter",
  budget: "Retry budget, 10%",
  cancel: "Server skips late work",
};
const EACH = 0.5 / STEP;

/** Tries and what the server does with them, through a trigger and after it. */
class RetryStorm extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    slider("load", "Load before retries", [...steps(0.3, 0.95, 0.05), 0.98], percent),
    slider("depth", "Trigger", steps(0, 1, 0.05), percent),
    slider("timeout", "Timeout", [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5], (value) => `${value} s`),
    slider("attempts", "Tries at most", steps(1, 6)),
    button("shed", `Shed ${percent(SHED.share)} for ${SHED.lasts} s`, { icon: "off" }),
  ];
  static clock = { perSecond: 9, word: "Time", show: (/** @type {number} */ now) => `${now} s` };

  begin() {
    return { sheds: [] };
  }

  act() {
    const at = this.now >= SPAN ? BEGINS + this.values.lasts + 20 : this.now;
    this.state = { sheds: [...this.state.sheds, at] };
    if (at !== this.now) this.go(at);
  }

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div class="beside-side" data-part="ways"></div></div>';
  }

  compute() {
    const { sheds } = this.state;
    const key = JSON.stringify([{ ...this.values, policy: "" }, sheds]);
    const ways = this.each(POLICIES, this.values.policy, key, (name) => simulate(this.values, name, sheds));
    return { ...ways[POLICIES.indexOf(this.values.policy)], ways };
  }

  length() {
    return SPAN;
  }

  get #planes() {
    const perSecond = (/** @type {Float64Array} */ list) => thin(list, EACH).map((value) => value / STEP);
    const [first, again, useful, wasted] = [this.run.first, this.run.again, this.run.useful, this.run.wasted].map(perSecond);
    const tries = first.map((value, i) => value + again[i]);
    const most = Math.max(CAPACITY * 1.3, ...tries) * 1.08;
    const width = this.mainWidth;
    return {
      width,
      most,
      first,
      tries,
      useful,
      work: useful.map((value, i) => value + wasted[i]),
      above: makePlane({ width, top: 28, height: 110, span: SPAN, most }),
      below: makePlane({ width, top: 190, height: 84, span: SPAN, most: CAPACITY * 1.3 }),
    };
  }

  drawRun() {
    const { width, most, first, tries, useful, work, above, below } = this.#planes;
    const pattern = `${this.uid}-more`;
    const hatched = { fill: `url(#${pattern})` };
    const parts = [tag("defs", {}, hatch(pattern, "pen-line", "ground", 2)), ...this.#bands(above, below)];
    parts.push(text(0, 13, "Tries a second", "heavy"), drawLevels(above, most, brief));
    parts.push(
      path(area(tries, first, above, 0.5), "", hatched),
      path(area(first, null, above, 0.5), "queue-fresh"),
      this.#capacity(above),
    );
    parts.push(text(above.right, above.y(CAPACITY) - 5, "the server can answer 100", "second halo", "end"));
    parts.push(text(0, 175, "Work of the server", "heavy"), drawLevels(below, CAPACITY * 1.3, brief, 2));
    parts.push(
      path(area(work, useful, below, 0.5), "", hatched),
      path(area(useful, null, below, 0.5), "queue-fresh"),
      this.#capacity(below),
    );
    parts.push(
      drawTimes(below, [0, 15, 30, 45, 60, 75, 90], (value) => `${value} s`),
      '<g data-part="now"></g>',
    );
    this.put(
      "drawing",
      svg(
        width,
        298,
        "Above: first tries, and hatched the retries. Below: answers, and hatched work for clients that had given up.",
        parts.join(""),
      ),
    );
    const rows = this.run.ways.map((/** @type {any} */ { name, answered }) => ({
      value: name,
      label: NAMES[name],
      number: percent(answered),
      solid: answered,
    }));
    this.put(
      "ways",
      drawOutcomes({ name: "policy", chosen: this.values.policy, most: 1, width: this.sideWidth, title: "Requests answered", rows }),
    );
  }

  /** The trigger, and where load was shed. @type {(above: import("./charts.js").Plane, below: import("./charts.js").Plane) => string[]} */
  #bands({ x, top, bottom }, below) {
    const band = (/** @type {number} */ from, /** @type {number} */ lasts, /** @type {string} */ name) => {
      const wide = x(Math.min(SPAN, from + lasts)) - x(from);
      return rect(x(from), top, wide, bottom - top, name) + rect(x(from), below.top, wide, below.bottom - below.top, name);
    };
    const { trigger, depth, lasts } = this.values;
    const words = trigger === "spike" ? `${percent(depth)} more` : `${percent(depth)} slower`;
    const sheds = this.state.sheds.map((/** @type {number} */ at) => band(at, SHED.lasts, "storm-shed"));
    return [band(BEGINS, lasts, "storm-trigger"), text(x(BEGINS) + 2, top + 11, words, "second halo"), ...sheds];
  }

  /** @type {(plane: import("./charts.js").Plane) => string} */
  #capacity({ x, y, left, right }) {
    const { lasts } = this.values;
    const level = y(CAPACITY);
    const low = y(conditions(this.values, BEGINS).capacity);
    const d = `M${left} ${level}H${x(BEGINS)}V${low}H${x(BEGINS + lasts)}V${level}H${right}`;
    return path(d, "reference");
  }

  drawNow() {
    const { above, below, width } = this.#planes;
    const at = above.x(this.now);
    const step = Math.min(this.run.depth.length - 1, Math.round(this.now / STEP));
    const waits = `${number(this.run.depth[step])} in the queue`;
    const parts = [line(at, above.top - 4, at, above.bottom, "now"), line(at, below.top - 4, at, below.bottom, "now")];
    parts.push(text(width, 13, `${this.now} s`, "number now", "end"), text(width, 175, waits, "number second", "end"));
    this.put("now", parts.join(""));
  }

  says() {
    const { run, values, state } = this;
    const more = run.counts.tries / Math.max(1, run.counts.begun - run.counts.shed);
    const rate = `${percent(run.answered)} of requests are answered, with ${number(more, 2)} tries each`;
    const ends = BEGINS + values.lasts;
    if (run.settled < 0.5)
      return `The trigger ends after ${values.lasts} s and the storm doesn't: retries alone keep the queue longer than the timeout, so the server answers nobody. ${rate}.`;
    const since = run.wasted.findLastIndex((/** @type {number} */ one) => one > 0) * STEP - ends;
    if (state.sheds.length) return `Shedding let the queue drain, and the system came back. ${rate}.`;
    if (since > 1) return `It recovers ${brief(since)} s after the trigger ends. ${rate}.`;
    return `It rides the trigger out. ${rate}.`;
  }
}

define("retry-storm", RetryStorm);
