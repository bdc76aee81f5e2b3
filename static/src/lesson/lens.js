/** The level lens: which of the notes for mid, senior and staff are shown. It holds for all lessons. */
import { readChoices, saveChoices } from "../shared/choices.js";
import { all } from "../shared/dom.js";

/** @typedef {"all" | "mid" | "senior" | "staff"} Level */

/** @returns {{ choose: (level: Level) => void }} */
export function startLens() {
  const buttons = all("[data-choose-level]");
  const show = (/** @type {string} */ level) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.chooseLevel === level));
  };
  const choose = (/** @type {Level} */ level) => {
    document.documentElement.dataset.level = level;
    saveChoices({ level });
    show(level);
  };
  for (const button of buttons) button.addEventListener("click", () => choose(/** @type {Level} */ (button.dataset.chooseLevel)));
  show(readChoices().level ?? "all");
  return { choose };
}
