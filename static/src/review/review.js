/**
 * The staff's list of gradings: `j` and `k` move from row to row. On a report, the step that the address points into is opened.
 */
import { openTarget } from "../shared/folds.js";

const rows = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("[data-review-rows] th a"));

document.addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof Element && event.target.closest("input, select, textarea");
  const step = { j: 1, k: -1 }[event.key];
  if (!step || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = [...rows].indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
  rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus();
});

openTarget();
