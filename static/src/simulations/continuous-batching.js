import { define, Simulation } from "./base.js";
import { drawCurves } from "./continuous-batching.curves.js";
import { CAPS, measure, PARAMETERS, progress, simulate, sweep } from "./continuous-batching.model.js";
import { segments, slider, steps } from "./controls.js";
import { circle, hatch, line, path, piece, rect, svg, tag, text } from "./drawing.js";
import { brief, count, duration, number, percent } from "./words.js";

/** @typedef {import("./continuous-batching.model.js").Answer} Answer */
/** @typedef {{ id: "fixed" | "continuous", title: string, top: number, bottom: number }} Block */

const SIDE = 2;
const isLoad = (/** @type {any} */ { view }) => view === "load";

/** Slots over time, static above continuous; in the view "load" beside what other batch caps would give. */
class ContinuousBatching extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    slider("rate", "Requests arriving each second", steps(0.5, 16, 0.5), (value) => number(value, 1), isLoad),
    slider("slots", "Slots in the batch", CAPS, String, isLoad),
    slider("prompt_tokens", "Prompt, mean tokens", steps(0, 4000, 100), number, isLoad),
    segments(
      "slots",
      "Slots",
      [
        [4, "4"],
        [5, "5"],
        [8, "8"],
      ],
      { isBare: true, when: (values) => !isLoad(values) },
    ),
  ];
  static clock = {
    perSecond: 8,
    word: "Decode step",
    show: (/** @type {number} */ now, /** @type {any} */ run) => (run.isLoad ? `${brief(now / 5)} s` : String(now)),
  };
  /** @type {import("./continuous-batching.model.js").Measures[]} */
  curve = [];
  key = "";

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div class="batching-curves" data-part="curves"></div></div>';
  }

  compute() {
    const run = { ...simulate(this.values), isLoad: isLoad(this.values) };
    const key = JSON.stringify({ ...this.values, slots: 0 });
    if (run.isLoad && key !== this.key) {
      this.key = key;
      this.curve = [];
      this.later(this.#grow());
    }
    return run;
  }

  *#grow() {
    const fresh = [];
    for (const measures of sweep(this.values)) {
      fresh.push(measures);
      yield;
    }
    this.curve = fresh;
  }

  length() {
    return this.run.isLoad ? 100 : this.run.horizon;
  }

  /** The view "load" is shown in steps of a fifth of a second. */
  get time() {
    return this.run.isLoad ? this.now * 200 : this.now;
  }

  get #chart() {
    const { slots } = this.values;
    const width = this.run.isLoad ? this.mainWidth : this.width;
    const pitch = Math.min(17, 150 / slots);
    const height = pitch * slots;
    const low = 34 + height + 38;
    /** @type {Block[]} */
    const blocks = [
      { id: "fixed", title: "Static batch", top: 34, bottom: 34 + height },
      { id: "continuous", title: "Continuous batch", top: low, bottom: low + height },
    ];
    const x = (/** @type {number} */ time) => SIDE + (time / this.run.horizon) * (width - 2 * SIDE);
    return { width, pitch, blocks, x, height: low + height + 30 };
  }

  drawRun() {
    const chart = this.#chart;
    const idle = `${this.uid}-idle`;
    const label =
      "Slots of a GPU over time. A static batch keeps slots until its longest answer ends; a continuous batch refills each at once.";
    const blocks = chart.blocks.map((block) => this.#block(block, chart, idle));
    const inner = [tag("defs", {}, hatch(idle, "idle-line", "no-ground", 1)), ...blocks, tag("g", { "data-part": "now" })].join("");
    this.put("drawing", svg(chart.width, chart.height, label, inner));
    this.put("curves", this.run.isLoad ? drawCurves({ width: this.sideWidth, values: this.values, curve: this.curve }) : "");
  }

  /** @type {(block: Block, chart: any, idle: string) => string} */
  #block(block, { width, pitch, x }, idle) {
    const answers = this.run[block.id];
    const gap = Math.min(3, pitch * 0.2);
    const bars = ["", ""];
    let waits = "";
    let names = "";
    for (const answer of answers) {
      if (answer.start >= this.run.horizon) break;
      const top = block.top + answer.slot * pitch;
      const [from, to] = [x(answer.start), x(Math.min(answer.end || this.run.horizon, this.run.horizon))];
      bars[answer.id % 2] += piece(from + 0.5, top, Math.max(0.5, to - from - 1), pitch - gap);
      if (pitch > 12 && to - from > 26) names += text(from + 5, top + 11, `r${answer.id}`, "number on-bar");
      const freed = block.id === "fixed" ? x(Math.min(this.run.horizon, endOfBatch(answers, answer.start))) : to;
      if (freed > to + 0.5) waits += piece(to, top, freed - to, pitch - gap);
    }
    const ground = Array.from({ length: this.values.slots }, (_, i) => piece(SIDE, block.top + i * pitch, width - 2 * SIDE, pitch - gap));
    return [
      text(SIDE, block.top - 10, block.title, "heavy"),
      path(ground.join(""), "slot"),
      path(waits, "", { fill: `url(#${idle})` }),
      path(bars[1], "bar"),
      path(bars[0], "bar second-bar"),
      names,
    ].join("");
  }

  drawNow() {
    const { blocks, width, height, x } = this.#chart;
    const at = x(this.time);
    const marks = blocks.map(({ id, top, bottom }) => {
      const { done, busy } = progress(this.run[id], this.values.slots, this.time);
      const words = this.isNarrow ? `${done} done, ${percent(busy)} busy` : `${count(done, "answer")} done, slots ${percent(busy)} busy`;
      const veil = rect(at, top, width - SIDE - at, bottom - top, "veil");
      return text(width - SIDE, top - 10, words, "number second", "end") + veil + line(at, top - 3, at, bottom + 4, "now");
    });
    const isEarly = at < 110;
    const show = this.run.isLoad ? `${brief(this.time / 1000)} s` : String(this.now);
    const words = this.run.isLoad ? "time" : "decode step";
    marks.push(
      circle(at, height - 22, 4.5, "now"),
      text(Math.min(width - 14, Math.max(10, at)), height - 3, show, "number heavy", "middle"),
    );
    marks.push(text(isEarly ? width - SIDE : SIDE, height - 3, words, "number muted", isEarly ? "end" : ""));
    this.put("now", marks.join(""));
  }

  says() {
    const { fixed, continuous, requests, isLoad } = this.run;
    if (isLoad) return this.#saysLoad(measure(requests, continuous, this.values), measure(requests, fixed, this.values));
    const [slow, fast] = [fixed, continuous].map((answers) => progress(answers, this.values.slots, this.time));
    if (this.now === 0) return "Both serve the same answers, from the same queue.";
    const more = fast.done > slow.done ? `${fast.done - slow.done} more` : "as many";
    return `After ${count(this.now, "step")}, continuous batching has finished ${count(fast.done, "answer")}, ${more} than static, which leaves ${percent(1 - slow.busy)} of its slot time idle.`;
  }

  /**
   * @type {(now: import("./continuous-batching.model.js").Measures, fixed: import("./continuous-batching.model.js").Measures) => string}
   */
  #saysLoad(now, fixed) {
    const { slots, ttft_target, tpot_target } = this.values;
    const first = `With ${count(slots, "slot")}, 95% of answers begin within ${duration(now.ttft)} and then give a token every ${brief(now.tpot)} ms.`;
    const misses = [now.ttft > ttft_target && "the first token comes too late", now.tpot > tpot_target && "tokens come too slowly"].filter(
      Boolean,
    );
    const verdict = misses.length ? `Here ${misses.join(" and ")}.` : "Both targets are met.";
    return `${first} ${verdict} A static batch of this size would let them wait ${duration(fixed.ttft)}.`;
  }
}

/** When the static batch that began then ends as a whole. @type {(answers: Answer[], start: number) => number} */
function endOfBatch(answers, start) {
  let end = 0;
  for (const answer of answers) {
    if (answer.start > start) break;
    if (answer.start === start) end = Math.max(end, answer.end || Number.POSITIVE_INFINITY);
  }
  return end;
}

define("continuous-batching", ContinuousBatching);
