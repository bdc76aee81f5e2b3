/** Keeps how far one got, marks the lesson complete at its end, and offers to go on where one stopped. */
import { lessonSlug, me } from "../me.js";
import { icon, make } from "../shared/dom.js";
import { readLocal, saveReading } from "../shared/progress.js";
import { showToast } from "../shared/toast.js";

const SAVE_EVERY_MS = 5000;
/** Whoever jumps to the end hasn't read it. */
const LEAST_STAY_MS = 20_000;

/**
 * @typedef {object} Reading
 * @property {() => void} toggleComplete
 */

/** @param {import("./position.js").Position} position @returns {Reading} */
export function startReading(position) {
  const startedAt = performance.now();
  const end = document.querySelector("[data-complete]");
  let furthest = 0;
  let isComplete = false;
  /** Undone by hand, here or earlier: it doesn't happen by itself again. */
  let isUndone = false;
  let saved = "";

  const state = () => ({
    percent: isComplete ? 100 : Math.min(furthest, 99),
    anchor: position.anchor(),
    ...(isComplete && { completed: true }),
  });

  const save = (/** @type {{ isDeliberate?: boolean, keepalive?: boolean }} */ options = {}) => {
    const now = JSON.stringify(state());
    if (now === saved || (furthest < 3 && !isComplete && !options.isDeliberate)) return;
    saved = now;
    saveReading(lessonSlug, state(), options);
  };

  const setComplete = (/** @type {boolean} */ value, /** @type {string} */ how, isDeliberate = false) => {
    isComplete = value;
    isUndone = !value;
    drawEnd(end, value, how, () => setComplete(!value, "", true));
    if (value) return save({ isDeliberate });
    furthest = Math.min(furthest, 99);
    saveReading(lessonSlug, { percent: furthest, anchor: position.anchor(), completed: false }, { isDeliberate: true });
  };

  const onMove = () => {
    furthest = Math.max(furthest, position.percent());
    const isAtEnd = furthest === 100 && performance.now() - startedAt > LEAST_STAY_MS;
    if (isAtEnd && !isComplete && !isUndone) setComplete(true, "Marked when you reached the end.");
  };

  drawEnd(end, false, "", () => setComplete(true, "", true));
  takeUp().then(({ percent, anchor, completed, undone }) => {
    furthest = Math.max(furthest, percent);
    isUndone = undone && !completed;
    if (completed) {
      isComplete = true;
      drawEnd(end, true, "", () => setComplete(false, "", true));
    }
    saved = JSON.stringify(state());
    position.onMove(onMove);
    onMove();
    if (!completed) offerResume(anchor);
    setInterval(() => {
      if (document.visibilityState !== "visible") return;
      onMove();
      save();
    }, SAVE_EVERY_MS);
  });
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save({ keepalive: true }));
  return { toggleComplete: () => setComplete(!isComplete, "", true) };
}

/** What the account knows, or else this device. */
async function takeUp() {
  const { lesson } = await me;
  const local = readLocal()[lessonSlug];
  const account = lesson ?? { percent: 0, anchor: "", completed: false, undone: false };
  const isLocalAhead = local !== undefined && local.percent > account.percent;
  const { percent, anchor } = isLocalAhead ? local : account;
  return { percent, anchor, completed: account.completed || local?.completed === true, undone: account.undone };
}

function offerResume(/** @type {string} */ anchor) {
  const heading = anchor ? document.getElementById(anchor) : null;
  if (!heading || location.hash || scrollY > 200) return;
  const title = (heading.querySelector(".heading-text") ?? heading.firstChild)?.textContent?.trim() ?? "";
  const remove = showToast(`You stopped at “${title}”.`, { label: "Continue there", run: () => heading.scrollIntoView() });
  addEventListener("scroll", function leave() {
    if (scrollY < 600) return;
    remove();
    removeEventListener("scroll", leave);
  });
}

function drawEnd(
  /** @type {Element | null} */ end,
  /** @type {boolean} */ isComplete,
  /** @type {string} */ how,
  /** @type {() => void} */ toggle,
) {
  if (!end) return;
  const button = make(
    "button",
    { type: "button", class: isComplete ? "button quiet small" : "button" },
    isComplete ? "Undo" : "Mark complete",
  );
  button.addEventListener("click", toggle);
  if (!isComplete) {
    end.replaceChildren(
      make(
        "div",
        { class: "row wrap" },
        button,
        make("span", { class: "small faint" }, "It also happens by itself when you have read to here."),
      ),
    );
    return;
  }
  const text = make("span", { class: "grow" }, make("b", {}, "Lesson complete."), how ? ` ${how}` : "");
  end.replaceChildren(make("div", { class: "notice pass" }, icon("check"), text, button));
}
