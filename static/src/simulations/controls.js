/**
 * Controls as HTML. Each is bound to a parameter by its name; a button names an action.
 * @typedef {import("./parameters.js").Values} Values
 * @typedef {(values: Values, state: any) => boolean} When
 * @typedef {{ kind: "slider", name: string, label: string, values: number[] | ((values: Values) => number[]), show: (value: number) => string, when?: When }} Slider
 * @typedef {{ kind: "segments", name: string, label: string, options: [string | number | boolean, string][], isBare?: boolean, when?: When }} Segments
 * @typedef {{ kind: "button", action: string, label: string | ((values: Values, state: any) => string), icon?: keyof typeof ICONS, off?: When, when?: When }} Button
 * @typedef {Slider | Segments | Button} Control
 */
import { encode, tag } from "./drawing.js";

/** Lucide, ISC licence. The sprite's address is known to the server only, so these few travel along. */
const ICONS = {
  play: '<path d="m6 3 14 9-14 9z"/>',
  pause: '<rect x="14" y="3" width="5" height="18" rx="1"/><rect x="5" y="3" width="5" height="18" rx="1"/>',
  step: '<path d="m5 4 10 8-10 8z"/><path d="M19 5v14"/>',
  reset: '<path d="M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8"/><path d="M3 3v5h5"/>',
  plus: '<path d="M5 12h14"/><path d="M12 5v14"/>',
  off: '<path d="M12 2v10"/><path d="M18.4 6.6a9 9 0 1 1-12.77.04"/>',
  undo: '<path d="M9 14 4 9l5-5"/><path d="M4 9h10.5a5.5 5.5 0 0 1 0 11H11"/>',
  next: '<path d="M5 12h14"/><path d="m12 5 7 7-7 7"/>',
};

/** @type {(name: keyof typeof ICONS) => string} */
export const icon = (name) =>
  `<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${ICONS[name]}</svg>`;

/** From `from` to `to` in equal steps. */
export function steps(/** @type {number} */ from, /** @type {number} */ to, step = 1) {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => Math.round((from + i * step) * 1e6) / 1e6);
}

/** @type {(name: string, label: string, values: Slider["values"], show?: (value: number) => string, when?: When) => Slider} */
export const slider = (name, label, values, show = String, when) => ({ kind: "slider", name, label, values, show, when });

/**
 * @type {(name: string, label: string, options: [string | number | boolean, string][], more?: { isBare?: boolean, when?: When }) => Segments}
 */
export const segments = (name, label, options, more) => ({ kind: "segments", name, label, options, ...more });

/** @type {(action: string, label: Button["label"], more?: Partial<Button>) => Button} */
export const button = (action, label, more) => ({ kind: "button", action, label, ...more });

export function renderControls(/** @type {Control[]} */ controls, /** @type {Values} */ values, /** @type {unknown} */ state) {
  const shown = controls.filter(({ when }) => !when || when(values, state));
  const fields = shown.map((one) =>
    one.kind === "slider" ? renderSlider(one, values) : one.kind === "segments" ? renderSegments(one, values) : "",
  );
  const buttons = shown.map((one) => (one.kind === "button" ? renderButton(one, values, state) : "")).join("");
  return fields.join("") + (buttons && `<div class="row simulation-buttons">${buttons}</div>`);
}

/** Where the slider can stand. @type {(slider: Slider, values: Values) => number[]} */
export const stopsOf = ({ values: stops }, values) => (typeof stops === "function" ? stops(values) : stops);

/** Which of the stops is nearest. */
function placeOf(/** @type {number[]} */ list, /** @type {number} */ value) {
  return list.reduce((best, one, i) => (Math.abs(one - value) < Math.abs(list[best] - value) ? i : best), 0);
}

function renderSlider(/** @type {Slider} */ slider, /** @type {Values} */ values) {
  const { name, label, show } = slider;
  const stops = stopsOf(slider, values);
  const shown = encode(show(values[name]));
  const input = { type: "range", name, min: 0, max: stops.length - 1, value: placeOf(stops, values[name]), "aria-valuetext": shown };
  return `<label><span>${label}</span><span class="simulation-value" aria-hidden="true">${shown}</span>${tag("input", input).replace("</input>", "")}</label>`;
}

function renderSegments(/** @type {Segments} */ { name, label, options, isBare }, /** @type {Values} */ values) {
  const buttons = options.map(
    ([value, words]) =>
      `<button type="button" data-set="${name}" value="${value}" aria-pressed="${String(values[name]) === String(value)}">${words}</button>`,
  );
  const group = `<span class="segmented" role="group" aria-label="${label}">${buttons.join("")}</span>`;
  return isBare ? group : `<div class="simulation-choice"><span aria-hidden="true">${label}</span>${group}</div>`;
}

function renderButton(/** @type {Button} */ one, /** @type {Values} */ values, /** @type {unknown} */ state) {
  const words = typeof one.label === "function" ? one.label(values, state) : one.label;
  const off = one.off?.(values, state) ? " disabled" : "";
  return `<button type="button" class="button small" data-act="${one.action}"${off}>${one.icon ? icon(one.icon) : ""}${words}</button>`;
}

/**
 * @typedef {{ now: number, length: number, isPlaying: boolean, isStill: boolean, word: string, show: (now: number) => string }} ClockFace
 * @type {(face: ClockFace) => string}
 */
export function renderClock({ now, length, isPlaying, isStill, word, show }) {
  const atEnd = now >= length;
  const play = `<button type="button" class="button small" data-clock="play">${icon(isPlaying ? "pause" : "play")}${isPlaying ? "Pause" : atEnd ? "Play again" : "Play"}</button>`;
  const step = `<button type="button" class="${isStill ? "button small" : "icon-button"}" data-clock="step" aria-label="${atEnd ? "Back to the start" : "One step on"}">${icon(atEnd ? "undo" : "step")}${isStill ? (atEnd ? "From the start" : "Step") : ""}</button>`;
  const input = { type: "range", name: "now", min: 0, max: length, value: now, "aria-label": word, "aria-valuetext": encode(show(now)) };
  return `<div class="simulation-clock">${isStill ? "" : play}${step}${tag("input", input).replace("</input>", "")}</div>`;
}
