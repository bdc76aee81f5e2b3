/**
 * The interview room. The page works without this: it posts one step at a time. With it, all steps are at hand, text saves itself, and the
 * clock runs. Everything here trusts the server for time and for what is stored, and this device for what isn't yet.
 */
import { Announcer } from "./announce.js";
import { ask } from "./api.js";
import { clockText, pageTimes, ServerClock } from "./clock.js";
import { drawConflict } from "./conflict.js";
import { Diagram } from "./diagram.js";
import { Draft } from "./draft.js";
import { Ending, flush } from "./ending.js";
import { listenToKeys } from "./keys.js";
import { Outbox } from "./outbox.js";
import { drawRuler } from "./ruler.js";
import { SceneDraft } from "./scene.js";
import { readStatus } from "./status.js";
import { Steps } from "./steps.js";

const TICK_MS = 250;
const ASK_EVERY_MS = 30_000;
const SHORT_MS = 5 * 60_000;

const room = /** @type {HTMLElement} */ (document.querySelector("[data-room]"));
const { owner = "", attempt = "", clockApi = "", totalMs = "0", remainingMs = "0", deadlineAt = "", paused, savedAgoMs } = room.dataset;

const times = pageTimes();
const clock = new ServerClock(
  { remaining_ms: Number(remainingMs), deadline_at: deadlineAt, is_paused: paused !== undefined },
  times.sentAt,
  times.receivedAt,
);
const channel = new BroadcastChannel(`tradeoff-attempt-${attempt}`);
const outbox = new Outbox(owner, attempt);
const announcer = new Announcer(/** @type {HTMLElement} */ (room.querySelector("[data-announce]")));
const statusLine = /** @type {HTMLElement} */ (document.querySelector(".save-status"));
const clockFace = /** @type {HTMLElement} */ (document.querySelector(".clock b"));
let savedAt = savedAgoMs === undefined ? null : times.receivedAt - Number(savedAgoMs);
let askedAt = performance.now();
let isDrawing = false;
let wasPaused = clock.isPaused;
const isNarrow = window.matchMedia("(max-width: 1000px)");

/** @type {import("./draft.js").Room} */
const surroundings = {
  outbox,
  clientId: `tab-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`,
  heard: hear,
  changed: drawSoon,
  saved: (draft, text) => {
    savedAt = performance.now();
    channel.postMessage({ kind: "saved", step: draft.key, text, rev: draft.rev, digest: draft.digest });
  },
  ended: (state) => ending.over(state),
};
const drafts = /** @type {HTMLElement[]} */ ([...room.querySelectorAll("[data-step]")]).map((section) =>
  section.dataset.step === "scene" ? new SceneDraft(section, surroundings) : new Draft(section, surroundings),
);
const panel = drafts.find((draft) => draft.section.matches("[data-diagram]"));
const scene = drafts.find((draft) => draft instanceof SceneDraft);
const diagram = panel && new Diagram(panel, scene);
const steps = new Steps(
  room,
  drafts.filter((draft) => draft !== panel && draft !== scene),
  drawSoon,
);
const ending = new Ending({ room, drafts, clock, channel, show: showStatus });

/** Every answer of the server tells the time, and perhaps that the attempt is over. */
function hear(/** @type {import("./api.js").Answer} */ { body, sentAt, receivedAt }) {
  clock.sync(body, sentAt, receivedAt);
  if (body.received_at) room.dataset.savedAt = body.received_at;
  if (body.state && body.state !== "active") ending.over(body.state);
}

/** Time, state, and whether another device has saved something newer. */
async function askTheServer() {
  askedAt = performance.now();
  const answer = await ask("GET", clockApi);
  if (answer.status !== 200) return;
  const { state, revs } = answer.body;
  clock.sync(answer.body, answer.sentAt, answer.receivedAt);
  if (state !== "active") {
    ending.over(state);
    return;
  }
  for (const draft of drafts) {
    if (revs[draft.key] > draft.rev && !draft.isDirty && !draft.flight) {
      const stored = await ask("GET", draft.address);
      if (stored.status === 200) draft.adopt(stored.body);
    }
  }
  drawSoon();
}

function tick() {
  const left = clock.remaining();
  const isRunning = left > 0 && !clock.isPaused;
  steps.count(isRunning);
  if (clock.isPaused !== wasPaused) location.reload(); // paused or resumed in another tab; nothing typed is lost by it
  wasPaused = clock.isPaused;
  if (clock.hasJumped() || performance.now() - askedAt > ASK_EVERY_MS) askTheServer();
  for (const draft of drafts) if (draft.isDue()) draft.save();
  if (left === 0) ending.timeIsUp();
  announcer.clock(left);
  draw();
}

function drawSoon() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    draw();
  });
}

function draw() {
  const left = clock.remaining();
  const text = clockText(left);
  if (clockFace.textContent !== text) clockFace.textContent = text;
  clockFace.parentElement?.classList.toggle("is-short", left <= SHORT_MS);
  steps.draw();
  for (const draft of drafts) drawConflict(draft);
  diagram?.draw(steps.current.key);
  drawRuler(room, Number(totalMs) - left, Number(totalMs), steps.current.key, (key) => {
    const draft = drafts.find((one) => one.key === key);
    return Boolean(draft && draft.words > 0);
  });
  if (!ending.isOver && !ending.isClosing) {
    const { state, sentence } = readStatus(drafts, savedAt, outbox.isKeeping);
    showStatus(state, sentence);
  }
}

/** What stands around the answer follows the step in front. */
function showStep() {
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (room.querySelectorAll("[data-judged]"))) {
    list.hidden = list.dataset.judged !== steps.current.key;
  }
  const number = steps.drafts.indexOf(steps.current) + 1;
  const fold = /** @type {HTMLDetailsElement} */ (room.querySelector(".steps-fold"));
  /** @type {HTMLElement} */ (fold.querySelector("summary span")).textContent = `Step ${number} of ${steps.drafts.length}`;
  if (isNarrow.matches) fold.open = false;
}

/** @param {string} state @param {string} sentence */
function showStatus(state, sentence) {
  if (statusLine.dataset.state !== state) statusLine.dataset.state = state;
  const words = /** @type {HTMLElement} */ (statusLine.querySelector("span"));
  if (words.textContent !== sentence) words.textContent = sentence;
  announcer.saveStatus(state, sentence);
}

/** The page goes away or out of sight: what is typed leaves now, and stays on this device until it is acknowledged. */
function flushAway() {
  for (const draft of drafts) {
    draft.keep();
    draft.save({ keepalive: true });
  }
}

channel.addEventListener("message", ({ data }) => {
  if (data.kind === "ended") askTheServer();
  if (data.kind === "saved") drafts.find((draft) => draft.key === data.step)?.adopt(data);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") flushAway();
  else askTheServer();
});
window.addEventListener("pagehide", flushAway);
window.addEventListener("pageshow", (event) => event.persisted && askTheServer());
window.addEventListener("online", () => {
  for (const draft of drafts) draft.retryAt = 0;
  askTheServer();
});
window.addEventListener("beforeunload", (event) => {
  if (!ending.isOver && !outbox.isKeeping && drafts.some((draft) => draft.isDirty && draft.trouble)) event.preventDefault();
});
listenToKeys({
  move: (by) => steps.move(by),
  save: () => flush(drafts),
  help: () => /** @type {HTMLDialogElement} */ (document.getElementById("shortcuts")).showModal(),
});
document.querySelector("[data-shortcuts]")?.addEventListener("click", () => {
  /** @type {HTMLDialogElement} */ (document.getElementById("shortcuts")).showModal();
});
for (const form of document.querySelectorAll(".answer-form")) form.addEventListener("submit", (event) => event.preventDefault());
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("[data-clock-form]"))) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await flush(drafts)) form.submit(); // a pause with unsaved text would lose the line that says so
  });
}
for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog")?.close());
room.addEventListener("room:step", showStep);

/** Nothing can be typed before it is known what an earlier visit left here. */
async function begin() {
  ending.lock(true);
  for (const entry of await outbox.list()) drafts.find((draft) => draft.key === entry.step)?.restore(entry);
  ending.lock(clock.remaining() === 0 || clock.isPaused);
  setInterval(tick, TICK_MS);
  tick();
  if (isNarrow.matches) {
    /** @type {HTMLDetailsElement} */ (room.querySelector(".steps-fold")).open = false;
    for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (room.querySelectorAll(".room-aside details"))) {
      fold.open = fold.matches(".question") && !drafts.some((draft) => draft.words > 0);
    }
  } else {
    steps.current.focus();
  }
}

begin();
