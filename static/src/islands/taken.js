/**
 * How somebody did so far: on each card of the list, and, after an attempt, where an interview is launched.
 * @example <p data-taken="chatgpt" hidden></p> <div data-last-report hidden></div>
 */
import { me } from "../me.js";
import { all, make } from "../shared/dom.js";
import { localiseTimes } from "../shared/time.js";

/** @typedef {import("../me.js").Taken} Taken */

const points = (/** @type {number} */ total) => `${Math.round(total)} of 100`;

function showTaken(/** @type {HTMLElement} */ slot, /** @type {Taken} */ { count, best, latest }) {
  const words = [];
  if (best?.total != null) words.push("Your best: ", make("a", { href: best.url }, points(best.total)), ". ");
  if (latest.url !== best?.url) {
    words.push("Latest: ", make("a", { href: latest.url }, latest.total == null ? "not graded yet" : points(latest.total)), ". ");
  }
  words.push(count === 1 ? "Sat once." : `Sat ${count} times.`);
  slot.replaceChildren(...words);
  slot.hidden = false;
}

function bands(/** @type {number} */ band) {
  const cells = [0, 1, 2, 3].map((cell) => make("i", { class: cell < band && "on" }));
  return make("span", { class: "bands", role: "img", "aria-label": `band ${band} of 4` }, ...cells);
}

function showReport(/** @type {HTMLElement} */ slot, /** @type {import("../me.js").LastReport} */ report) {
  const head = make(
    "p",
    {},
    make("b", {}, `Your last: ${points(report.total)}`),
    ", ",
    make("time", { datetime: report.at, "data-format": "date" }),
    ". ",
    make("a", { href: report.url }, "Open the report"),
  );
  const steps = report.steps.map(({ letter, title, band }) => make("li", {}, make("b", {}, letter), make("span", {}, title), bands(band)));
  slot.replaceChildren(head, make("ul", { class: "last-steps" }, ...steps));
  if (report.reread.length) {
    const items = report.reread.map(({ title, url, minutes, why }) =>
      make("li", {}, make("a", { href: url }, title), make("small", {}, `${minutes} min, for “${why}”`)),
    );
    slot.append(make("h3", {}, "Read again first"), make("ul", { class: "reread" }, ...items));
  }
  slot.hidden = false;
  localiseTimes(slot);
}

me.then(({ taken = {}, report }) => {
  for (const slot of all("[data-taken]")) {
    const found = taken[slot.dataset.taken ?? ""];
    if (found) showTaken(slot, found);
  }
  for (const slot of all("[data-last-report]")) if (report) showReport(slot, report);
});
