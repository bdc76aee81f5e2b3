/** The header's right end: who is here, and where their things are. */
import { saveChoices } from "../shared/choices.js";
import { icon, make } from "../shared/dom.js";

/** @typedef {import("../me.js").Me} Me */

/** @param {Me} me */
export function showPerson(me) {
  const { person } = me;
  saveChoices({ known: person ? true : undefined });
  delete document.documentElement.dataset.known;
  const slot = document.querySelector("[data-person]");
  if (!slot || !person) return;
  const label = person.is_guest ? "Your pages, as a guest" : `${person.initials}: your pages, ${person.name}`;
  const face = person.is_guest ? icon("user") : person.initials;
  const button = make(
    "button",
    { class: "person-button", type: "button", "aria-expanded": "false", "aria-label": label },
    make("span", {}, face),
  );
  button.classList.toggle("is-guest", person.is_guest);
  const menu = make("div", { class: "menu", hidden: true }, ...menuItems(me));
  slot.replaceChildren(button, menu);
  button.addEventListener("click", () => setOpen(button, menu, menu.hidden));
  closeWhenLeft(slot, () => setOpen(button, menu, false), button);
}

/** @param {Me} me */
function menuItems({ person, attempts, csrf }) {
  const running = attempts.active.map(({ public_id, title }) => item(`/attempts/${public_id}/`, "timer", `Continue: ${title}`));
  const own = [item("/learn/", "list-checks", "Your learning page"), item("/attempts/", "file-text", "Your attempts")];
  if (person?.is_guest) {
    const words = make("p", {}, "You are here as a guest. An account keeps this work and opens it on other devices.");
    return [
      words,
      ...running,
      ...own,
      make("hr"),
      item("/accounts/signup/", "user-plus", "Create an account"),
      item("/accounts/login/", "user", "Sign in"),
    ];
  }
  const staff = person?.is_staff
    ? [item("/grading/review/", "eye", "Gradings to look at"), item("/admin/", "shield", "Administration")]
    : [];
  const out = make(
    "form",
    { method: "post", action: "/accounts/logout/" },
    make("input", { type: "hidden", name: "csrfmiddlewaretoken", value: csrf }),
  );
  out.append(make("button", { type: "submit" }, icon("log-out"), "Sign out"));
  return [...running, ...own, item("/accounts/profile/", "settings", "Profile"), ...staff, make("hr"), out];
}

function item(/** @type {string} */ href, /** @type {string} */ name, /** @type {string} */ text) {
  return make("a", { href }, icon(name), text);
}

function setOpen(/** @type {HTMLElement} */ button, /** @type {HTMLElement} */ menu, /** @type {boolean} */ isOpen) {
  menu.hidden = !isOpen;
  button.setAttribute("aria-expanded", String(isOpen));
}

/**
 * Escape, a click elsewhere, or the focus leaving closes.
 * @param {Element} within
 * @param {() => void} close
 * @param {HTMLElement} opener gets the focus back after Escape
 */
export function closeWhenLeft(within, close, opener) {
  document.addEventListener("click", (event) => {
    if (!within.contains(/** @type {Node} */ (event.target))) close();
  });
  within.addEventListener("focusout", (event) => {
    const next = /** @type {FocusEvent} */ (event).relatedTarget;
    if (next && !within.contains(/** @type {Node} */ (next))) close();
  });
  within.addEventListener("keydown", (event) => {
    if (/** @type {KeyboardEvent} */ (event).key !== "Escape") return;
    close();
    opener.focus();
  });
}
