/** The header's search link opens the dialog, and so does `/`. */
import { all } from "../shared/dom.js";

/** Opens the dialog; what is typed until its script is here goes into it. */
async function openSearch() {
  let typed = "";
  const hold = (/** @type {KeyboardEvent} */ event) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    typed += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("keydown", hold, { capture: true });
  try {
    const dialog = await import("../islands/search.js");
    dialog.openSearch(typed);
  } finally {
    removeEventListener("keydown", hold, { capture: true });
  }
}

const isTyping = (/** @type {EventTarget | null} */ target) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

export function startSearch() {
  const links = all("[data-search]");
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openSearch();
    });
  }
  if (!links.length) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    openSearch();
  });
}
