/** Ways to do the same thing, each with what it gives: a row is a button that chooses it. */
import { encode, rect, tag } from "./drawing.js";

/**
 * @typedef {{ value: string, label: string, number: string, solid: number, light?: number }} Outcome `solid` and `light` are ends of the bar.
 */

/** @type {(options: { name: string, chosen: string, most: number, width: number, title: string, rows: Outcome[] }) => string} */
export function drawOutcomes({ name, chosen, most, width, title, rows }) {
  const room = width - 22;
  const x = (/** @type {number} */ value) => Math.min(room, (Math.max(0, value) / (most || 1)) * room);
  const buttons = rows.map(({ value, label, number, solid, light = 0 }) => {
    const bars = rect(0, 1, x(light), 6, "outcome-light") + rect(0, 1, x(solid), 6, "outcome-solid");
    const bar = tag("svg", { class: "drawing", viewBox: `0 0 ${room} 8`, width: room, height: 8, "aria-hidden": "true" }, bars);
    return `<button type="button" data-set="${name}" value="${value}" aria-pressed="${value === chosen}"><span>${encode(label)}</span> <span class="outcome-number">${encode(number)}</span>${bar}</button>`;
  });
  return `<div class="outcomes" role="group" aria-label="${encode(title)}"><p>${encode(title)}</p>${buttons.join("")}</div>`;
}
