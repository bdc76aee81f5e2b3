/** The outline folds on wide screens and is a drawer, with the contents, on narrow ones. Focus mode hides everything but the text. */
import { saveChoices } from "../shared/choices.js";
import { all, icon, make } from "../shared/dom.js";

const root = document.documentElement;

/** @returns {{ fold: () => void, toggleFocus: () => void }} */
export function startOutline() {
  const narrow = matchMedia("(max-width: 1100px)");
  const drawer = makeDrawer();
  const fold = () => {
    if (narrow.matches) {
      drawer.open();
      return;
    }
    const isFolded = root.classList.toggle("outline-folded");
    saveChoices({ outline: isFolded ? "folded" : undefined });
  };
  const toggleFocus = () => {
    document.body.classList.toggle("is-focus");
  };
  for (const button of all("[data-fold-outline]")) button.addEventListener("click", fold);
  for (const button of all("[data-focus-mode]")) button.addEventListener("click", toggleFocus);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) document.body.classList.remove("is-focus");
  });
  return { fold, toggleFocus };
}

/** Outline and contents are moved, not copied: ids and marks stay theirs. */
function makeDrawer() {
  const dialog = /** @type {HTMLDialogElement} */ (make("dialog", { class: "outline-drawer", "aria-label": "Outline and contents" }));
  const close = make("button", { class: "icon-button push", type: "button", "aria-label": "Close" }, icon("x"));
  const head = make("div", { class: "row between" }, make("b", { class: "strong" }, "Lessons"), close);
  document.body.append(dialog);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || /** @type {Element} */ (target).closest?.("a[href^='#']")) dialog.close();
  });
  const open = () => {
    const moved = all(".outline, .contents").map((element) => ({ element, place: document.createComment("") }));
    for (const { element, place } of moved) element.replaceWith(place);
    dialog.replaceChildren(head, ...moved.map(({ element }) => element));
    dialog.showModal();
    const putBack = () => {
      for (const { element, place } of moved) place.replaceWith(element);
    };
    dialog.addEventListener("close", putBack, { once: true });
  };
  return { open };
}
