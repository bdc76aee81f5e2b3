/**
 * The diagram below the answers that it belongs to: one more text that saves itself, and how the server reads what is saved. It unfolds
 * when it holds something; how it is read is asked for after each save, so typing never waits for it.
 *
 * @typedef {import("./draft.js").Draft} Draft
 */

const TRY_AGAIN_MS = 10_000;

export class Diagram {
  /** @param {Draft} draft */
  constructor(draft) {
    this.draft = draft;
    this.panel = draft.section;
    this.fold = /** @type {HTMLDetailsElement} */ (this.panel.querySelector(".diagram-fold"));
    this.steps = (this.panel.dataset.in ?? "").split(" ");
    this.readRev = draft.rev;
    this.isAsking = false;
    this.askAgainAt = 0;
    this.hasUnfolded = this.fold.open;
  }

  /** @param {string} step the one in front */
  draw(step) {
    this.panel.hidden = !this.steps.includes(step) && !this.draft.conflict;
    if (this.draft.conflict || (!this.hasUnfolded && this.draft.words > 0)) {
      this.hasUnfolded = true;
      this.fold.open = true;
    }
    if (this.readRev < this.draft.rev && !this.isAsking && performance.now() > this.askAgainAt) this.read();
  }

  async read() {
    this.isAsking = true;
    try {
      const response = await fetch(this.panel.dataset.readingSrc ?? "", { headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(String(response.status));
      this.show(await response.text());
    } catch {
      this.askAgainAt = performance.now() + TRY_AGAIN_MS;
    }
    this.isAsking = false;
  }

  /** @param {string} html */
  show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".diagram-reading");
    if (!(fresh instanceof HTMLElement)) throw new Error("no reading");
    this.readRev = Number(fresh.dataset.rev);
    const sum = /** @type {HTMLElement} */ (this.panel.querySelector("[role=status]"));
    const words = fresh.dataset.sum || "Nothing is drawn yet.";
    if (sum.textContent !== words) sum.textContent = words;
    const place = /** @type {HTMLElement} */ (this.panel.querySelector("[data-reading]"));
    const scrolled = place.querySelector(".diagram-drawing")?.scrollLeft ?? 0;
    place.replaceChildren(document.adoptNode(fresh));
    const drawing = place.querySelector(".diagram-drawing");
    if (drawing) drawing.scrollLeft = scrolled;
  }
}
