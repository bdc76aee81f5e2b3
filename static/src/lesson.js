/** A lesson's page: where you are in it, how far you got, its level, its outline, its keys. */
import { startKeys } from "./lesson/keys.js";
import { startLens } from "./lesson/lens.js";
import { startOutline } from "./lesson/outline.js";
import { startPosition } from "./lesson/position.js";
import { startReading } from "./lesson/reading.js";
import { startTerms } from "./lesson/terms.js";

const position = startPosition();
const reading = startReading(position);
const lens = startLens();
const outline = startOutline();
startTerms();
startKeys({ position, reading, lens, outline });
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
