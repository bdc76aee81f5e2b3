/** On every page: the header, the theme, times, and what is read. */
import { me } from "./me.js";
import { readChoices, saveChoices } from "./shared/choices.js";
import { all } from "./shared/dom.js";
import { sendHeldReadings } from "./shared/progress.js";
import { localiseTimes } from "./shared/time.js";
import { showMarks } from "./site/marks.js";
import { closeWhenLeft, showPerson } from "./site/person.js";
import { startSearch } from "./site/search.js";
import { startTheme } from "./site/theme.js";

function startMenus() {
  for (const menu of all("details.site-menu")) {
    const opener = /** @type {HTMLElement} */ (menu.querySelector("summary"));
    closeWhenLeft(menu, () => menu.removeAttribute("open"), opener);
  }
}

/** The account's level counts from the next page on: changing a page that somebody reads would move it under their eyes. */
function rememberLevel(/** @type {import("./me.js").Person | null} */ person) {
  const level = person?.level;
  if (!readChoices().level && (level === "mid" || level === "senior" || level === "staff")) saveChoices({ level });
}

startTheme();
startMenus();
startSearch();
localiseTimes();
showMarks();
me.then((answer) => {
  showPerson(answer);
  rememberLevel(answer.person);
  if (answer.person?.time_zone) localiseTimes(document, answer.person.time_zone);
  sendHeldReadings();
  if (answer.live) import("./islands/live.js").then(({ follow }) => follow(answer.live));
});
