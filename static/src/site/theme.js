import { saveChoices } from "../shared/choices.js";
import { all } from "../shared/dom.js";

const root = document.documentElement;
const systemDark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches;
}

function tell() {
  const label = isDark() ? "Light theme" : "Dark theme";
  for (const button of all(".theme-switch")) {
    button.setAttribute("aria-label", label);
    button.title = label;
  }
  const paper = getComputedStyle(root).getPropertyValue("--paper").trim();
  for (const meta of all("meta[name=theme-color]")) meta.setAttribute("content", paper);
}

/** The other theme. Choosing what the system says anyway means to follow it again. */
export function switchTheme() {
  const theme = isDark() ? "light" : "dark";
  const isSystems = (theme === "dark") === systemDark.matches;
  if (isSystems) delete root.dataset.theme;
  else root.dataset.theme = theme;
  saveChoices({ theme: isSystems ? undefined : theme });
  tell();
}

export function startTheme() {
  for (const button of all(".theme-switch")) button.addEventListener("click", switchTheme);
  systemDark.addEventListener("change", tell);
  tell();
}
