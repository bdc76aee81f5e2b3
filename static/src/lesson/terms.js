/** Terms of the glossary explain themselves; the script that does it comes when the first is touched. */

/** @param {Event} event @returns {HTMLAnchorElement | null} */
const termOf = ({ target }) => (target instanceof Element ? target.closest("a.term") : null);

export function startTerms() {
  const show = async (/** @type {Event} */ event) => {
    const link = termOf(event);
    if (link) (await import("../islands/terms.js")).showTerm(link);
  };
  const leave = async (/** @type {Event} */ event) => {
    if (termOf(event)) (await import("../islands/terms.js")).leaveTerm();
  };
  const prose = document.querySelector(".lesson-body");
  prose?.addEventListener("pointerover", (event) => {
    if (/** @type {PointerEvent} */ (event).pointerType === "mouse") show(event);
  });
  prose?.addEventListener("focusin", show);
  prose?.addEventListener("pointerout", leave);
  prose?.addEventListener("focusout", leave);
}
