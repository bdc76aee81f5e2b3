import { all } from "./dom.js";

/**
 * The frame of a whiteboard on a page: it brings the board's own bundle and style when it is opened, and its palette.
 *
 * @typedef {import("../whiteboard/whiteboard.js").Board} Board
 */

const systemDark = window.matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : systemDark.matches;
}

/** @param {string} href */
function addStyle(href) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = resolve;
    link.onerror = () => reject(new Error("no style"));
    document.head.append(link);
  });
}

export class BoardFrame {
  /** @param {HTMLElement} frame @param {(text: string) => void} changed hears each change as the scene's JSON */
  constructor(frame, changed) {
    this.frame = frame;
    this.changed = changed;
    this.board = /** @type {Board | null} */ (null);
    this.opening = /** @type {Promise<void> | null} */ (null);
    this.note = /** @type {HTMLElement} */ (frame.querySelector("[data-board-note]"));
    for (const button of all("[data-stencil]", frame)) {
      button.addEventListener("click", () => this.board?.add(button.dataset.stencil ?? "", button.textContent ?? ""));
    }
    frame.querySelector("[data-board-full]")?.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else frame.requestFullscreen();
    });
    const dress = () => this.board?.dress(isDark());
    systemDark.addEventListener("change", dress);
    new MutationObserver(dress).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  /** Brings the board; again after a network that failed. @param {() => Promise<string>} read the scene to begin with */
  open(read) {
    this.opening ??= this.bring(read).catch(() => {
      this.opening = null;
      this.note.hidden = false;
      this.note.textContent = "The board didn't load. Press Draw again, or write the diagram; writing counts the same.";
    });
    return this.opening;
  }

  /** @param {() => Promise<string>} read */
  async bring(read) {
    const { boardSrc = "", boardStyle = "" } = this.frame.dataset;
    const started = performance.now();
    this.note.hidden = false;
    this.note.textContent = "The board is on its way.";
    const [{ openBoard }, text] = await Promise.all([import(boardSrc), read(), addStyle(boardStyle)]);
    const place = /** @type {HTMLElement} */ (this.frame.querySelector(".board-place"));
    this.board = /** @type {Board} */ (await openBoard(place, { text, isDark: isDark(), isLocked: false, changed: this.changed }));
    this.note.hidden = true;
    this.frame.dataset.readyMs = String(Math.round(performance.now() - started));
  }
}
