/** A few numbers side by side. */
import { encode } from "./drawing.js";

/** @type {(title: string, head: string[], rows: string[][]) => string} */
export function drawTable(title, head, rows) {
  const cells = rows.map(
    ([name, ...values]) => `<tr><th scope="row">${encode(name)}</th>${values.map((value) => `<td>${encode(value)}</td>`).join("")}</tr>`,
  );
  const columns = head.map((name) => (name ? `<th scope="col">${encode(name)}</th>` : "<td></td>")).join("");
  return `<table class="simulation-table"><thead><tr><th scope="col">${encode(title)}</th>${columns}</tr></thead><tbody>${cells.join("")}</tbody></table>`;
}
