/**
 * Steps to put in order: with buttons, with the arrow keys on a step's handle, or by dragging it.
 *
 * @example
 * <tradeoff-ordering class="exercise" data-exercise="one-turn">
 *   <form action="…"><ol class="sortable"><li data-id="8c1f…"><label class="no-js">…</label><span class="grow">…</span></li></ol>
 *     <div class="exercise-why"></div>
 *     <div class="exercise-foot"><button type="submit">Check the order</button><p class="quiz-message" role="status"></p></div></form>
 * </tradeoff-ordering>
 */
import { Exercise, judge, say, written } from "../exercises/exercise.js";
import { icon, make } from "../shared/dom.js";

class TradeoffOrdering extends Exercise {
  #isAnswered = false;

  /** @override */
  start() {
    for (const step of this.#steps()) this.#equip(step);
    this.#number();
  }

  get #list() {
    return /** @type {HTMLElement} */ (this.form.querySelector(".sortable"));
  }

  get #status() {
    return /** @type {HTMLElement} */ (this.form.querySelector(".quiz-message"));
  }

  #steps() {
    return /** @type {HTMLElement[]} */ ([...this.#list.children]);
  }

  #equip(/** @type {HTMLElement} */ step) {
    const text = step.querySelector(".grow")?.textContent ?? "";
    step.querySelector(".no-js")?.remove();
    const handle = make("button", { class: "icon-button handle", type: "button", "aria-label": `Move “${text}” with the arrow keys` });
    handle.append(icon("grip-vertical"));
    const up = make("button", { class: "icon-button", type: "button", "aria-label": `Move “${text}” up` }, icon("arrow-up"));
    const down = make("button", { class: "icon-button", type: "button", "aria-label": `Move “${text}” down` }, icon("arrow-down"));
    const tools = make("span", { class: "sortable-tools" }, up, down);
    step.prepend(handle, make("span", { class: "place", "aria-hidden": "true" }));
    step.append(tools);
    up.addEventListener("click", () => this.#move(step, -1, up));
    down.addEventListener("click", () => this.#move(step, 1, down));
    handle.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      this.#move(step, by, handle);
    });
    handle.addEventListener("pointerdown", (event) => this.#drag(step, handle, event));
  }

  #move(/** @type {HTMLElement} */ step, /** @type {number} */ by, /** @type {HTMLElement} */ button) {
    const steps = this.#steps();
    const place = steps.indexOf(step) + by;
    if (this.#isAnswered || place < 0 || place >= steps.length) return;
    if (by < 0) steps[place].before(step);
    else steps[place].after(step);
    this.#number();
    button.focus();
    say(this.#status, `Now at ${place + 1} of ${steps.length}.`);
  }

  #drag(/** @type {HTMLElement} */ step, /** @type {HTMLElement} */ handle, /** @type {PointerEvent} */ event) {
    if (this.#isAnswered || event.button) return;
    handle.setPointerCapture(event.pointerId);
    step.classList.add("dragged");
    const move = (/** @type {PointerEvent} */ moved) => {
      const over = this.#steps().find((one) => one !== step && isOver(one, moved.clientY));
      if (!over) return;
      if (over.compareDocumentPosition(step) & Node.DOCUMENT_POSITION_FOLLOWING) over.before(step);
      else over.after(step);
      this.#number();
    };
    const end = () => {
      step.classList.remove("dragged");
      handle.removeEventListener("pointermove", move);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", end, { once: true });
  }

  #number() {
    for (const [index, step] of this.#steps().entries()) {
      const place = step.querySelector(".place");
      if (place) place.textContent = String(index + 1);
    }
  }

  /** @override */
  async submit(button) {
    if (this.#isAnswered) {
      this.#open(button);
      return;
    }
    const order = this.#steps().map((step) => step.dataset.id);
    const kept = await this.post({ order }, this.#status, button);
    if (kept) this.show(kept);
  }

  /** @override */
  show({ outcome }) {
    if (this.#isAnswered || !outcome.steps) return;
    this.#isAnswered = true;
    const byName = new Map(this.#steps().map((step) => [step.dataset.id, step]));
    for (const one of outcome.steps) {
      const step = byName.get(one.id);
      if (!step) continue;
      this.#list.append(step);
      step.classList.add(one.is_right ? "right" : "wrong");
      const words = one.is_right ? " Right" : ` Belongs at ${one.place}`;
      step.append(
        make("span", { class: `option-tag ${one.is_right ? "pass-text" : "fail-text"}` }, icon(one.is_right ? "check" : "x"), words),
      );
    }
    this.#number();
    this.form.querySelector(".exercise-why")?.replaceChildren(written("p", "", outcome.why));
    const button = this.form.querySelector(".exercise-foot button");
    if (button) button.textContent = "Try again";
    judge(this.#status, outcome.is_right, outcome.is_right ? "Right." : "Not in order yet.");
  }

  #open(/** @type {HTMLButtonElement | null} */ button) {
    this.#isAnswered = false;
    for (const step of this.#steps()) {
      step.classList.remove("right", "wrong");
      step.querySelector(".option-tag")?.remove();
    }
    this.form.querySelector(".exercise-why")?.replaceChildren();
    if (button) button.textContent = "Check the order";
    say(this.#status, "");
  }
}

function isOver(/** @type {Element} */ element, /** @type {number} */ y) {
  const { top, height } = element.getBoundingClientRect();
  return y > top + height * 0.25 && y < top + height * 0.75;
}

customElements.define("tradeoff-ordering", TradeoffOrdering);
