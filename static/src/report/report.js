/**
 * The report fills in as verdicts land. Text that a room could not deliver before its time was up is sent after it, so that it is kept on the
 * server as late text, shown to its owner, and not only on one device.
 */
import { ask } from "../room/api.js";
import { Outbox } from "../room/outbox.js";
import { openTarget } from "../shared/folds.js";

const ASK_EVERY_MS = 1_500;
const SLOWEST_MS = 10_000;

const frame = /** @type {HTMLElement} */ (document.querySelector("[data-report]"));
const { owner = "", attempt = "", src = "", drafts = "" } = frame.dataset;

/** Which steps the reader has opened stays open when the body is replaced. */
function openKeys() {
  return new Set([...frame.querySelectorAll("details[open]")].map((fold) => fold.id || fold.querySelector("summary")?.textContent?.trim()));
}

/** @param {string} html */
function replaceBody(html) {
  const open = openKeys();
  const focused = frame.contains(document.activeElement) ? document.activeElement?.id : "";
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".report-body");
  if (!fresh) return;
  frame.replaceChildren(document.adoptNode(fresh));
  for (const fold of frame.querySelectorAll("details")) {
    if (open.has(fold.id || fold.querySelector("summary")?.textContent?.trim())) fold.open = true;
  }
  if (focused) document.getElementById(focused)?.focus();
}

async function follow() {
  let pause = ASK_EVERY_MS;
  const body = () => /** @type {HTMLElement | null} */ (frame.querySelector(".report-body"));
  while (body()?.dataset.live === "yes") {
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      const response = await fetch(src, { headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(String(response.status));
      const seen = body()?.dataset.seen;
      replaceBody(await response.text());
      pause = body()?.dataset.seen === seen ? Math.min(SLOWEST_MS, pause * 1.3) : ASK_EVERY_MS;
    } catch {
      pause = SLOWEST_MS;
    }
  }
}

async function deliverLeftovers() {
  const outbox = new Outbox(owner, attempt);
  const entries = await outbox.list();
  let isNews = false;
  for (const { step, text, digest, base_rev } of entries) {
    const data = { text, base_rev, client_id: `late-${digest.slice(0, 16)}`, client_seq: 1 };
    const { status, body } = await ask("PUT", drafts.replace("STEP", step), data);
    if (status !== 200 && status !== 409) continue;
    await outbox.acknowledge(step, digest);
    isNews ||= status === 409 && body.code === "attempt_over";
  }
  if (isNews) location.reload();
}

openTarget();
follow();
deliverLeftovers();
