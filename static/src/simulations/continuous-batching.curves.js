/** What each batch cap would give, three small charts with one axis: the size of the batch. */
import { CAPS } from "./continuous-batching.model.js";
import { line, path, point, scale, svg, text, through } from "./drawing.js";
import { brief, duration } from "./words.js";

const HEIGHT = 98;
const [TOP, BOTTOM] = [26, 78];

/** @typedef {import("./continuous-batching.model.js").Measures} Measures */
/**
 * @typedef {{ title: string, of: (one: Measures) => number, second?: (one: Measures) => number, range: [number, number], isLog?: boolean, target?: number, show: (value: number) => string }} Curve
 */

const rungs = CAPS.map(Math.log2);

/** @param {{ width: number, values: Record<string, any>, curve: Measures[] }} options */
export function drawCurves({ width, values, curve }) {
  const most = Math.max(100, ...curve.map(({ tokens }) => tokens));
  const slowest = Math.max(values.tpot_target * 1.3, ...curve.map(({ tpot }) => tpot));
  /** @type {Curve[]} */
  const curves = [
    { title: "First token, p95", of: ({ ttft }) => ttft, range: [0.05, 60], isLog: true, target: values.ttft_target, show: duration },
    {
      title: "Between tokens, p95",
      of: ({ tpot }) => tpot,
      range: [0, slowest],
      target: values.tpot_target,
      show: (value) => `${brief(value)} ms`,
    },
    { title: "Tokens/s, all and on target", of: ({ tokens }) => tokens, second: ({ good }) => good, range: [0, most], show: brief },
  ];
  return curves.map((one) => drawCurve(one, width, values.slots, curve)).join("");
}

/** @type {(curve: Curve, width: number, slots: number, measured: Measures[]) => string} */
function drawCurve({ title, of, second, range, isLog, target, show }, width, slots, measured) {
  const x = scale([rungs[0], rungs[rungs.length - 1]], [6, width - 8]);
  const bend = (/** @type {number} */ value) => (isLog ? Math.log10(Math.max(range[0], Math.min(range[1], value))) : value);
  const y = scale([bend(range[0]), bend(range[1])], [BOTTOM, TOP]);
  const points = (/** @type {(one: Measures) => number} */ pick) =>
    through(measured.map((one, i) => /** @type {[number, number]} */ ([x(rungs[i]), y(bend(pick(one)))])));
  const parts = [text(0, 13, title, "second")];
  for (const slot of [4, 8, 16, 32, 64]) parts.push(text(x(Math.log2(slot)), HEIGHT - 4, slot, "number muted", "middle"));
  parts.push(line(6, BOTTOM, width - 8, BOTTOM, "axis"));
  if (target) parts.push(line(6, y(bend(target)), width - 8, y(bend(target)), "reference"));
  parts.push(path(points(of), "s1"), second ? path(points(second), "s2") : "");
  const place = CAPS.reduce((best, cap, i) => (Math.abs(cap - slots) < Math.abs(CAPS[best] - slots) ? i : best), 0);
  if (measured[place]) {
    const value = of(measured[place]);
    parts.push(line(x(rungs[place]), TOP - 4, x(rungs[place]), BOTTOM, "now"), point(x(rungs[place]), y(bend(value))));
    if (second) parts.push(point(x(rungs[place]), y(bend(second(measured[place])))));
    const words = second ? `${show(value)}, ${show(second(measured[place]))}` : show(value);
    parts.push(text(width, 13, words, "number heavy", "end"));
  }
  return svg(width, HEIGHT, `${title} against the size of the batch`, parts.join(""));
}
