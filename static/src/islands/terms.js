/**
 * What a term means, beside it, while the pointer or the focus is on it. Escape puts it away, and the pointer may move onto it.
 * Definitions come in one file, once, when the first term is touched; without script the link leads to the glossary.
 */
import { make } from "../shared/dom.js";

/** @typedef {Record<string, { term: string, html: string }>} Terms */

const LEAVE_MS = 180;
const GAP = 8;

/** @type {Promise<Terms> | undefined} */
let terms;
/** @returns {Promise<Terms>} */
const load = () => {
  terms ??= fetch("/glossary/terms.json")
    .then((answer) => (answer.ok ? answer.json() : {}))
    .catch(() => ({}));
  return terms;
};

class TermCard {
  constructor() {
    this.card = make("div", { id: "term-card", class: "term-card", role: "tooltip", hidden: true });
    document.body.append(this.card);
    /** @type {HTMLElement | null} */
    this.link = null;
    /** @type {number | undefined} */
    this.leaving = undefined;
    this.card.addEventListener("pointerenter", () => clearTimeout(this.leaving));
    this.card.addEventListener("pointerleave", () => this.leave());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hide();
    });
    addEventListener("scroll", () => this.hide(), { passive: true });
  }

  async show(/** @type {HTMLAnchorElement} */ link) {
    clearTimeout(this.leaving);
    if (link === this.link) return;
    this.hide();
    this.link = link;
    const found = (await load())[link.hash.slice(1)];
    if (!found || this.link !== link) return;
    const text = make("div", { class: "small" });
    text.innerHTML = found.html;
    this.card.replaceChildren(make("b", {}, found.term), text);
    this.card.hidden = false;
    this.place(link);
    link.setAttribute("aria-describedby", "term-card");
  }

  /** Above the word if there is room, else below; never over the edge of the window. */
  place(/** @type {HTMLElement} */ link) {
    const word = link.getClientRects()[0];
    const { width, height } = this.card.getBoundingClientRect();
    const left = Math.max(GAP, Math.min(word.left, document.documentElement.clientWidth - width - GAP));
    const above = word.top - height - GAP;
    this.card.style.left = `${left}px`;
    this.card.style.top = `${above > GAP ? above : word.bottom + GAP}px`;
  }

  leave() {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.hide(), LEAVE_MS);
  }

  hide() {
    clearTimeout(this.leaving);
    this.link?.removeAttribute("aria-describedby");
    this.link = null;
    this.card.hidden = true;
  }
}

/** @type {TermCard | undefined} */
let card;

export function showTerm(/** @type {HTMLAnchorElement} */ link) {
  card ??= new TermCard();
  card.show(link);
}

export function leaveTerm() {
  card?.leave();
}
