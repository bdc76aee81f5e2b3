/** The section in view, marked in the contents; how much is read, drawn on the line below the header. */
import { all } from "../shared/dom.js";

/**
 * @typedef {object} Position
 * @property {() => number} percent of the article that has passed the bottom of the window, 0-100
 * @property {() => string} anchor id of the section in view
 * @property {(listener: () => void) => void} onMove
 * @property {(step: 1 | -1) => void} goToSection
 */

/** @returns {Position} */
export function startPosition() {
  const article = /** @type {HTMLElement} */ (document.querySelector("[data-lesson-page]"));
  const line = /** @type {HTMLElement | null} */ (document.querySelector(".reading-line"));
  const headings = all(".prose > :is(h2, h3)[id]", article);
  const links = new Map(all(".contents a[href^='#']").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  /** @type {(() => void)[]} */
  const listeners = [];
  let section = "";

  const percent = () => {
    const { top, height } = (article.querySelector(".prose") ?? article).getBoundingClientRect();
    return Math.round(Math.min(1, Math.max(0, (innerHeight - top) / Math.max(height, 1))) * 100);
  };

  const update = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.3);
    const next = passed.at(-1)?.id ?? "";
    if (next !== section) {
      links.get(section)?.removeAttribute("aria-current");
      links.get(next)?.setAttribute("aria-current", "true");
      section = next;
    }
    const start = (article.querySelector(".prose") ?? article).getBoundingClientRect();
    const walked = -start.top / Math.max(1, start.height - innerHeight);
    if (line) line.style.transform = `scaleX(${Math.min(1, Math.max(0, walked))})`;
    for (const listener of listeners) listener();
  };

  let isWaiting = false;
  const schedule = () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      update();
    });
  };
  addEventListener("scroll", schedule, { passive: true });
  addEventListener("resize", schedule, { passive: true });
  schedule();

  return {
    percent,
    anchor: () => section,
    onMove: (listener) => listeners.push(listener),
    goToSection: (step) => {
      const index = headings.findIndex(({ id }) => id === section);
      const target = headings[index + step];
      if (target) target.scrollIntoView();
      else if (step < 0) scrollTo({ top: 0 });
    },
  };
}
