/**
 * The line that is always visible: what is saved, what is on its way, what is only on this device. It never promises what the server hasn't
 * confirmed.
 *
 * @typedef {import("./draft.js").Draft} Draft
 * @typedef {{ state: string, sentence: string }} Status
 */

const SLOW_MS = 700;

/** @param {number} milliseconds */
function ago(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s ago`;
  return `${Math.floor(seconds / 60)} min ago`;
}

/** @param {number} count */
function words(count) {
  return count === 1 ? "1 word" : `${count} words`;
}

/**
 * @param {Draft[]} drafts
 * @param {number | null} savedAt by `performance.now()`
 * @param {boolean} isKeeping whether this browser lets us keep text
 * @returns {Status}
 */
export function readStatus(drafts, savedAt, isKeeping) {
  const now = performance.now();
  const open = drafts.filter((draft) => draft.isDirty);
  const refused = open.find((draft) => draft.refusal);
  const troubled = open.find((draft) => draft.trouble);
  if (drafts.some((draft) => draft.conflict)) return { state: "conflict", sentence: "Two versions. Choose one; both are kept." };
  if (refused) return { state: "conflict", sentence: refused.refusal };
  if (troubled) return { state: "offline", sentence: troubledSentence(troubled.trouble, open, isKeeping) };
  if (open.some((draft) => draft.flight && now - draft.flightSince > SLOW_MS) || (open.length > 0 && savedAt === null)) {
    return { state: "saving", sentence: "Saving" };
  }
  if (savedAt === null) return { state: "saved", sentence: "Saves by itself" };
  return { state: "saved", sentence: `Saved ${ago(now - savedAt)}` };
}

/** @param {string} trouble @param {Draft[]} open @param {boolean} isKeeping */
function troubledSentence(trouble, open, isKeeping) {
  const count = words(open.reduce((sum, draft) => sum + draft.words, 0));
  const where = isKeeping ? `${count} are kept on this device.` : `${count} are only on this page; keep it open.`;
  if (trouble === "signed-out") return `Signed out here. Sign in in another tab. ${where}`;
  if (trouble === "busy") return `The server asks to wait. ${where}`;
  return `Offline. ${where}`;
}
