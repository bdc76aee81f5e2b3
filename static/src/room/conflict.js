import { make } from "../shared/dom.js";

/**
 * Two versions of one step: both shown, what differs is marked, and the candidate chooses. Nothing is deleted: the server keeps the other.
 *
 * @typedef {import("./draft.js").Draft} Draft
 */

/** @param {Draft} draft */
export function drawConflict(draft) {
  const panel = /** @type {HTMLElement} */ (draft.section.querySelector(".conflict"));
  const shown = draft.conflict ? draft.conflict.digest : "";
  if (panel.dataset.shown === shown) {
    if (draft.conflict) drawMine(panel, draft);
    return;
  }
  panel.dataset.shown = shown;
  panel.hidden = !draft.conflict;
  panel.replaceChildren();
  if (!draft.conflict) return;
  const { text: theirs, received_at } = draft.conflict;
  const at = received_at ? new Date(received_at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" }) : "";
  panel.append(
    make("h2", {}, "Another tab or device saved this step first"),
    make(
      "div",
      { class: "compare" },
      make("div", { "data-mine": true }),
      make("div", { "data-theirs": true }, make("b", {}, `Saved elsewhere, ${at}`)),
    ),
    make(
      "div",
      { class: "row wrap" },
      button("Keep this tab's", "button small primary", () => draft.settle(draft.text)),
      button("Keep the other", "button small", () => draft.settle(theirs)),
      button("Put one below the other", "button small", () => draft.settle(draft.joined(theirs))),
      make("span", { class: "small faint" }, "The clock runs on. Nothing is deleted."),
    ),
  );
  drawMine(panel, draft);
}

/** @param {HTMLElement} panel @param {Draft} draft */
function drawMine(panel, draft) {
  const theirs = draft.conflict?.text ?? "";
  const [mine, other] = panel.querySelectorAll(".compare > div");
  if (mine.getAttribute("data-text") === draft.text) return;
  mine.setAttribute("data-text", draft.text);
  const [ours, elsewhere] = [draft.describe(draft.text), draft.describe(theirs)];
  mine.replaceChildren(make("b", {}, "This tab"), ...marked(ours, elsewhere));
  other.replaceChildren(/** @type {Node} */ (other.firstChild), ...marked(elsewhere, ours));
}

/**
 * The text with what the other one doesn't have marked: the part between the words that both begin and end with.
 * @param {string} text @param {string} other
 */
function marked(text, other) {
  const mine = text.match(/\S*\s*/g) ?? [];
  const theirs = other.match(/\S*\s*/g) ?? [];
  const most = Math.min(mine.length, theirs.length);
  let start = 0;
  while (start < most && mine[start] === theirs[start]) start += 1;
  let end = 0;
  while (end < most - start && mine[mine.length - 1 - end] === theirs[theirs.length - 1 - end]) end += 1;
  const paragraph = make("p", {}, mine.slice(0, start).join(""));
  const middle = mine.slice(start, mine.length - end).join("");
  if (middle) paragraph.append(make("ins", {}, middle));
  paragraph.append(mine.slice(mine.length - end).join(""));
  return [paragraph];
}

/** @param {string} label @param {string} className @param {() => void} press */
function button(label, className, press) {
  const element = make("button", { type: "button", class: className }, label);
  element.addEventListener("click", press);
  return element;
}
