import { ask } from "./api.js";
import { cleanText, countWords, digestOf } from "./digest.js";

/**
 * One step's text: what is typed, what the server has acknowledged, and the way between.
 *
 * @typedef {object} Room what a draft needs of the page around it
 * @property {import("./outbox.js").Outbox} outbox
 * @property {string} clientId
 * @property {(answer: import("./api.js").Answer) => void} heard every answer carries the time
 * @property {() => void} changed something to show has changed
 * @property {(draft: Draft, text: string) => void} saved
 * @property {(state: string, theirs: any) => void} ended
 *
 * @typedef {{ text: string, rev: number, digest: string, received_at: string | null }} Stored
 */

const AFTER_LAST_KEY_MS = 2_000;
const AT_LEAST_EVERY_MS = 10_000;
const OUTBOX_EVERY_MS = 250;
const LONGEST_WAIT_MS = 10_000;

export class Draft {
  /** @param {HTMLElement} section @param {Room} room */
  constructor(section, room) {
    this.room = room;
    this.section = section;
    this.area = /** @type {HTMLTextAreaElement} */ (section.querySelector("textarea"));
    this.key = section.dataset.step ?? "";
    this.address = section.dataset.api ?? "";
    this.rev = Number(section.dataset.rev);
    this.digest = section.dataset.digest ?? "";
    this.acked = this.area.defaultValue;
    this.activeMs = Number(section.dataset.activeMs);
    this.reportedMs = this.activeMs;
    /** @type {string[]} */
    this.sent = [];
    /** @type {Stored | null} */
    this.conflict = null;
    /** Of the text of ours that the server kept when it refused it for a conflict. */
    this.keptDigest = "";
    /** A refusal that only another text can lift. */
    this.refusal = "";
    this.refusedText = "";
    this.trouble = "";
    this.typedAt = 0;
    this.dirtySince = 0;
    this.retryAt = 0;
    this.failures = 0;
    this.flight = /** @type {Promise<void> | null} */ (null);
    this.flightSince = 0;
    this.keepTimer = 0;
    this.area.value = this.acked; // a browser may have put back what it remembers from before a reload
    this.area.addEventListener("input", () => this.typed());
  }

  static seq = 0;

  get text() {
    return cleanText(this.area.value);
  }

  get isDirty() {
    return this.text !== this.acked;
  }

  get words() {
    return countWords(this.area.value);
  }

  get size() {
    return this.words === 0 ? "empty" : `${this.words} words`;
  }

  /** A version as the comparison of two shows it. @param {string} text */
  describe(text) {
    return text;
  }

  /** Both versions in one. @param {string} theirs */
  joined(theirs) {
    return `${theirs}\n\n${this.text}`;
  }

  /** The caret stands where writing goes on: at the end, unless the field has been in use. */
  focus() {
    if (!this.typedAt && this.area.selectionEnd === 0) this.area.setSelectionRange(this.area.value.length, this.area.value.length);
    this.area.focus({ preventScroll: true });
  }

  typed() {
    const now = performance.now();
    this.typedAt = now;
    if (!this.dirtySince) this.dirtySince = now;
    if (this.refusal && this.text !== this.refusedText) this.refusal = "";
    if (!this.keepTimer) {
      this.keepTimer = window.setTimeout(() => {
        this.keepTimer = 0;
        this.keep();
      }, OUTBOX_EVERY_MS);
    }
    this.room.changed();
  }

  /** Puts the text on this device, unless the server has it. */
  async keep() {
    if (!this.isDirty) return;
    const text = this.text;
    await this.room.outbox.put({ step: this.key, text, digest: digestOf(text), base_rev: this.rev, sent: this.sent });
    this.room.changed();
  }

  /** Whether it is time to save, two seconds after the last key and at least every ten. */
  isDue() {
    const now = performance.now();
    if (!this.isDirty || this.conflict || this.refusal || this.flight || now < this.retryAt) return false;
    return now - this.typedAt >= AFTER_LAST_KEY_MS || now - this.dirtySince >= AT_LEAST_EVERY_MS;
  }

  /**
   * Saves what is typed now; a save that is under way is waited for first.
   * @param {{ keepalive?: boolean }} [options]
   */
  async save({ keepalive = false } = {}) {
    if (this.flight && !keepalive) await this.flight;
    if (!this.isDirty || this.conflict || this.refusal) return;
    this.flightSince = performance.now();
    const flight = this.send(this.text, keepalive);
    this.flight = flight;
    this.room.changed();
    await flight;
    if (this.flight === flight) this.flight = null;
    this.room.changed();
  }

  /** Time in front of the step goes along with the next save; where nothing is typed it is told by itself. */
  async tellTime() {
    const activeMs = this.activeMs;
    if (this.isDirty || this.flight || activeMs - this.reportedMs < 5_000) return;
    const answer = await ask("PUT", this.address, this.body(undefined, activeMs));
    if (answer.status !== 200) return;
    this.reportedMs = Math.max(this.reportedMs, activeMs);
    this.room.heard(answer);
  }

  /** @param {string | undefined} text @param {number} activeMs */
  body(text, activeMs) {
    Draft.seq += 1;
    return {
      text,
      base_rev: this.rev,
      client_id: this.room.clientId,
      client_seq: Draft.seq,
      active_ms: Math.max(0, Math.round(activeMs - this.reportedMs)),
    };
  }

  /** @param {string} text @param {boolean} keepalive */
  async send(text, keepalive) {
    const digest = digestOf(text);
    const activeMs = this.activeMs;
    const body = this.body(text, activeMs);
    this.sent = [...this.sent.filter((one) => one !== digest), digest].slice(-8);
    this.room.outbox.put({ step: this.key, text, digest, base_rev: this.rev, sent: this.sent });
    const answer = await ask("PUT", this.address, body, { keepalive });
    if (answer.status === 200) {
      this.reportedMs = Math.max(this.reportedMs, activeMs);
      this.accepted(text, digest, answer);
    } else {
      this.refused(text, digest, answer);
    }
  }

  /** @param {string} text @param {string} digest @param {import("./api.js").Answer} answer */
  accepted(text, digest, answer) {
    this.trouble = "";
    this.failures = 0;
    this.retryAt = 0;
    this.room.heard(answer);
    // An older repeat, or an answer that a later one overtook: a newer save of ours is stored or on its way.
    if (answer.body.digest !== digest || answer.body.rev < this.rev) return;
    this.rev = answer.body.rev;
    this.digest = digest;
    this.acked = text;
    this.sent = [];
    this.dirtySince = this.isDirty ? answer.sentAt : 0;
    this.room.outbox.acknowledge(this.key, digest);
    if (this.isDirty) this.keep();
    this.room.saved(this, text);
  }

  /** @param {string} text @param {string} digest @param {import("./api.js").Answer} answer */
  refused(text, digest, answer) {
    const { status, body } = answer;
    if (status === 409 && body.code === "conflict") {
      this.room.heard(answer);
      this.conflict = body.theirs;
      this.keptDigest = digest;
    } else if (status === 409) {
      this.room.outbox.acknowledge(this.key, digest);
      this.room.ended(body.state, body.theirs);
    } else if (status === 413 || status === 400) {
      this.refusal = body.detail ?? "This text was refused.";
      this.refusedText = text;
    } else {
      this.wait(answer);
    }
  }

  /** No answer, a server in trouble, or a session that ended: the text stays here and is sent again. */
  wait(/** @type {import("./api.js").Answer} */ { status, retryMs }) {
    this.failures += 1;
    this.trouble = status === 401 || status === 403 || status === 404 ? "signed-out" : status === 429 ? "busy" : "offline";
    this.retryAt = performance.now() + Math.max(retryMs, Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** Math.min(this.failures, 4)));
    this.keep();
  }

  /**
   * Takes over a version from elsewhere, if nothing here would be lost by it.
   * @param {Stored} stored
   */
  adopt({ text, rev, digest }) {
    if (this.isDirty || this.flight || this.conflict || rev <= this.rev) return;
    this.rev = rev;
    this.digest = digest;
    this.acked = text;
    this.area.value = text;
    this.room.changed();
  }

  /**
   * What this device kept from an earlier visit: it goes back into the field, and the server judges it.
   * @param {import("./outbox.js").Entry} entry
   */
  restore(entry) {
    if (entry.digest === this.digest) {
      this.room.outbox.acknowledge(this.key, entry.digest);
      return;
    }
    this.area.value = entry.text;
    // What the server has was sent from here, only its answer got lost: the kept text follows it.
    if (!entry.sent.includes(this.digest)) this.rev = entry.base_rev;
    this.typed();
  }

  /**
   * Ends a conflict with the text that the candidate chose; it follows the stored one. What is given up is kept by the server first.
   * @param {string} chosen
   */
  async settle(chosen) {
    const seen = this.conflict?.digest;
    const mine = this.text;
    if (chosen !== mine && digestOf(mine) !== this.keptDigest) await this.send(mine, false);
    const isKept = chosen === mine || digestOf(mine) === this.keptDigest;
    // Somebody saved yet another version, or the network is gone: look again before anything is given up.
    if (!this.conflict || this.conflict.digest !== seen || !isKept) return;
    const { rev, digest, text: theirs } = this.conflict;
    this.rev = rev;
    this.digest = digest;
    this.acked = theirs;
    this.conflict = null;
    this.area.value = chosen;
    if (chosen !== mine) this.room.outbox.acknowledge(this.key, this.keptDigest);
    if (this.isDirty) await this.save();
    this.room.changed();
  }
}
