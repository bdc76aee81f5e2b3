import { ask } from "./api.js";

/**
 * The end. At zero input stops, what is typed is sent, and then the server is asked; this page never decides that time is up. Handing in
 * in one tab closes the others: they hear it from each other at once, and from the server in any case.
 *
 * @typedef {import("./draft.js").Draft} Draft
 */

const ASK_AGAIN_MS = 3_000;
const READ_IT_MS = 1_600;

/** @param {Draft[]} drafts */
export async function flush(drafts) {
  await Promise.all(drafts.map((draft) => draft.save()));
  return drafts.every((draft) => !draft.isDirty || draft.conflict);
}

export class Ending {
  /**
   * @param {object} parts
   * @param {HTMLElement} parts.room
   * @param {Draft[]} parts.drafts
   * @param {import("./clock.js").ServerClock} parts.clock
   * @param {BroadcastChannel} parts.channel
   * @param {(state: string, sentence: string) => void} parts.show
   */
  constructor({ room, drafts, clock, channel, show }) {
    Object.assign(this, { room, drafts, clock, channel, show });
    this.room = room;
    this.drafts = drafts;
    this.clock = clock;
    this.channel = channel;
    this.show = show;
    this.isClosing = false;
    this.isOver = false;
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("hand-in"));
    document.addEventListener("click", (event) => {
      const opener = /** @type {HTMLElement} */ (event.target).closest("[data-hand-in]");
      if (!opener) return;
      event.preventDefault();
      this.askForHandIn();
    });
    this.dialog.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.handIn();
    });
  }

  /** @param {boolean} isLocked */
  lock(isLocked) {
    for (const draft of this.drafts) draft.area.readOnly = isLocked;
  }

  /** The clock shows zero. */
  async timeIsUp() {
    if (this.isClosing || this.isOver) return;
    this.isClosing = true;
    this.lock(true);
    this.dialog.close();
    while (!this.isOver && this.clock.remaining() === 0) {
      const isSaved = await flush(this.drafts);
      const answer = await ask("GET", this.room.dataset.clockApi ?? "");
      if (answer.status === 200) {
        this.clock.sync(answer.body, answer.sentAt, answer.receivedAt);
        if (answer.body.state !== "active") {
          this.over(answer.body.state);
          return;
        }
        if (isSaved) this.show("late", "Time is up. Everything is saved; it is being handed in.");
      }
      if (this.clock.remaining() > 0) break;
      const pause = answer.status === 200 && isSaved ? Math.min(ASK_AGAIN_MS, answer.body.closes_ms + 200) : ASK_AGAIN_MS;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.isClosing = false;
    if (!this.isOver) this.lock(false); // somebody gave more time
  }

  async askForHandIn() {
    const rows = this.dialog.querySelectorAll("[data-row]");
    for (const row of rows) {
      const draft = this.drafts.find((one) => one.key === row.getAttribute("data-row"));
      const words = row.querySelector("b");
      if (draft && words) words.textContent = draft.size;
    }
    this.note("");
    this.dialog.showModal();
    flush(this.drafts);
  }

  /** @param {string} sentence */
  note(sentence) {
    const note = /** @type {HTMLElement} */ (this.dialog.querySelector("[data-note]"));
    note.hidden = !sentence;
    note.textContent = sentence;
  }

  async handIn() {
    if (this.drafts.some((draft) => draft.conflict)) {
      this.note("One step has two versions. Choose one first, so that the right one is handed in.");
      return;
    }
    if (!(await flush(this.drafts))) {
      this.note("Some text isn't saved yet. It is kept here; hand in as soon as the line above says that it is saved.");
      return;
    }
    await Promise.all(this.drafts.map((draft) => draft.tellTime()));
    const answer = await ask("POST", this.room.dataset.submitApi ?? "", {});
    if (answer.status === 200) this.leave();
    else this.note(answer.body.detail ?? "The server didn't answer. Nothing is lost; try again.");
  }

  /**
   * The server said that the attempt is not active any more.
   * @param {string} state
   */
  over(state) {
    if (this.isOver) return;
    this.isOver = true;
    this.lock(true);
    const at = this.lastSaved();
    const what = at ? `Your text of ${at} was handed in.` : "What was saved is handed in.";
    this.show("late", state === "expired" ? `Time is up. ${what}` : `Handed in. ${what}`);
    setTimeout(() => this.leave(), READ_IT_MS);
  }

  lastSaved() {
    const newest = this.room.dataset.savedAt;
    if (!newest) return "";
    return new Date(newest).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  }

  leave() {
    this.isOver = true;
    this.channel.postMessage({ kind: "ended" });
    location.assign(this.room.dataset.report ?? "/attempts/");
  }
}
