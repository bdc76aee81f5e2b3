import { clockText } from "./clock.js";

/**
 * Which step is in front, how long it has been, and the column that says so.
 *
 * @typedef {import("./draft.js").Draft} Draft
 */

export class Steps {
  /** @param {HTMLElement} room @param {Draft[]} drafts @param {() => void} changed */
  constructor(room, drafts, changed) {
    this.room = room;
    this.drafts = drafts;
    this.changed = changed;
    this.current = drafts.find((draft) => !draft.section.hidden) ?? drafts[0];
    this.tickedAt = performance.now();
    // A reload comes back to the step that was in front, not to the first empty one.
    history.replaceState(null, "", `?step=${this.current.key}`);
    room.addEventListener("click", (event) => this.clicked(event));
    window.addEventListener("popstate", () => this.show(new URLSearchParams(location.search).get("step") ?? "", { isNew: false }));
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const link = /** @type {HTMLElement} */ (event.target).closest("[data-go]");
    if (!(link instanceof HTMLElement) || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.show(link.dataset.go ?? "", { focus: true });
  }

  /** @param {string} key @param {{ focus?: boolean, isNew?: boolean }} [options] */
  show(key, { focus = false, isNew = true } = {}) {
    const next = this.drafts.find((draft) => draft.key === key);
    if (!next || next === this.current) {
      if (focus) this.current.focus();
      return;
    }
    const left = this.current;
    this.count();
    this.current = next;
    left.section.hidden = true;
    next.section.hidden = false;
    if (isNew) history.pushState(null, "", `?step=${key}`);
    document.title = next.section.dataset.pageTitle ?? document.title;
    for (const link of this.room.querySelectorAll(".step-link")) {
      if (link.getAttribute("data-go") === key) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    if (focus) next.focus();
    if (left.isDirty) left.save();
    else left.tellTime();
    this.room.dispatchEvent(new CustomEvent("room:step"));
    this.changed();
  }

  /** @param {1 | -1} by */
  move(by) {
    const next = this.drafts[this.drafts.indexOf(this.current) + by];
    if (next) this.show(next.key, { focus: true });
  }

  /** Adds the time since the last look to the step in front, if somebody can see it and the clock runs. */
  count(isRunning = true) {
    const now = performance.now();
    const passed = now - this.tickedAt;
    this.tickedAt = now;
    if (isRunning && document.visibilityState === "visible" && passed < 5_000) this.current.activeMs += passed;
  }

  draw() {
    for (const draft of this.drafts) {
      const row = this.room.querySelector(`.step-link[data-go="${draft.key}"] small`);
      const minutes = Number(draft.section.dataset.minutes);
      if (row) drawRow(/** @type {HTMLElement} */ (row), draft, minutes);
      const words = draft.section.querySelector("[data-words]");
      if (words) words.textContent = draft.words === 1 ? "1 word" : `${draft.words} words`;
      const budget = draft.section.querySelector("[data-budget]");
      if (budget) budget.textContent = budgetText(minutes * 60_000 - draft.activeMs, minutes);
    }
  }
}

/** @param {HTMLElement} row @param {Draft} draft @param {number} minutes */
function drawRow(row, draft, minutes) {
  const isTouched = draft.activeMs >= 1_000 || draft.words > 0;
  row.hidden = !isTouched;
  const [used, words] = row.children;
  used.textContent = `${clockText(draft.activeMs)} used`;
  used.classList.toggle("over", draft.activeMs > minutes * 60_000);
  words.textContent = draft.words === 1 ? "1 word" : `${draft.words} words`;
}

/** @param {number} leftMs @param {number} minutes */
function budgetText(leftMs, minutes) {
  return leftMs >= 0
    ? `${clockText(leftMs)} of ${minutes} min left here.`
    : `${clockText(-leftMs)} over the ${minutes} min meant for this.`;
}
