import { ask } from "./api.js";
import { Draft } from "./draft.js";

/**
 * The drawing, saved by the same contract as a text: what the server stores is the board's JSON. It is brought when the board is opened, and
 * never sent with the last breath of a page, where browsers take 64 kB at most: it stays on this device until the next visit.
 *
 * @typedef {import("../shared/board.js").BoardFrame} BoardFrame
 */

/** @param {string} text @returns {any[]} */
function elementsOf(text) {
  try {
    const { elements } = JSON.parse(text);
    return Array.isArray(elements) ? elements : [];
  } catch {
    return [];
  }
}

const isPart = (/** @type {any} */ { type }) => type === "rectangle" || type === "ellipse" || type === "diamond";

/** Both drawings on one board, ours below theirs and under names of its own. @param {string} theirs @param {string} mine */
function joinScenes(theirs, mine) {
  const others = elementsOf(theirs);
  const ours = elementsOf(mine);
  const bottom = Math.max(...others.map(({ y, height }) => y + height), 0);
  const top = Math.min(...ours.map(({ y }) => y));
  const names = new Map(ours.map(({ id }) => [id, `${id}-b`]));
  const renamed = JSON.parse(JSON.stringify(ours), (_, value) => (typeof value === "string" ? (names.get(value) ?? value) : value));
  for (const element of renamed) element.y += bottom - top + 80;
  return JSON.stringify({ type: "excalidraw", version: 2, elements: [...others, ...renamed] });
}

export class SceneDraft extends Draft {
  /** @type {BoardFrame | null} */
  frame = null;
  partsOf = "";
  parts = Number(this.section.dataset.parts);

  get text() {
    return this.area.value;
  }

  get words() {
    if (this.partsOf !== this.area.value) {
      this.partsOf = this.area.value;
      this.parts = elementsOf(this.area.value).filter(isPart).length;
    }
    return this.parts;
  }

  get size() {
    return this.words === 0 ? "empty" : `${this.words} ${this.words === 1 ? "part" : "parts"}`;
  }

  /** What is stored, or what is here and not stored yet. */
  async read() {
    if (!this.isDirty && this.area.value === "" && this.rev > 0) {
      const answer = await ask("GET", this.address);
      if (answer.status !== 200) throw new Error(String(answer.status));
      const { text, rev, digest } = answer.body;
      Object.assign(this, { acked: text, rev, digest });
      this.area.value = text;
    }
    return this.area.value;
  }

  /** @param {string} text */
  drawn(text) {
    if (this.area.readOnly || text === this.area.value) return;
    this.area.value = text;
    this.typed();
  }

  /** On leaving, an ordinary request is tried unless one is under way: `keepalive` stays behind. @param {{ keepalive?: boolean }} [options] */
  async save({ keepalive = false } = {}) {
    if (keepalive && this.flight) return;
    await super.save();
  }

  /** @param {import("./draft.js").Stored} stored */
  adopt(stored) {
    super.adopt(stored);
    this.showOnBoard();
  }

  /** @param {import("./outbox.js").Entry} entry */
  restore(entry) {
    super.restore(entry);
    this.showOnBoard();
  }

  /** @param {string} chosen */
  async settle(chosen) {
    await super.settle(chosen);
    this.showOnBoard();
  }

  showOnBoard() {
    this.frame?.board?.load(this.area.value);
  }

  /** For the comparison of two versions: names of the parts, and how many arrows. @param {string} text */
  describe(text) {
    const elements = elementsOf(text);
    const words = elements.filter(({ type }) => type === "text").map((one) => String(one.originalText ?? one.text));
    const arrows = elements.filter(({ type }) => type === "arrow").length;
    return `${words.join(", ")}. ${elements.filter(isPart).length} parts, ${arrows} arrows.`;
  }

  /** @param {string} theirs */
  joined(theirs) {
    return joinScenes(theirs, this.text);
  }
}
