/**
 * What a simulation can be told, by the author of a lesson (checked against catalog.json when the lesson is compiled) and by its controls.
 * @typedef {{ kind: "integer" | "number", min: number, max: number, default: number }} Range
 * @typedef {{ kind: "choice", options: string[], default: string }} Choice
 * @typedef {{ kind: "boolean", default: boolean }} Switch
 * @typedef {Range | Choice | Switch} Parameter
 * @typedef {Record<string, any>} Values
 */

/** Every parameter with the given value where that fits, else with its default. */
export function readValues(/** @type {Record<string, Parameter>} */ parameters, /** @type {Values} */ given = {}) {
  /** @type {Values} */
  const values = {};
  for (const [name, parameter] of Object.entries(parameters)) values[name] = fit(parameter, given[name] ?? parameter.default);
  return values;
}

/** A value of a control (always text) or of an author as the parameter takes it. */
export function fit(/** @type {Parameter} */ parameter, /** @type {unknown} */ value) {
  if (parameter.kind === "boolean") return value === true || value === "true";
  if (parameter.kind === "choice") return parameter.options.includes(String(value)) ? String(value) : parameter.default;
  const number = Number(value);
  if (!Number.isFinite(number)) return parameter.default;
  const whole = parameter.kind === "integer" ? Math.round(number) : number;
  return Math.min(parameter.max, Math.max(parameter.min, whole));
}
