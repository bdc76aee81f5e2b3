/** Single-key shortcuts, and the sheet behind `?` that lists them and can turn them off. */
import { readChoices, saveChoices } from "../shared/choices.js";
import { all, icon, make } from "../shared/dom.js";
import { switchTheme } from "../site/theme.js";

/**
 * @param {object} parts
 * @param {import("./position.js").Position} parts.position
 * @param {import("./reading.js").Reading} parts.reading
 * @param {ReturnType<import("./lens.js").startLens>} parts.lens
 * @param {ReturnType<import("./outline.js").startOutline>} parts.outline
 */
export function startKeys({ position, reading, lens, outline }) {
  /** @type {[string[], string, (key: string) => void][]} */
  const table = [
    [["j", "k"], "Next, previous section", (key) => position.goToSection(key === "j" ? 1 : -1)],
    [["n", "p"], "Next, previous lesson", (key) => follow(key === "n" ? "next" : "prev")],
    [["m"], "Mark complete, or undo it", reading.toggleComplete],
    [["o"], "Fold the outline", outline.fold],
    [["f"], "Focus: only the text", outline.toggleFocus],
    [
      ["1", "2", "3", "0"],
      "Depth: mid, senior, staff, all",
      (key) => lens.choose(/** @type {const} */ (["all", "mid", "senior", "staff"])[Number(key)]),
    ],
    [["t"], "Light or dark", switchTheme],
  ];
  const sheet = makeSheet(table);
  for (const button of all("[data-show-keys]")) button.addEventListener("click", () => sheet.showModal());
  addEventListener("keydown", (event) => {
    if (isElsewhere(event)) return;
    if (event.key === "?") sheet.showModal();
    const entry = table.find(([keys]) => keys.includes(event.key));
    if (!entry || readChoices().noKeys) return;
    event.preventDefault();
    entry[2](event.key);
  });
}

/** Keys belong to whoever is typing, to the browser's own shortcuts, and to an open dialog. */
function isElsewhere(/** @type {KeyboardEvent} */ event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const isTyping = target.closest?.("input, select, textarea, [contenteditable]") !== null;
  return isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") !== null;
}

function follow(/** @type {"next" | "prev"} */ rel) {
  /** @type {HTMLAnchorElement | null} */ (document.querySelector(`.next-lessons a[rel=${rel}]`))?.click();
}

function makeSheet(/** @type {[string[], string, unknown][]} */ table) {
  const list = make("dl", { class: "shortcuts" });
  for (const [keys, words] of [...table, [["?"], "This sheet"], [["Esc"], "Leave focus, close"]]) {
    list.append(make("dt", {}, ...keys.map((key) => make("kbd", {}, key))), make("dd", {}, words));
  }
  const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", checked: !readChoices().noKeys }));
  box.addEventListener("change", () => saveChoices({ noKeys: box.checked ? undefined : true }));
  const close = make("button", { class: "icon-button", type: "button", "aria-label": "Close" }, icon("x"));
  const sheet = /** @type {HTMLDialogElement} */ (
    make(
      "dialog",
      { class: "dialog", "aria-labelledby": "keys-title" },
      make("div", { class: "dialog-head" }, make("h2", { id: "keys-title" }, "Keyboard shortcuts"), close),
      make("div", { class: "dialog-body" }, list),
      make("div", { class: "dialog-foot" }, make("label", { class: "check" }, box, "Single keys do something")),
    )
  );
  close.addEventListener("click", () => sheet.close());
  document.body.append(sheet);
  return sheet;
}
