import { BoardFrame } from "../shared/board.js";

/**
 * The diagram below the answers that it belongs to: one more text that saves itself, or a drawing that does, and how the server reads what is saved. It unfolds
 * when it holds something; how it is read is asked for after each save, so typing never waits for it.
 *
 * @typedef {import("./draft.js").Draft} Draft
 */

const TRY_AGAIN_MS = 10_000;

export class Diagram {
  /** @param {Draft} draft @param {import("./scene.js").SceneDraft} [scene] */
  constructor(draft, scene) {
    this.draft = draft;
    this.scene = scene;
    this.panel = draft.section;
    this.fold = /** @type {HTMLDetailsElement} */ (this.panel.querySelector(".diagram-fold"));
    this.steps = (this.panel.dataset.in ?? "").split(" ");
    this.readRev = this.rev;
    this.isAsking = false;
    this.askAgainAt = 0;
    this.hasUnfolded = this.fold.open;
    this.buttons = /** @type {HTMLElement[]} */ ([...this.panel.querySelectorAll("[data-way]")]);
    for (const button of this.buttons) button.addEventListener("click", () => this.choose(button.dataset.way === "draw"));
    if (scene) {
      this.frame = new BoardFrame(/** @type {HTMLElement} */ (scene.section.querySelector("[data-board]")), (text) => scene.drawn(text));
      scene.frame = this.frame;
    }
  }

  /** Of both ways together. */
  get rev() {
    return this.draft.rev + (this.scene?.rev ?? 0);
  }

  /** Draws or writes from now on; both are kept. @param {boolean} isDrawing */
  async choose(isDrawing) {
    const { scene, frame } = this;
    if (!scene || !frame) return;
    this.panel.classList.toggle("is-drawing", isDrawing);
    for (const button of this.buttons) button.setAttribute("aria-pressed", String((button.dataset.way === "draw") === isDrawing));
    scene.section.hidden = !isDrawing;
    if (isDrawing) await frame.open(() => scene.read());
  }

  /** @param {string} step the one in front */
  draw(step) {
    const hasConflict = Boolean(this.draft.conflict || this.scene?.conflict);
    this.panel.hidden = !this.steps.includes(step) && !hasConflict;
    if (this.scene?.conflict && this.scene.section.hidden) this.choose(true);
    if (this.scene) this.frame?.board?.lock(this.scene.area.readOnly);
    if (hasConflict || (!this.hasUnfolded && this.draft.words + (this.scene?.words ?? 0) > 0)) {
      this.hasUnfolded = true;
      this.fold.open = true;
    }
    if (this.readRev < this.rev && !this.isAsking && performance.now() > this.askAgainAt) this.read();
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
