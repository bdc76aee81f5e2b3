import { make } from "./dom.js";

let region;

/**
 * A floating sentence with one action, for what can be undone or jumped to. It stays until used, dismissed or replaced.
 * @param {string} text
 * @param {{ label: string, run: () => void }} action
 * @returns {() => void} takes it away
 */
export function showToast(text, action) {
  region ??= document.body.appendChild(make("div", { class: "toasts", role: "status" }));
  const button = make("button", { class: "button", type: "button" }, action.label);
  const dismiss = make("button", { class: "button", type: "button", "aria-label": "Dismiss" }, "×");
  const toast = make("div", { class: "toast" }, make("span", { class: "grow" }, text), button, dismiss);
  const remove = () => toast.remove();
  button.addEventListener("click", () => {
    remove();
    action.run();
  });
  dismiss.addEventListener("click", remove);
  region.replaceChildren(toast);
  return remove;
}
