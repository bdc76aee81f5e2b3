/** Requests of the room. The CSRF token is read anew each time: signing in in another tab changes it. */

const TIMEOUT_MS = 15_000;

/**
 * @typedef {object} Answer
 * @property {number} status 0 where no answer came
 * @property {any} body
 * @property {number} sentAt
 * @property {number} receivedAt both by `performance.now()`
 * @property {number} retryMs what the server asked to wait
 */

function csrfToken() {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  return cookie ?? document.querySelector("input[name=csrfmiddlewaretoken]")?.getAttribute("value") ?? "";
}

/**
 * @param {string} method @param {string} address @param {unknown} [data] @param {{ keepalive?: boolean }} [options]
 * @returns {Promise<Answer>} never rejects
 */
export async function ask(method, address, data, { keepalive = false } = {}) {
  const sentAt = performance.now();
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (method !== "GET") {
    headers["X-CSRFToken"] = csrfToken();
    headers["Content-Type"] = "application/json";
  }
  try {
    const response = await fetch(address, {
      method,
      headers,
      keepalive,
      body: data === undefined ? undefined : JSON.stringify(data),
      signal: keepalive ? undefined : AbortSignal.timeout(TIMEOUT_MS),
    });
    const receivedAt = performance.now();
    const retryMs = Number(response.headers.get("Retry-After") ?? 0) * 1000;
    const isJson = response.headers.get("Content-Type")?.includes("json");
    return { status: response.status, body: isJson ? await response.json() : {}, sentAt, receivedAt, retryMs };
  } catch {
    return { status: 0, body: {}, sentAt, receivedAt: performance.now(), retryMs: 0 };
  }
}
