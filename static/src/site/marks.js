/** What is read and where you are, on the course map, on lesson lists and in a lesson's outline. */
import { all } from "../shared/dom.js";
import { readProgress } from "../shared/progress.js";

export async function showMarks() {
  startFolding();
  const { lessons, current } = await readProgress();
  for (const cell of all("[data-lessons]")) markModule(cell, lessons, current);
  for (const row of all("[data-lesson]")) markLesson(row, lessons[row.dataset.lesson ?? ""] ?? 0, row.dataset.lesson === current);
  for (const line of all("[data-minutes-of]")) tellMinutes(line, lessons);
}

function markModule(/** @type {HTMLElement} */ cell, /** @type {Record<string, number>} */ lessons, /** @type {string | null} */ current) {
  const slugs = (cell.dataset.lessons ?? "").split(" ");
  const boxes = all("i", cell.querySelector(".lesson-boxes") ?? document.createElement("span"));
  let read = 0;
  slugs.forEach((slug, index) => {
    const isRead = lessons[slug] === 100;
    if (isRead) read += 1;
    boxes[index]?.classList.toggle("read", isRead);
    boxes[index]?.classList.toggle("here", slug === current && !isRead);
  });
  const isHere = current !== null && slugs.includes(current);
  cell.classList.toggle("is-done", read > 0 && read === slugs.length);
  cell.classList.toggle("is-here", isHere);
  const words = cell.querySelector("[data-read-words]");
  if (words && read > 0) words.textContent = `, ${read} of ${slugs.length} read`;
  if (isHere) openOnly(cell.closest(".part"));
}

function markLesson(/** @type {HTMLElement} */ row, /** @type {number} */ percent, /** @type {boolean} */ isHere) {
  row.classList.toggle("is-read", percent === 100);
  row.classList.toggle("is-here", isHere && percent < 100);
  const words = row.querySelector("[data-state-words]");
  if (words) words.textContent = percent === 100 ? ", read" : percent > 0 ? `, ${percent} % read` : "";
}

/** "6 of 11 min left" in an outline. */
function tellMinutes(/** @type {HTMLElement} */ line, /** @type {Record<string, number>} */ lessons) {
  const minutes = Number(line.dataset.minutes);
  const percent = lessons[line.dataset.minutesOf ?? ""] ?? 0;
  if (percent < 3 || percent > 97) return;
  line.textContent = `${Math.max(1, Math.round(minutes * (1 - percent / 100)))} of ${minutes} min left`;
}

/** On phones the parts of the map fold. */
function startFolding() {
  for (const button of all(".part-toggle")) {
    const part = button.closest(".part");
    button.addEventListener("click", () => setOpen(part, !part?.classList.contains("is-open")));
  }
}

function setOpen(/** @type {Element | null} */ part, /** @type {boolean} */ isOpen) {
  part?.classList.toggle("is-open", isOpen);
  part?.querySelector(".part-toggle")?.setAttribute("aria-expanded", String(isOpen));
}

function openOnly(/** @type {Element | null} */ wanted) {
  for (const part of all(".part")) setOpen(part, part === wanted);
}
