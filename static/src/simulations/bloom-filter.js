import { define, Simulation } from "./base.js";
import { bestHashes, formula, measure, PARAMETERS, simulate } from "./bloom-filter.model.js";
import { slider, steps } from "./controls.js";
import { choose, line, path, piece, point, rect, scale, svg, text, through } from "./drawing.js";
import { drawTable } from "./tables.js";
import { brief, count, number, percent } from "./words.js";

const [TOP, ROOM] = [28, 210];
/** @type {Record<string, [string, string]>} */
const SUBJECTS = { keys: ["key", "keys"], links: ["link", "links"], urls: ["URL", "URLs"], terms: ["term", "terms"] };

/** The bits of a small filter as keys are added and looked up; and what a filter of this shape does with many. */
class BloomFilterView extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    slider("bits_per_key", "Bits for a key", steps(1, 20)),
    slider("hashes", "Hashes", steps(1, 14)),
    slider("fill", "Keys, of those planned", [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3], percent),
  ];
  static clock = {
    perSecond: 4,
    word: "Step",
    show: (/** @type {number} */ now, /** @type {any} */ run) => (now ? describe(run.steps[now - 1], 3) : "empty"),
  };
  measured = 0;
  key = "";

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div data-part="side"></div></div>';
  }

  compute() {
    const key = JSON.stringify(this.values);
    if (key !== this.key) {
      this.key = key;
      this.measured = Number.NaN;
      this.later(this.#measure());
    }
    return simulate(this.values);
  }

  // biome-ignore lint/correctness/useYield: one piece of work, in a frame of its own
  *#measure() {
    this.measured = measure(this.values);
  }

  length() {
    return this.run.steps.length;
  }

  /** Cells as large as they can be. */
  get #grid() {
    const width = this.mainWidth;
    let size = 22;
    while (Math.ceil(this.run.size / Math.floor(width / size)) * size > ROOM) size -= 1;
    const across = Math.floor(width / size);
    return { size, across, width, bottom: TOP + Math.ceil(this.run.size / across) * size };
  }

  #cell(/** @type {number} */ place) {
    const { size, across } = this.#grid;
    return /** @type {[number, number]} */ ([(place % across) * size + 1, TOP + Math.floor(place / across) * size + 1]);
  }

  drawRun() {
    const { size, bottom, width } = this.#grid;
    const cells = Array.from({ length: this.run.size }, (_, place) => piece(...this.#cell(place), size - 2, size - 2));
    const label = "The bits of the filter; those of the current key are framed";
    this.put("drawing", svg(width, bottom + 48, label, `${path(cells.join(""), "bloom-bit")}<g data-part="now"></g>`));
    this.put("side", this.#curve(this.sideWidth) + this.#numbers());
  }

  drawNow() {
    const { size, bottom } = this.#grid;
    const step = this.run.steps[this.now - 1];
    const added = Math.min(this.now, this.run.count);
    let [bits, set] = ["", 0];
    this.run.setAt.forEach((/** @type {number} */ at, /** @type {number} */ place) => {
      if (at >= added) return;
      set += 1;
      bits += piece(...this.#cell(place), size - 2, size - 2);
    });
    const parts = [path(bits, "bar"), text(0, 13, `${number(this.run.size)} bits`, "heavy")];
    parts.push(
      text(this.mainWidth, 13, `${count(added, ...this.#names)} in, ${percent(set / this.run.size)} of bits set`, "second", "end"),
    );
    if (step) {
      const isMiss = step.kind === "find" && !step.isMaybe;
      for (const place of step.places) {
        const isClear = isMiss && this.run.setAt[place] >= this.run.count;
        const [x, y] = this.#cell(place);
        parts.push(rect(x - 0.5, y - 0.5, size - 1, size - 1, isClear ? "bloom-probe clear" : "bloom-probe"));
      }
      parts.push(
        text(0, bottom + 18, describe(step, Math.min(9, Math.floor((this.mainWidth - 130) / 28))), "number"),
        text(0, bottom + 38, outcome(step, this.mainWidth), step.kind === "find" && step.isMaybe ? "heavy point-words" : "second"),
      );
    }
    this.put("now", parts.join(""));
  }

  get #names() {
    return SUBJECTS[this.values.subject];
  }

  /** Bits for each key that is really in. */
  get #bits() {
    return this.values.bits_per_key / this.values.fill;
  }

  #curve(/** @type {number} */ width) {
    const { hashes } = this.values;
    const [left, top, bottom] = [46, 26, 128];
    const x = scale([1, 20], [left, width - 8]);
    const log = scale([-4, 0], [bottom, top]);
    const y = (/** @type {number} */ share) => log(Math.log10(Math.min(1, Math.max(1e-4, share))));
    const parts = [text(0, 13, "False positives", "heavy"), text(width, 13, share(this.measured), "number heavy", "end")];
    for (const one of [1, 0.01, 0.0001]) {
      parts.push(
        line(left, y(one), width - 8, y(one), one === 0.0001 ? "axis" : "gridline"),
        text(left - 6, y(one) + 4, percent(one, one < 0.01 ? 2 : 0), "number muted", "end"),
      );
    }
    for (const bits of [1, 5, 10, 15, 20]) parts.push(text(x(bits), bottom + 16, bits, "number muted", "middle"));
    parts.push(text(width, bottom + 33, "bits for each key that is in", "muted", "end"));
    const bits = steps(1, 20, 0.5);
    const best = bits.map((one) => /** @type {[number, number]} */ ([x(one), y(formula(one, bestHashes(one)))]));
    const own = bits.map((one) => /** @type {[number, number]} */ ([x(one), y(formula(one, hashes))]));
    const at = Math.min(20, Math.max(1, this.#bits));
    parts.push(
      path(through(best), "reference"),
      path(through(own), "s1"),
      line(x(at), top - 5, x(at), bottom, "now"),
      point(x(at), y(formula(at, hashes))),
    );
    return svg(width, bottom + 40, "Share of false positives against bits per key; dashed with the best number of hashes", parts.join(""));
  }

  #numbers() {
    const { hashes, tables } = this.values;
    const reads = tables * formula(this.#bits, hashes);
    return drawTable(
      "For this shape",
      [""],
      [
        ["By the formula", share(formula(this.#bits, hashes))],
        ["Best number of hashes", String(bestHashes(this.#bits))],
        [`Reads of ${count(tables, "table")}, absent ${this.#names[0]}`, brief(reads)],
        ["A billion take", `${brief(this.values.bits_per_key / 8)} GB`],
      ],
    );
  }

  says() {
    const { hashes, fill, tables } = this.values;
    const rate = share(this.measured || formula(this.#bits, hashes));
    const best = bestHashes(this.#bits);
    const miss = `An absent ${this.#names[0]} is taken for present in ${rate} of lookups, so of ${count(tables, "table")} it reads ${brief(tables * formula(this.#bits, hashes))} in the mean.`;
    if (fill > 1)
      return `${percent(fill)} of the planned ${this.#names[1]} are in, and the filter can't grow. ${miss} A ${this.#names[0]} that is in is never missed.`;
    if (Math.abs(hashes - best) > 2)
      return `${miss} With ${best} hashes instead of ${hashes} it would be ${share(formula(this.#bits, best))}.`;
    return `${miss} A ${this.#names[0]} that is in is never missed.`;
  }
}

/** A rate of false positives, with the digits that matter. @type {(value: number) => string} */
const share = (value) => (Number.isNaN(value) ? "" : percent(value, value < 0.001 ? 3 : value < 0.1 ? 2 : 1));

/** @type {(step: import("./bloom-filter.model.js").Step, most: number) => string} */
const describe = ({ kind, key, places }, most) => {
  const list = places.length > most ? `${places.slice(0, most - 1).join(" ")} …` : places.join(" ");
  return `${kind === "add" ? `add ${key}` : `is ${key} in?`}  ${list}`;
};

/** @type {(step: import("./bloom-filter.model.js").Step, width: number) => string} */
function outcome({ kind, isMaybe, tried }, width) {
  if (kind === "add") return isMaybe ? "All its bits were set before it came." : "Its bits are set.";
  if (!isMaybe) return choose(width, "Certainly not: a bit is clear. No read from disk.", "Certainly not: a bit is clear.");
  const after = `after ${count(tried - 1, "right answer")}.`;
  return choose(
    width,
    `Maybe: others set all its bits. A false positive, ${after}`,
    `Maybe: a false positive, ${after}`,
    "Maybe: a false positive.",
  );
}

define("bloom-filter", BloomFilterView);
