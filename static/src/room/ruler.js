/** The point on the ruler, the filled part of the current step, and the same on the small one of phones. */

/**
 * @param {HTMLElement} room
 * @param {number} elapsedMs
 * @param {number} totalMs
 * @param {string} current key of the step in front
 * @param {(key: string) => boolean} isWritten
 */
export function drawRuler(room, elapsedMs, totalMs, current, isWritten) {
  const share = Math.min(1, Math.max(0, elapsedMs / totalMs));
  const at = `${(share * 100).toFixed(3)}%`;
  for (const line of room.querySelectorAll(".ruler-now line")) {
    line.setAttribute("x1", at);
    line.setAttribute("x2", at);
  }
  room.querySelector(".ruler-now circle")?.setAttribute("cx", at);
  for (const block of room.querySelectorAll("[data-block]")) {
    const key = block.getAttribute("data-block") ?? "";
    block.classList.toggle("now", key === current);
    block.classList.toggle("done", key !== current && isWritten(key));
  }
  const fill = room.querySelector(".ruler-fill");
  const block = room.querySelector(`rect[data-block="${current}"]`);
  if (fill && block) {
    const x = Number.parseFloat(block.getAttribute("x") ?? "0");
    const width = Number.parseFloat(block.getAttribute("width") ?? "0");
    fill.setAttribute("x", `${x}%`);
    fill.setAttribute("width", `${Math.min(width, Math.max(0, share * 100 - x)).toFixed(3)}%`);
  }
}
