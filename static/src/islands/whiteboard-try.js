/** The board before the interview: nothing is sent and nothing is kept. */
import { BoardFrame } from "../shared/board.js";

const frame = /** @type {HTMLElement} */ (document.querySelector("[data-board]"));
new BoardFrame(frame, () => {}).open(async () => "");
