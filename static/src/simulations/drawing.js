/** SVG as text. Colours come from classes (css/app/figure.css, css/simulation/), never from attributes: the page forbids inline styles. */

const short = (/** @type {number} */ value) => Math.round(value * 10) / 10;

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const encode = (/** @type {unknown} */ value) => String(value).replace(/[&<>"]/g, (sign) => ENTITIES[/** @type {"&"} */ (sign)]);

/** @typedef {Record<string, string | number>} Attributes */

export function tag(/** @type {string} */ name, /** @type {Attributes} */ attributes, inner = "") {
  let text = `<${name}`;
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== "") text += ` ${key}="${typeof value === "number" ? short(value) : value}"`;
  }
  return `${text}>${inner}</${name}>`;
}

/** A drawing of exactly this many CSS pixels: text is never scaled. */
export function svg(/** @type {number} */ width, /** @type {number} */ height, /** @type {string} */ label, /** @type {string} */ inner) {
  return tag(
    "svg",
    { class: "drawing", viewBox: `0 0 ${short(width)} ${short(height)}`, width, height, role: "img", "aria-label": encode(label) },
    inner,
  );
}

/** @typedef {(x: number, y: number, width: number, height: number, name: string, more?: Attributes) => string} Rect */
/** @type {Rect} */
export const rect = (x, y, width, height, name, more) =>
  width > 0 && height > 0 ? tag("rect", { x, y, width, height, class: name, ...more }) : "";

/** @type {(x1: number, y1: number, x2: number, y2: number, name: string, more?: Attributes) => string} */
export const line = (x1, y1, x2, y2, name, more) => tag("line", { x1, y1, x2, y2, class: name, ...more });

/** @type {(x: number, y: number, r: number, name: string) => string} */
export const circle = (cx, cy, r, name) => tag("circle", { cx, cy, r, class: name });

/** @type {(x: number, y: number, words: string | number, name?: string, anchor?: "" | "middle" | "end") => string} */
export const text = (x, y, words, name = "", anchor = "") => tag("text", { x, y, class: name, "text-anchor": anchor }, encode(words));

/** @type {(d: string, name: string, more?: Attributes) => string} */
export const path = (d, name, more) => (d ? tag("path", { d, class: name, ...more }) : "");

/** The first of these that has room: a letter takes about 6.8 px. @type {(width: number, ...words: string[]) => string} */
export const choose = (width, ...words) => words.find((one) => one.length * 6.8 <= width) ?? words[words.length - 1];

/** A rectangle as a piece of path: thousands of them cost one element. @type {(x: number, y: number, w: number, h: number) => string} */
export const piece = (x, y, w, h) => `M${short(x)} ${short(y)}h${short(w)}v${short(h)}h${short(-w)}z`;

/** @type {(points: [number, number][]) => string} */
export const through = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${short(x)} ${short(y)}`).join("");

/** Stair through values that each hold from one step to the next. @type {(points: [number, number][], end: number) => string} */
export const stairs = (points, end) =>
  `${points.map(([x, y], i) => (i ? `H${short(x)}V${short(y)}` : `M${short(x)} ${short(y)}`)).join("")}H${short(end)}`;

/** The point: where you are. @type {(x: number, y: number) => string} */
export const point = (x, y) => circle(x, y, 5, "now");

/** Slanted lines; `id` must be unique in the page, `name` colours the lines. */
export function hatch(/** @type {string} */ id, /** @type {string} */ name, ground = "ground", weight = 4) {
  const attributes = { id, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return tag("pattern", attributes, `${rect(0, 0, 5, 5, ground)}${line(0, 0, 0, 5, name, { "stroke-width": weight })}`);
}

/** @type {(from: [number, number], to: [number, number]) => (value: number) => number} */
export const scale =
  ([a, b], [c, d]) =>
  (value) =>
    c + ((value - a) / (b - a || 1)) * (d - c);

/** Round numbers from 0 to at least `most`, about `count` of them. */
export function ticks(/** @type {number} */ most, count = 4) {
  const raw = (most || 1) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= raw * 0.999) ?? raw;
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => i * step);
}
