/**
 * A quiz whose questions are answered one by one; the key is on the server. After an answer every option says why.
 *
 * @example
 * <tradeoff-quiz class="quiz" data-exercise="who-drives">
 *   <form action="/lessons/…/exercises/who-drives/"><fieldset data-question="first" data-kind="single">
 *     <div class="quiz-question"><p>…</p></div><label class="option"><input type="radio" name="first" value="8c1f…"><span class="option-text">…</span></label>
 *     <div class="quiz-foot"><button type="submit">Check</button><p class="quiz-message" role="status"></p></div></fieldset></form>
 * </tradeoff-quiz>
 * Dispatches `tradeoff:answered` with `{ key, answer, outcome }`.
 */
import { Exercise, judge, mark, say, toneOf, written } from "../exercises/exercise.js";
import { make } from "../shared/dom.js";

class TradeoffQuiz extends Exercise {
  /** What stood there before the answer, by question. @type {Map<string, { now: Element, before: Element }[]>} */
  #replaced = new Map();

  /** @override */
  async submit(button) {
    const fieldset = button?.closest("fieldset") ?? this.form.querySelector("fieldset");
    if (!fieldset || !button) return;
    const { question = "" } = fieldset.dataset;
    if (this.#replaced.has(question)) {
      this.#open(fieldset, button);
      return;
    }
    const status = statusOf(fieldset);
    const given = [...new FormData(this.form).getAll(question)].map(String).filter((value) => value.trim());
    if (!given.length) {
      say(status, fieldset.dataset.kind === "numeric" ? "Write a number first." : "Choose an answer first.");
      return;
    }
    const most = Number(fieldset.dataset.choose);
    if (fieldset.dataset.kind === "multiple" && given.length !== most) {
      say(status, `Choose ${most}; you chose ${given.length}.`);
      return;
    }
    const answer = fieldset.dataset.kind === "numeric" ? given[0] : given;
    const kept = await this.post({ [question]: answer }, status, button);
    const outcome = kept?.outcome.questions.find((/** @type {any} */ one) => one.id === question);
    if (outcome) this.#close(fieldset, outcome);
  }

  /** @override */
  show({ outcome }) {
    for (const question of outcome.questions ?? []) {
      const fieldset = /** @type {HTMLFieldSetElement | null} */ (this.form.querySelector(`[data-question="${CSS.escape(question.id)}"]`));
      if (fieldset && !this.#replaced.has(question.id)) this.#close(fieldset, question);
    }
  }

  #close(/** @type {HTMLFieldSetElement} */ fieldset, /** @type {any} */ question) {
    const pairs = question.options.length ? closeOptions(fieldset, question.options) : closeNumber(fieldset, question);
    for (const { before, now } of pairs) before.replaceWith(now);
    this.#replaced.set(question.id, pairs);
    const button = fieldset.querySelector(".quiz-foot button");
    if (button) button.textContent = "Try again";
    judge(statusOf(fieldset), question.is_right, question.is_right ? "Right." : "Not right. Each option says why.");
    if (!question.options.length && !question.is_right) judge(statusOf(fieldset), false, "Not right.");
  }

  #open(/** @type {HTMLFieldSetElement} */ fieldset, /** @type {HTMLButtonElement} */ button) {
    const { question = "" } = fieldset.dataset;
    for (const { before, now } of this.#replaced.get(question) ?? []) {
      now.replaceWith(before);
      for (const input of before.querySelectorAll("input")) input.checked = false;
    }
    this.#replaced.delete(question);
    button.textContent = "Check";
    say(statusOf(fieldset), "");
    fieldset.querySelector("input")?.focus();
  }
}

function statusOf(/** @type {Element} */ fieldset) {
  return /** @type {HTMLElement} */ (fieldset.querySelector(".quiz-message"));
}

function closeOptions(/** @type {Element} */ fieldset, /** @type {any[]} */ outcomes) {
  const byName = new Map(outcomes.map((one) => [one.id, one]));
  return [...fieldset.querySelectorAll("label.option")].flatMap((before) => {
    const outcome = byName.get(before.querySelector("input")?.value);
    if (!outcome) return [];
    const { is_right: isRight, is_picked: isPicked } = outcome;
    const text = /** @type {Element} */ (before.querySelector(".option-text")).cloneNode(true);
    const tag = make("span", { class: "option-tag" }, outcome.tag);
    const why = written("span", "option-why", outcome.why);
    return [{ before, now: make("div", { class: `option${toneOf(isRight, isPicked)}` }, mark(isRight, isPicked), text, tag, why) }];
  });
}

function closeNumber(/** @type {Element} */ fieldset, /** @type {any} */ question) {
  const before = fieldset.querySelector(".quiz-number");
  if (!before) return [];
  const given = make("span", { class: "option-text mono" }, question.given);
  const tag = make("span", { class: "option-tag" }, "Your answer");
  const why = written("span", "option-why", question.why);
  why.prepend(make("b", {}, question.answer), make("br"));
  const classes = `option${toneOf(question.is_right, true)}`;
  return [{ before, now: make("div", { class: classes }, mark(question.is_right, true), given, tag, why) }];
}

customElements.define("tradeoff-quiz", TradeoffQuiz);
