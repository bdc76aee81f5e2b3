/** What a screen reader hears: thresholds of the clock and changes of the save status, never each second. */

const THRESHOLDS = [10, 5, 1];

export class Announcer {
  /** @param {HTMLElement} region a polite live region */
  constructor(region) {
    this.region = region;
    /** @type {number | null} */
    this.minutes = null;
    this.status = "";
  }

  /** @param {string} sentence */
  say(sentence) {
    this.region.textContent = sentence;
  }

  /** @param {number} remainingMs */
  clock(remainingMs) {
    const minutes = remainingMs / 60_000;
    const before = this.minutes;
    this.minutes = minutes;
    if (before === null) return;
    const crossed = THRESHOLDS.find((threshold) => before > threshold && minutes <= threshold);
    if (crossed) this.say(crossed === 1 ? "1 minute left." : `${crossed} minutes left.`);
  }

  /** @param {string} state @param {string} sentence */
  saveStatus(state, sentence) {
    const isNews = state !== this.status && (state === "offline" || state === "conflict" || state === "late" || this.status === "offline");
    this.status = state;
    if (isNews) this.say(sentence);
  }
}
