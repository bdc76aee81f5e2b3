/** Charts over time: frame, lines and areas, all at the width they are shown. */
import { line, scale, text, ticks } from "./drawing.js";

/**
 * @typedef {{ x: (value: number) => number, y: (value: number) => number, left: number, right: number, top: number, bottom: number }} Plane
 */

/** @type {(options: { width: number, top: number, height: number, span: number, most: number, left?: number, right?: number }) => Plane} */
export function makePlane({ width, top, height, span, most, left = 44, right = 8 }) {
  const bottom = top + height;
  return { x: scale([0, span], [left, width - right]), y: scale([0, most], [bottom, top]), left, right: width - right, top, bottom };
}

/**
 * Lines across with their values, and the ground line.
 * @type {(plane: Plane, most: number, show: (value: number) => string, count?: number) => string}
 */
export function drawLevels({ y, left, right }, most, show, count = 3) {
  const levels = ticks(most, count).filter((value) => value <= most * 1.001);
  return levels
    .map(
      (value) =>
        line(left, y(value), right, y(value), value ? "gridline" : "axis") +
        text(left - 6, y(value) + 4, show(value), "number muted", "end"),
    )
    .join("");
}

/** Marks below the ground line. @type {(plane: Plane, values: number[], show: (value: number) => string) => string} */
export const drawTimes = ({ x, bottom, right }, values, show) => {
  const every = x(values[1]) - x(values[0]) < show(values[values.length - 1]).length * 7.4 + 12 ? 2 : 1;
  const marks = values.filter((_, i) => i % every === 0);
  return marks.map((value) => text(x(value), bottom + 16, show(value), "number muted", x(value) > right - 18 ? "end" : "middle")).join("");
};

const short = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** A line through one value a step, `step` apart. @type {(values: ArrayLike<number>, plane: Plane, step: number) => string} */
export function curve(values, { x, y }, step) {
  let d = "";
  for (let i = 0; i < values.length; i += 1) d += `${i ? "L" : "M"}${short(x(i * step))} ${short(y(values[i]))}`;
  return d;
}

/** The area between two lines. @type {(upper: ArrayLike<number>, lower: ArrayLike<number> | null, plane: Plane, step: number) => string} */
export function area(upper, lower, plane, step) {
  let d = curve(upper, plane, step);
  if (!d) return "";
  for (let i = upper.length - 1; i >= 0; i -= 1) d += `L${short(plane.x(i * step))} ${short(plane.y(lower ? lower[i] : 0))}`;
  return `${d}z`;
}

/** Means of so many neighbours each: a line that the eye can follow. @type {(values: ArrayLike<number>, size: number) => Float64Array} */
export function thin(values, size) {
  const means = new Float64Array(Math.ceil(values.length / size));
  for (let i = 0; i < means.length; i += 1) {
    const end = Math.min(values.length, (i + 1) * size);
    for (let j = i * size; j < end; j += 1) means[i] += values[j] / (end - i * size);
  }
  return means;
}
