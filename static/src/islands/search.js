/** Search as you type, in a dialog: a combobox whose list is fetched; without script the same words lead to /search/. */
import { make } from "../shared/dom.js";

/**
 * @typedef {{ text: string, is_match: boolean }} Piece
 * @typedef {{ kind: string, where: string, url: string, title: Piece[], excerpt: Piece[] }} Hit
 * @typedef {{ query: string, is_loose: boolean, hits: Hit[] }} Found
 */

const WAIT_MS = 90;

/** @param {Piece[]} pieces */
const draw = (pieces) => pieces.map(({ text, is_match }) => (is_match ? make("b", {}, text) : text));

class Search {
  constructor() {
    this.input = /** @type {HTMLInputElement} */ (
      make("input", {
        class: "input",
        type: "search",
        name: "q",
        maxlength: "120",
        autocomplete: "off",
        enterkeyhint: "search",
        role: "combobox",
        "aria-label": "Search the course",
        "aria-expanded": "false",
        "aria-controls": "search-list",
        "aria-autocomplete": "list",
        placeholder: "Lessons, terms, interviews",
      })
    );
    this.list = make("div", { id: "search-list", role: "listbox", "aria-label": "Found", class: "search-list" });
    this.line = make("p", { class: "small graphite", role: "status" });
    const form = make("form", { role: "search", action: "/search/", class: "search-form" }, this.input);
    const close = make("button", { class: "button quiet", type: "button" }, "Close");
    form.append(close);
    this.dialog = /** @type {HTMLDialogElement} */ (
      make("dialog", { class: "dialog search-dialog", "aria-label": "Search" }, form, this.line, this.list)
    );
    document.body.append(this.dialog);
    close.addEventListener("click", () => this.dialog.close());
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.move(event));
    form.addEventListener("submit", (event) => this.follow(event));
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    this.asked = 0;
    this.chosen = -1;
    /** @type {number | undefined} */
    this.timer = undefined;
  }

  /** @param {string} typed what was typed before the dialog stood */
  open(typed) {
    this.dialog.showModal();
    this.input.select();
    if (!typed) return;
    this.input.value = typed;
    this.ask();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const words = this.input.value.trim();
    this.asked += 1;
    const mine = this.asked;
    if (!words) return this.show({ query: "", is_loose: false, hits: [] });
    try {
      const answer = await fetch(`/api/v1/search/?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = /** @type {Found} */ (await answer.json());
      if (mine === this.asked) this.show(found);
    } catch {
      if (mine === this.asked) this.line.textContent = "Search can't be reached right now. Press Enter to try the plain page.";
    }
  }

  show(/** @type {Found} */ { query, is_loose, hits }) {
    this.chosen = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-expanded", String(hits.length > 0));
    this.list.replaceChildren(...hits.map((hit, index) => this.option(hit, index)));
    if (!query) this.line.textContent = "";
    else if (!hits.length) this.line.textContent = `Nothing found for “${query}”. Try one word fewer.`;
    else this.line.textContent = is_loose ? "No place has all of these words. These have some." : "";
  }

  option(/** @type {Hit} */ hit, /** @type {number} */ index) {
    return make(
      "a",
      { id: `search-hit-${index}`, role: "option", "aria-selected": "false", href: hit.url, tabindex: "-1" },
      make("span", { class: "search-title" }, ...draw(hit.title)),
      make("span", { class: "small graphite" }, hit.where),
      make("span", { class: "search-excerpt small" }, ...draw(hit.excerpt)),
    );
  }

  move(/** @type {KeyboardEvent} */ event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const options = /** @type {HTMLElement[]} */ ([...this.list.children]);
    if (!step || !options.length) return;
    event.preventDefault();
    this.chosen = (this.chosen + step + options.length + (this.chosen < 0 && step < 0 ? 1 : 0)) % options.length;
    for (const [index, option] of options.entries()) option.setAttribute("aria-selected", String(index === this.chosen));
    this.input.setAttribute("aria-activedescendant", options[this.chosen].id);
    options[this.chosen].scrollIntoView({ block: "nearest" });
  }

  /** Enter goes to the chosen place, or to the plain page with all of them. */
  follow(/** @type {SubmitEvent} */ event) {
    const option = /** @type {HTMLAnchorElement | undefined} */ (this.list.children[this.chosen]);
    if (!option) return;
    event.preventDefault();
    this.dialog.close();
    option.click();
  }
}

/** @type {Search | undefined} */
let search;

/** @param {string} typed */
export function openSearch(typed) {
  search ??= new Search();
  search.open(typed);
}
