/**
 * Pairs to match with one list a row. After an answer each row says what belongs to it and why.
 *
 * @example
 * <tradeoff-matching class="exercise" data-exercise="metrics">
 *   <form action="…"><div class="pairs"><div data-id="8c1f…"><label>TTFT</label><select name="8c1f…">…</select></div></div>
 *     <div class="exercise-why"></div>
 *     <div class="exercise-foot"><button type="submit">Check the pairs</button><p class="quiz-message" role="status"></p></div></form>
 * </tradeoff-matching>
 */
import { Exercise, judge, say, written } from "../exercises/exercise.js";
import { icon, make } from "../shared/dom.js";

class TradeoffMatching extends Exercise {
  #isAnswered = false;

  get #status() {
    return /** @type {HTMLElement} */ (this.form.querySelector(".quiz-message"));
  }

  #rows() {
    return /** @type {HTMLElement[]} */ ([...this.form.querySelectorAll(".pairs > [data-id]")]);
  }

  /** @override */
  async submit(button) {
    if (this.#isAnswered) {
      this.#open(button);
      return;
    }
    const chosen = this.#rows().map((row) => [row.dataset.id, choiceOf(row).value]);
    const pairs = Object.fromEntries(chosen.filter(([, value]) => value));
    const kept = await this.post({ pairs }, this.#status, button);
    if (kept) this.show(kept);
  }

  /** @override */
  show({ outcome }) {
    if (this.#isAnswered || !outcome.pairs) return;
    this.#isAnswered = true;
    const byName = new Map(outcome.pairs.map((/** @type {any} */ pair) => [pair.left, pair]));
    for (const row of this.#rows()) {
      const pair = byName.get(row.dataset.id);
      if (!pair) continue;
      choiceOf(row).value = pair.given;
      choiceOf(row).disabled = true;
      row.classList.add(pair.is_right ? "right" : "wrong");
      row.append(explain(pair));
    }
    if (outcome.why) this.form.querySelector(".exercise-why")?.replaceChildren(written("p", "", outcome.why));
    const button = this.form.querySelector(".exercise-foot button");
    if (button) button.textContent = "Try again";
    const right = outcome.pairs.filter((/** @type {any} */ pair) => pair.is_right).length;
    judge(this.#status, outcome.is_right, outcome.is_right ? "All right." : `${right} of ${outcome.pairs.length} right.`);
  }

  #open(/** @type {HTMLButtonElement | null} */ button) {
    this.#isAnswered = false;
    for (const row of this.#rows()) {
      row.classList.remove("right", "wrong");
      choiceOf(row).disabled = false;
      row.querySelector(".pair-why")?.remove();
    }
    this.form.querySelector(".exercise-why")?.replaceChildren();
    if (button) button.textContent = "Check the pairs";
    say(this.#status, "");
  }
}

function choiceOf(/** @type {Element} */ row) {
  return /** @type {HTMLSelectElement} */ (row.querySelector("select"));
}

function explain(/** @type {any} */ pair) {
  const words = pair.is_right ? " Right" : ` It is “${pair.right_text}”`;
  const tone = pair.is_right ? "pass-text" : "fail-text";
  const tag = make("span", { class: `option-tag ${tone}` }, icon(pair.is_right ? "check" : "x"), words);
  return make("p", { class: "pair-why" }, tag, " ", written("span", "", pair.why));
}

customElements.define("tradeoff-matching", TradeoffMatching);
