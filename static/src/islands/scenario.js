/**
 * A short free text that is graded. What is being written is kept on the device until the server has it.
 *
 * @example
 * <tradeoff-scenario class="exercise" data-exercise="first-questions" data-words="120">
 *   <form action="…"><textarea name="text"></textarea><div class="exercise-foot"><button type="submit">Hand in</button>
 *     <p data-count></p><p class="quiz-message" role="status"></p></div></form>
 *   <div class="scenario-result" aria-live="polite"></div>
 * </tradeoff-scenario>
 */
import { Exercise, say, written } from "../exercises/exercise.js";
import { make } from "../shared/dom.js";

/** Quick at first, then patient: a checklist takes a second, a model half a minute. */
const WAITS_MS = [700, 1000, 1500, 2000, 3000, 5000];
const TRIES = 60;
const WAITING = new Set(["queued", "running"]);

class TradeoffScenario extends Exercise {
  #poll = 0;

  /** @override */
  start() {
    this.#area.addEventListener("input", () => {
      this.#count();
      keep(this.#place, this.#area.value);
    });
    this.#area.value ||= kept(this.#place);
    this.#count();
  }

  disconnectedCallback() {
    clearTimeout(this.#poll);
  }

  get #area() {
    return /** @type {HTMLTextAreaElement} */ (this.form.querySelector("textarea"));
  }

  get #status() {
    return /** @type {HTMLElement} */ (this.form.querySelector(".quiz-message"));
  }

  get #place() {
    return `tradeoff:text:${this.address}`;
  }

  #count() {
    const words = this.#area.value.match(/\S+/g)?.length ?? 0;
    const most = Number(this.dataset.words);
    const count = this.form.querySelector("[data-count]");
    if (count) count.textContent = words > most ? `${words} words, ${words - most} too many` : `${words} of ${most} words`;
    this.#area.setAttribute("aria-invalid", String(words > most));
  }

  /** @override */
  async submit(button) {
    const answered = await this.post({ text: this.#area.value }, this.#status, button);
    if (!answered) return;
    keep(this.#place, "");
    this.#follow(answered.outcome);
  }

  /** @override */
  show({ answer, outcome }) {
    if (!kept(this.#place)) this.#area.value = answer.text;
    this.#count();
    this.#follow(outcome);
  }

  #follow(/** @type {any} */ outcome, attempt = 0) {
    this.querySelector(".scenario-result")?.replaceChildren(verdict(outcome));
    clearTimeout(this.#poll);
    if (!WAITING.has(outcome.state)) return;
    if (attempt >= TRIES) {
      say(this.#status, "Still waiting. Your answer is saved; look again later.");
      return;
    }
    this.#poll = setTimeout(() => this.#look(outcome, attempt + 1), WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)]);
  }

  async #look(/** @type {any} */ before, /** @type {number} */ attempt) {
    try {
      const response = await fetch(this.address, { headers: { Accept: "application/json" } });
      const { outcome } = await response.json();
      this.#follow(outcome ?? before, attempt);
    } catch {
      this.#follow(before, attempt);
    }
  }
}

function verdict(/** @type {any} */ { state, note, criteria, judge, model_answer: model }) {
  const box = make("div", { class: "scenario-verdict", "data-state": state });
  if (note) box.append(make("p", { class: "small graphite" }, note));
  if (criteria.length) box.append(make("ul", { class: "scenario-criteria" }, ...criteria.map(criterion)));
  if (judge && criteria.length) box.append(make("p", { class: "micro faint" }, judge));
  const answer = make("details", { class: "disclosure", open: state === "graded" }, make("summary", {}, "A good answer"));
  answer.append(written("div", "", model));
  if (model) box.append(answer);
  return box;
}

function criterion(/** @type {any} */ one) {
  const cells = [0, 1, 2, 3].map((cell) => make("i", { class: cell < one.band ? "on" : one.lift && cell === one.band ? "next" : "" }));
  const bands = make("span", { class: "bands", role: "img", "aria-label": `band ${one.band} of 4` }, ...cells);
  const side = make("span", { class: "row" }, bands, make("span", { class: "small graphite" }, one.word));
  const item = make("li", {}, make("p", { class: "row between" }, make("b", {}, one.title), side));
  for (const quote of one.quotes) item.append(make("p", { class: "small" }, make("mark", { class: "evidence" }, quote)));
  if (one.why) item.append(make("p", { class: "small graphite" }, one.why));
  if (one.lift) {
    const lift = make("p", { class: "small" }, make("b", {}, "One band up:"), ` ${one.lift} `);
    if (one.lesson) lift.append(make("a", { href: `/lessons/${one.lesson}/` }, "Read about it"));
    item.append(lift);
  }
  return item;
}

function kept(/** @type {string} */ place) {
  try {
    return localStorage.getItem(place) ?? "";
  } catch {
    return "";
  }
}

function keep(/** @type {string} */ place, /** @type {string} */ text) {
  try {
    if (text) localStorage.setItem(place, text);
    else localStorage.removeItem(place);
  } catch {
    // Nothing to keep it in: the page itself still has it.
  }
}

customElements.define("tradeoff-scenario", TradeoffScenario);
