/**
 * A calculator: fields and sliders on the left, every line recomputed on the right. The server wrote the first lines.
 *
 * @example
 * <tradeoff-estimate class="figure calculator" data-exercise="open-streams" data-model='{"inputs": […], "formulas": […], "says": "…"}'>
 *   <form action="…"><div data-input="rate"><input name="rate"><input type="range"></div>
 *     <div data-line="open_streams"><span class="calculator-work">…</span><b>…</b></div><p data-says>…</p></form>
 * </tradeoff-estimate>
 */
import { Exercise, say } from "../exercises/exercise.js";
import { evaluate, write } from "../exercises/formula.js";
import { readNumber, showNumber, showPlain } from "../exercises/units.js";
import { icon } from "../shared/dom.js";

/** @typedef {{ name: string, label: string, unit: string, default: number, min: number, max: number, scale: "linear" | "log" }} Input */
/** @typedef {{ name: string, unit: string, tree: import("../exercises/formula.js").Tree }} Formula */

const STEPS = 1000;
/** Screen readers hear the outcome once a slider rests. */
const REST_MS = 500;

class TradeoffEstimate extends Exercise {
  /** @type {{ inputs: Input[], formulas: Formula[], says: string }} */
  #model = { inputs: [], formulas: [], says: "" };
  /** @type {Record<string, number>} */
  #values = {};
  #rest = 0;
  #isTouched = false;

  /** @override */
  start() {
    this.#model = JSON.parse(this.dataset.model ?? "{}");
    for (const input of this.#model.inputs) {
      this.#values[input.name] = input.default;
      const { field, slider } = this.#controls(input);
      field.addEventListener("input", () => {
        if (this.#take(input, readNumber(field.value))) this.#slide(input);
      });
      field.addEventListener("change", () => this.#write(input));
      slider.addEventListener("input", () => {
        this.#take(input, rounded(valueAt(input, slider.valueAsNumber / STEPS), input));
        this.#write(input);
      });
    }
    const reset = this.querySelector("[data-reset]");
    reset?.append(icon("rotate-ccw"));
    reset?.addEventListener("click", () => this.#put(Object.fromEntries(this.#model.inputs.map((one) => [one.name, one.default]))));
  }

  get #status() {
    return /** @type {HTMLElement} */ (this.form.querySelector(".quiz-message"));
  }

  #controls(/** @type {Input} */ { name }) {
    const row = /** @type {HTMLElement} */ (this.form.querySelector(`[data-input="${name}"]`));
    const [field, slider] = /** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll("input"));
    return { field, slider };
  }

  /** Whether the value was taken; the sentence says why not. */
  #take(/** @type {Input} */ input, /** @type {number} */ value) {
    this.#isTouched = true;
    const { field } = this.#controls(input);
    const isInside = value >= input.min && value <= input.max;
    field.setAttribute("aria-invalid", String(!isInside));
    if (!isInside) {
      say(this.#status, `${input.label}: a number from ${showPlain(input.min)} to ${showPlain(input.max)}.`);
      return false;
    }
    say(this.#status, "");
    this.#values[input.name] = value;
    this.#compute();
    return true;
  }

  #slide(/** @type {Input} */ input) {
    this.#controls(input).slider.value = String(Math.round(positionOf(input, this.#values[input.name]) * STEPS));
  }

  #write(/** @type {Input} */ input) {
    const { field } = this.#controls(input);
    field.value = fieldText(this.#values[input.name]);
    field.removeAttribute("aria-invalid");
  }

  #put(/** @type {Record<string, number>} */ values) {
    for (const input of this.#model.inputs) {
      if (!(input.name in values)) continue;
      this.#take(input, values[input.name]);
      this.#slide(input);
      this.#write(input);
    }
  }

  #compute() {
    const known = { ...this.#values };
    for (const { name, tree } of this.#model.formulas) known[name] = evaluate(tree, known);
    const show = (/** @type {string | number} */ part) => showPlain(typeof part === "string" ? known[part] : part);
    for (const { name, tree, unit } of this.#model.formulas) {
      const line = this.form.querySelector(`[data-line="${name}"]`);
      const isThere = Number.isFinite(known[name]);
      const [work, result] = [line?.querySelector(".calculator-work"), line?.querySelector("b")];
      if (work) work.textContent = isThere ? write(tree, show) : "no result with these numbers";
      if (result) result.textContent = isThere ? showNumber(known[name], unit) : "–";
    }
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#say(known), REST_MS);
  }

  #say(/** @type {Record<string, number>} */ known) {
    const words = this.form.querySelector("[data-says]");
    const units = Object.fromEntries([...this.#model.inputs, ...this.#model.formulas].map(({ name, unit }) => [name, unit]));
    if (words) words.textContent = this.#model.says.replace(/\{(\w+)\}/g, (_, name) => showNumber(known[name], units[name]));
  }

  /** @override */
  async submit(button) {
    const kept = await this.post({ values: this.#values }, this.#status, button);
    if (kept) say(this.#status, "Kept. These numbers are here when you come back.");
  }

  /** @override */
  show({ answer }) {
    // Somebody who is calculating already keeps their numbers.
    if (!this.#isTouched) this.#put(answer.values);
  }
}

function positionOf(/** @type {Input} */ { min, max, scale }, /** @type {number} */ value) {
  return scale === "log" ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
}

function valueAt(/** @type {Input} */ { min, max, scale }, /** @type {number} */ position) {
  return scale === "log" ? min * (max / min) ** position : min + (max - min) * position;
}

/** Three digits are enough for a slider; the ends stay exact. */
function rounded(/** @type {number} */ value, /** @type {Input} */ { min, max }) {
  return Math.min(max, Math.max(min, Number(value.toPrecision(3))));
}

function fieldText(/** @type {number} */ value) {
  const [whole, part] = String(Number(value.toPrecision(10))).split(".");
  const grouped = whole.includes("e") ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part ? `${grouped}.${part}` : grouped;
}

customElements.define("tradeoff-estimate", TradeoffEstimate);
