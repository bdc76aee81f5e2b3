/** What all exercises share: sending an answer, saying what came of it, and showing it again on return. */
import { me, send } from "../me.js";
import { icon, make } from "../shared/dom.js";

/** @typedef {{ answer: any, outcome: any }} Kept */

const OFFLINE = "There is no connection. Your answer is still here; send it again when you are back.";

export class Exercise extends HTMLElement {
  /** @type {HTMLFormElement} */
  form;

  connectedCallback() {
    const form = this.querySelector("form");
    if (!form || this.form) return;
    this.form = form;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(/** @type {HTMLButtonElement | null} */ (event.submitter));
    });
    this.start();
    me.then(({ lesson }) => {
      const kept = lesson?.answers[this.key];
      if (kept) this.show(kept);
    });
  }

  get key() {
    return this.dataset.exercise ?? "";
  }

  get address() {
    return this.form.getAttribute("action") ?? "";
  }

  /** Once, when the element is there. */
  start() {}

  /** @param {HTMLButtonElement | null} _button */
  submit(_button) {}

  /** @param {Kept} _kept an answer that the server has, with its outcome */
  show(_kept) {}

  /**
   * @param {unknown} answer
   * @param {HTMLElement} status where a refusal is said
   * @param {HTMLButtonElement | null} button
   * @returns {Promise<Kept | null>} null when it was refused; the sentence stands in `status` then
   */
  async post(answer, status, button) {
    say(status, "");
    button?.setAttribute("aria-disabled", "true");
    try {
      const response = await send(this.address, { answer });
      const body = await response.json().catch(() => ({}));
      if (!response.ok) {
        say(status, body.detail ?? "The answer was not taken. Reload the page and try again.");
        return null;
      }
      this.dispatchEvent(new CustomEvent("tradeoff:answered", { bubbles: true, detail: { key: this.key, ...body } }));
      return body;
    } catch {
      say(status, OFFLINE);
      return null;
    } finally {
      button?.removeAttribute("aria-disabled");
    }
  }
}

/** @param {HTMLElement} status @param {string} text */
export function say(status, text) {
  status.classList.remove("pass-text", "fail-text");
  status.textContent = text;
}

/** Right or wrong, with an icon and a word. @param {HTMLElement} status @param {boolean} isRight @param {string} text */
export function judge(status, isRight, text) {
  status.classList.toggle("pass-text", isRight);
  status.classList.toggle("fail-text", !isRight);
  status.replaceChildren(icon(isRight ? "check" : "x"), ` ${text}`);
}

/** HTML that the server compiled and sanitised. @param {string} tag @param {string} classes @param {string} html */
export function written(tag, classes, html) {
  const element = make(tag, { class: classes });
  element.innerHTML = html;
  return element;
}

/** The round mark of an option. @param {boolean} isRight @param {boolean} isPicked */
export function mark(isRight, isPicked) {
  const element = make("span", { class: "option-mark" });
  if (isRight || isPicked) element.append(icon(isRight ? "check" : "x"));
  return element;
}

/** @param {boolean} isRight @param {boolean} isPicked */
export function toneOf(isRight, isPicked) {
  if (isRight) return " right";
  return isPicked ? " wrong" : "";
}
