import { icon, renderClock, renderControls, stopsOf } from "./controls.js";
import { morph } from "./morph.js";
import { fit, readValues } from "./parameters.js";

/**
 * The frame of every simulation. A simulation computes a whole run from its parameters at once (`compute`), and then only shows it: the clock
 * walks over what is already known, so the scrubber, a changed slider and a repeated seed always agree.
 *
 * @example
 * class Coin extends Simulation {
 *   static parameters = PARAMETERS;                                   // from coin.model.js
 *   static controls = [slider("tosses", "Tosses", steps(1, 100))];
 *   static clock = { perSecond: 10, word: "Toss" };                   // or none
 *   compute() { return simulate(this.values); }                       // → this.run
 *   length() { return this.run.tosses.length; }
 *   drawRun() { this.put("drawing", svg(…)); }                        // when the run or the width is new
 *   drawNow() { this.put("now", line(…)); }                           // at each step of the clock as well
 *   says() { return `Heads came ${this.run.heads} times.`; }          // what a screen reader hears
 * }
 * define("coin", Coin);
 */
export class Simulation extends HTMLElement {
  /** @type {Record<string, import("./parameters.js").Parameter>} */
  static parameters = {};
  /** @type {import("./controls.js").Control[]} */
  static controls = [];
  /** @type {{ perSecond: number, word: string, show?: (now: number, run: any) => string } | null} */
  static clock = null;

  /** What the lesson asks for. @type {import("./parameters.js").Values} */
  given = {};
  /** @type {import("./parameters.js").Values} */
  values = {};
  /** What actions change; `begin` makes it. @type {any} */
  state = null;
  /** @type {any} */
  run = null;
  now = 0;
  /** CSS pixels of the drawing. */
  width = 0;
  /** Unique in the page, for ids of patterns. */
  uid = "";

  #position = 0;
  #isPlaying = false;
  #isVisible = false;
  #hasPlayed = false;
  #last = 0;
  #frame = 0;
  #work = 0;
  #sayTimer = 0;
  /** @type {Record<string, string>} */
  #shown = {};
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  #size = new ResizeObserver(([entry]) => this.#resize(entry.contentRect.width));
  #sight = new IntersectionObserver(([entry]) => this.#see(entry), { threshold: [0, 0.5] });

  /** @returns {any} */
  begin() {
    return null;
  }
  /** @returns {any} */
  compute() {
    return null;
  }
  length() {
    return 0;
  }
  drawRun() {}
  drawNow() {}
  says() {
    return "";
  }
  /** @type {(action: string, value: string) => void} */
  act(_action, _value) {}
  layout() {
    return '<div class="simulation-drawing" data-part="drawing"></div>';
  }

  get isNarrow() {
    return this.width < 560;
  }
  /** The two columns of `.beside`; on a phone they stand below each other. */
  get mainWidth() {
    return this.isNarrow ? this.width : this.width - 250;
  }
  get sideWidth() {
    return this.isNarrow ? this.width : 226;
  }
  /** @returns {typeof Simulation} */
  get #kind() {
    return /** @type {typeof Simulation} */ (this.constructor);
  }

  connectedCallback() {
    if (!this.uid) this.#build();
    this.#size.observe(/** @type {Element} */ (this.querySelector(".simulation-body")));
    if ("says" in this.#shown) this.#sight.observe(this);
  }

  disconnectedCallback() {
    this.#size.disconnect();
    this.#sight.disconnect();
    this.#isVisible = false;
    cancelAnimationFrame(this.#frame);
    cancelAnimationFrame(this.#work);
  }

  #build() {
    built += 1;
    this.uid = `sim${built}`;
    this.classList.add("simulation");
    const says = '<p class="simulation-says" aria-live="polite"></p>';
    this.innerHTML = `<div class="figure-body pad simulation-body">${this.layout()}${says}</div><div class="figure-controls" data-part="controls"></div>`;
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("input", (event) => this.#input(event));
    this.addEventListener("keydown", (event) => this.#press(event));
    this.#addReset();
    this.#restart();
    this.#position = this.#still.matches ? Number.POSITIVE_INFINITY : 0;
  }

  #addReset() {
    const head = this.closest(".figure")?.querySelector(".figure-head");
    if (!head) return;
    head.insertAdjacentHTML("beforeend", `<button type="button" class="icon-button" aria-label="Reset">${icon("reset")}</button>`);
    head.lastElementChild?.addEventListener("click", () => {
      this.#restart();
      this.#isPlaying = false;
      this.#position = this.#still.matches ? Number.POSITIVE_INFINITY : 0;
      this.renew();
    });
  }

  #restart() {
    this.values = readValues(this.#kind.parameters, this.given);
    this.state = this.begin();
  }

  #resize(/** @type {number} */ width) {
    if (Math.round(width) === this.width || width === 0) return;
    this.width = Math.round(width);
    this.classList.toggle("is-narrow", this.isNarrow);
    this.#show();
  }

  /** Plays once, when most of it can be seen for the first time; rests while it can't be seen. */
  #see(/** @type {IntersectionObserverEntry} */ entry) {
    this.#isVisible = entry.isIntersecting;
    const height = entry.rootBounds?.height ?? 0;
    const isMost = entry.intersectionRatio >= 0.5 || entry.intersectionRect.height > height / 2;
    if (isMost && !this.#hasPlayed && !this.#still.matches && this.#kind.clock) {
      this.#play();
      this.#showNow();
    } else if (this.#isVisible && this.#isPlaying) this.#tickLater();
  }

  #play() {
    this.#hasPlayed = true;
    if (this.now >= this.#length) this.#position = 0;
    this.#isPlaying = true;
    this.#last = 0;
    this.#tickLater();
  }

  pause() {
    this.#hasPlayed = true;
    this.#isPlaying = false;
  }

  #tickLater() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame((time) => this.#tick(time));
  }

  #tick(/** @type {number} */ time) {
    if (!this.#isPlaying || !this.#isVisible) {
      this.#last = 0;
      return;
    }
    const seconds = this.#last ? Math.min(0.1, (time - this.#last) / 1000) : 0;
    this.#last = time;
    this.#position += seconds * (this.#kind.clock?.perSecond ?? 0);
    if (this.#position >= this.#length) this.#isPlaying = false;
    if (this.#isPlaying) this.#tickLater();
    if (Math.floor(this.#position) !== this.now || !this.#isPlaying) this.#showNow();
  }

  /**
   * A long computation, one piece a frame; it is drawn as it grows, and dropped when a newer one begins.
   * @type {(pieces: Iterator<unknown>) => void}
   */
  later(pieces) {
    cancelAnimationFrame(this.#work);
    this.#work = requestAnimationFrame(() => {
      if (pieces.next().done) {
        this.renew();
        return;
      }
      if (this.width) {
        this.drawRun();
        this.drawNow();
      }
      this.later(pieces);
    });
  }

  /** @type {any[]} */
  #results = [];
  #resultsKey = "";

  /**
   * What `run` gives for each name: for the chosen one now, for the others in frames of their own. Until then they keep what they had.
   * @type {(names: string[], chosen: string, key: string, run: (name: string) => any) => any[]}
   */
  each(names, chosen, key, run) {
    if (key === this.#resultsKey) return this.#results;
    this.#resultsKey = key;
    const isFirst = this.#results.length === 0;
    this.#results = [...this.#results];
    this.#results[names.indexOf(chosen)] = run(chosen);
    const others = fillIn(this.#results, names, chosen, run);
    if (isFirst) Array.from(others);
    else this.later(others);
    return this.#results;
  }

  get #length() {
    return this.run ? Math.max(0, this.length()) : 0;
  }

  /** After a change of values or state: computes and draws in the next frame, however many changes came before it. */
  renew() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame((time) => {
      this.#show();
      if (this.#isPlaying) this.#tick(time);
    });
  }

  #show() {
    this.run = this.compute();
    this.#position = Math.min(this.#position, this.#length);
    this.now = Math.floor(this.#position);
    if (this.width) this.drawRun();
    this.#showNow();
  }

  #showNow() {
    this.#position = Math.min(this.#position, this.#length);
    this.now = Math.floor(this.#position);
    if (!this.width) return;
    this.drawNow();
    const { clock, controls } = this.#kind;
    const show = (/** @type {number} */ now) => clock?.show?.(now, this.run) ?? String(now);
    const face = {
      now: this.now,
      length: this.#length,
      isPlaying: this.#isPlaying,
      isStill: this.#still.matches,
      word: clock?.word ?? "",
      show,
    };
    this.put("controls", (clock && this.#length ? renderClock(face) : "") + renderControls(controls, this.values, this.state));
    if (!this.#isPlaying || !this.#shown.says) this.#sayLater();
  }

  /** The sentence waits until the hand rests: a slider that is dragged would else be read aloud at each stop. */
  #sayLater() {
    clearTimeout(this.#sayTimer);
    this.#sayTimer = window.setTimeout(() => this.#say(), this.#shown.says ? 300 : 0);
  }

  #say() {
    const words = this.says();
    if (this.#shown.says === words) return;
    const isFirst = !("says" in this.#shown);
    this.#shown.says = words;
    /** @type {Element} */ (this.querySelector(".simulation-says")).textContent = words;
    if (!isFirst) return;
    this.dispatchEvent(new CustomEvent("tradeoff:drawn"));
    this.#sight.observe(this);
  }

  /** Brings the element `data-part="name"` to this HTML. */
  put(/** @type {string} */ name, /** @type {string} */ html) {
    const part = this.querySelector(`[data-part="${name}"]`);
    if (!part || (this.#shown[name] === html && part.hasChildNodes())) return;
    this.#shown[name] = html;
    morph(part, html);
  }

  #click(/** @type {MouseEvent} */ event) {
    const target = /** @type {Element} */ (event.target).closest("[data-act], [data-set], [data-clock]");
    if (!(target instanceof HTMLElement || target instanceof SVGElement) || target.hasAttribute("disabled")) return;
    const { act, set, clock, value = "" } = target.dataset;
    if (act) this.act(act, value);
    if (set) this.#set(set, target.getAttribute("value"));
    if (clock === "step") this.#step();
    else if (clock && this.#isPlaying) this.pause();
    else if (clock) this.#play();
    this.renew();
  }

  /** What is a button in a drawing has to be told that it is one. */
  #press(/** @type {KeyboardEvent} */ event) {
    if (!(event.target instanceof SVGElement) || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  }

  #step() {
    this.pause();
    this.#position = this.now >= this.#length ? 0 : this.now + 1;
  }

  #set(/** @type {string} */ name, /** @type {unknown} */ value) {
    const before = this.values[name];
    this.values[name] = fit(this.#kind.parameters[name], value);
    if (before !== this.values[name]) this.changed(name);
  }

  /** A control has set this parameter. */
  changed(/** @type {string} */ _name) {}

  /** Leaps to a step of the run. */
  go(/** @type {number} */ position) {
    this.pause();
    this.#position = position;
    this.#showNow();
  }

  #input(/** @type {Event} */ event) {
    const { name, valueAsNumber } = /** @type {HTMLInputElement} */ (event.target);
    if (name === "now") return this.go(valueAsNumber);
    const control = this.#kind.controls.find((one) => one.kind === "slider" && one.name === name);
    if (control?.kind !== "slider") return;
    this.#set(name, stopsOf(control, this.values)[valueAsNumber]);
    this.renew();
  }
}

/** @type {(results: any[], names: string[], chosen: string, run: (name: string) => any) => Generator<void>} */
function* fillIn(results, names, chosen, run) {
  for (const [i, name] of names.entries()) {
    if (name === chosen) continue;
    results[i] = run(name);
    yield;
  }
}

let built = 0;

/** @type {(name: string, view: typeof Simulation) => void} */
export function define(name, view) {
  const tag = `tradeoff-simulation-${name}`;
  if (!customElements.get(tag)) customElements.define(tag, view);
}
