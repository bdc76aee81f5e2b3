/** The header's search link opens the dialog, and so does `/`. */
import { all } from "../shared/dom.js";

const openSearch = async () => (await import("../islands/search.js")).openSearch();

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
