/**
 * Everything personal on a page: one request, shared by all who import this. Public pages are the same bytes for everybody.
 *
 * @typedef {object} Person
 * @property {string} name
 * @property {string} initials
 * @property {boolean} is_guest
 * @property {string} level
 * @property {string} time_zone
 * @property {boolean} is_staff
 *
 * @typedef {object} LessonState
 * @property {Record<string, { answer: unknown, outcome: unknown }>} answers by exercise key
 * @property {number} percent
 * @property {string} anchor
 * @property {boolean} completed
 * @property {boolean} undone the reader took "complete" back, so it doesn't happen by itself again
 *
 * @typedef {{ total: number | null, url: string, at: string }} Sitting
 * @typedef {{ count: number, best: Sitting | null, latest: Sitting }} Taken
 *
 * @typedef {object} LastReport the newest graded sitting of one interview
 * @property {number} total
 * @property {string} level
 * @property {string} at
 * @property {string} url
 * @property {{ letter: string, title: string, band: number }[]} steps
 * @property {{ title: string, url: string, minutes: number, why: string }[]} reread
 *
 * @typedef {object} Me
 * @property {string} csrf
 * @property {Person | null} person
 * @property {{ lessons: Record<string, number>, current: string | null }} progress
 * @property {LessonState} [lesson] only on a lesson's page
 * @property {{ active: { public_id: string, interview: string, title: string }[] }} attempts
 * @property {Record<string, Taken>} [taken] by interview, on pages that ask
 * @property {LastReport | null} [report] on pages of one interview
 * @property {string} live where changes of the content are told, while somebody watches it; else empty
 */

/** @type {Me} */
const NOBODY = { csrf: "", person: null, progress: { lessons: {}, current: null }, attempts: { active: [] }, live: "" };

/** The lesson that this page shows, if it shows one. */
export const lessonSlug = document.querySelector("[data-lesson-page]")?.getAttribute("data-lesson-page") ?? "";

/** Of which interview it tells how one did: a slug, or `all`. */
const interview = document.querySelector("[data-interview-page]")?.getAttribute("data-interview-page") ?? "";

/** @returns {Promise<Me>} */
async function load() {
  const query = new URLSearchParams({ ...(lessonSlug && { lesson: lessonSlug }), ...(interview && { interview }) });
  try {
    const answer = await fetch(`/me.json${lessonSlug || interview ? `?${query}` : ""}`, { headers: { Accept: "application/json" } });
    return answer.ok ? { ...NOBODY, ...(await answer.json()) } : NOBODY;
  } catch {
    return NOBODY;
  }
}

/** Never rejects: without an answer it is nobody, and what is written stays on the device. */
export const me = load();

/**
 * Sends JSON with the CSRF token and asks for JSON.
 * @param {string} address
 * @param {unknown} body
 * @param {{ method?: string, keepalive?: boolean }} [options]
 * @returns {Promise<Response>} rejects only when the network does
 */
export async function send(address, body, { method = "POST", keepalive = false } = {}) {
  const { csrf } = await me;
  return fetch(address, {
    method,
    keepalive,
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify(body),
  });
}
