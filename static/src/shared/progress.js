/**
 * How far somebody read. Reading alone creates no account: until there is a person, progress stays on this device and goes along with
 * the first thing that is written on purpose.
 */
import { me, send } from "../me.js";

/** @typedef {{ percent: number, anchor: string, completed?: boolean }} Reading */

const KEY = "tradeoff:reading";

/** @returns {Record<string, Reading>} */
export function readLocal() {
  try {
    return JSON.parse(localStorage.getItem(KEY) || "{}");
  } catch {
    return {};
  }
}

/** @param {string} slug @param {Reading | undefined} reading */
function keepLocal(slug, reading) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readLocal(), [slug]: reading }));
  } catch {
    // Nothing to keep it in.
  }
}

/** Percent read by lesson, of the account and of this device. */
export async function readProgress() {
  const { progress } = await me;
  const lessons = { ...progress.lessons };
  for (const [slug, { percent, completed }] of Object.entries(readLocal())) {
    lessons[slug] = Math.max(lessons[slug] ?? 0, completed ? 100 : Math.min(percent, 99));
  }
  return { lessons, current: progress.current ?? Object.keys(readLocal()).at(-1) ?? null };
}

/**
 * Keeps a reading here, and sends it when there is somebody to send it for.
 * @param {string} slug
 * @param {Reading} reading
 * @param {{ isDeliberate?: boolean, keepalive?: boolean }} [options] deliberate: a button was pressed, so a guest may come to be
 * @returns {Promise<boolean>} whether the server has it
 */
export async function saveReading(slug, reading, { isDeliberate = false, keepalive = false } = {}) {
  keepLocal(slug, reading);
  const { person } = await me;
  if (!person && !isDeliberate) return false;
  return post(slug, reading, keepalive);
}

async function post(/** @type {string} */ slug, /** @type {Reading} */ reading, /** @type {boolean} */ keepalive) {
  try {
    const answer = await send(`/lessons/${slug}/progress/`, reading, { keepalive });
    const isGone = answer.status === 404;
    const isNewest = JSON.stringify(readLocal()[slug]) === JSON.stringify(reading);
    if ((answer.ok || isGone) && isNewest) keepLocal(slug, undefined);
    return answer.ok;
  } catch {
    return false;
  }
}

/** Sends what this device still holds, once there is a person. */
export async function sendHeldReadings() {
  const { person } = await me;
  if (!person) return;
  for (const [slug, reading] of Object.entries(readLocal())) await post(slug, reading, false);
}
