/** While somebody writes: shows a change of this page within a second, and mistakes in `content/` over the last good version. */
import { make } from "../shared/dom.js";

/**
 * @typedef {{ file: string, line: number, found: string, expected: string, text: string }} Mistake
 * @typedef {{ digest: string, count: number, errors: Mistake[] }} State
 */

const STYLE = `
.live-mistakes { position: fixed; inset: auto 0 0; z-index: 40; max-height: 60vh; overflow-y: auto; padding: 14px 20px 18px;
  border-top: 2px solid var(--fail); background: var(--sheet); box-shadow: var(--float); color: var(--ink); }
.live-mistakes ol { display: grid; gap: 12px; margin: 10px 0 0; padding: 0; list-style: none; }
.live-mistakes code { font-family: var(--mono); font-size: .875rem; }
.live-mistakes pre { margin: 4px 0; padding: 6px 10px; overflow-x: auto; background: var(--pad); font-family: var(--mono); font-size: .8125rem; }
`;

const tag = async () => (await fetch(location.href, { method: "HEAD", cache: "no-cache" })).headers.get("ETag");

/** @param {Mistake} mistake */
function row({ file, line, found, expected, text }) {
  const parts = [make("code", {}, `${file}:${line}`), make("div", {}, `Found ${found}.`)];
  if (text) parts.push(make("pre", {}, text));
  parts.push(make("div", { class: "strong" }, `Expected ${expected}.`));
  return make("li", {}, ...parts);
}

class Live {
  constructor() {
    this.digest = "";
    /** @type {Promise<string | null>} */
    this.tag = Promise.resolve(null);
    /** @type {HTMLElement | null} */
    this.overlay = null;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }

  async hear(/** @type {State} */ { digest, count, errors }) {
    this.show(count, errors);
    if (digest === this.digest) return;
    const isFirst = !this.digest;
    this.digest = digest;
    const before = await this.tag;
    this.tag = tag();
    const now = await this.tag;
    if (!isFirst && now && before && now !== before) location.reload();
  }

  show(/** @type {number} */ count, /** @type {Mistake[]} */ errors) {
    this.overlay?.remove();
    this.overlay = null;
    if (!count) return;
    const hide = make("button", { class: "button small quiet push", type: "button" }, "Hide");
    const what = `${count} mistake${count > 1 ? "s" : ""} in content/. Readers see the last good version.`;
    const head = make("div", { class: "row" }, make("b", {}, what), hide);
    const more =
      count > errors.length ? [make("p", { class: "small" }, `And ${count - errors.length} more; “make content” names all.`)] : [];
    this.overlay = make(
      "section",
      { class: "live-mistakes", role: "alert", "aria-label": "Mistakes in content/" },
      head,
      make("ol", {}, ...errors.map(row)),
      ...more,
    );
    hide.addEventListener("click", () => this.overlay?.remove());
    document.body.append(this.overlay);
  }
}

/** @param {string} address of the events */
export function follow(address) {
  const live = new Live();
  const source = new EventSource(address);
  source.addEventListener("message", (event) => live.hear(JSON.parse(event.data)));
  addEventListener("pagehide", () => source.close());
}
