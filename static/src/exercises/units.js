/** Numbers with units as people read them; lessons/units.py says the same on the server, and a test compares the two. */

/** @type {[number, string][]} */
const WORDS = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
];
/** @type {[number, string[]][]} */
const FAMILIES = [
  [1000, ["B", "kB", "MB", "GB", "TB", "PB", "EB"]],
  [1024, ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]],
  [1000, ["bit", "kbit", "Mbit", "Gbit", "Tbit"]],
  [1000, ["FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP"]],
  [1000, ["W", "kW", "MW", "GW"]],
];
/** @type {Record<string, number>} */
const SECONDS = { µs: 1e-6, us: 1e-6, ms: 1e-3, s: 1 };

/** A number by itself: four significant digits, thousands grouped, words from ten million on. @param {number} value */
export function showPlain(value) {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size === 0) return "0";
  if (size >= 1e15 || size < 1e-4) return sign + scientific(size);
  if (size < 1e7) return sign + fourDigits(size);
  const [scale, word] = /** @type {[number, string]} */ (WORDS.find(([scale]) => size >= scale));
  return `${sign}${fourDigits(size / scale)} ${word}`;
}

function fourDigits(/** @type {number} */ size) {
  if (size >= 1000) return size.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",");
  return trim(plainDigits(size.toPrecision(4)));
}

/** `1.000e+3`, which toPrecision writes for 999.99, as `1000`. @param {string} text */
function plainDigits(text) {
  return text.includes("e") ? String(Number(text)) : text;
}

function trim(/** @type {string} */ text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function scientific(/** @type {number} */ size) {
  const [mantissa, exponent] = size.toExponential(2).split("e");
  const raised = String(Number(exponent)).replace(/./g, (digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]));
  return `${trim(mantissa)} × 10${raised}`;
}

/** @param {number} given @param {string} written its unit @returns {string} such as `670 MB` for 0.67 GB */
export function showNumber(given, written) {
  const [value, unit] = scaled(given, written);
  if (unit.startsWith("$")) return `${value < 0 ? "−" : ""}$${showPlain(Math.abs(value))}${unit.slice(1)}`;
  if (unit === "%") return `${showPlain(value)}%`;
  return `${showPlain(value)} ${unit}`.trim();
}

/** @param {number} value @param {string} unit @returns {[number, string]} */
function scaled(value, unit) {
  const head = /^[^\s/]+/.exec(unit)?.[0] ?? "";
  const rest = unit.slice(head.length);
  if (value === 0) return [value, unit];
  if (Object.hasOwn(SECONDS, head) && !rest) return time(value * SECONDS[head]);
  for (const [base, names] of FAMILIES) {
    const index = names.indexOf(head);
    if (index >= 0) return inFamily(value * base ** index, rest, base, names);
  }
  return [value, unit];
}

/** @returns {[number, string]} */
function inFamily(/** @type {number} */ total, /** @type {string} */ rest, /** @type {number} */ base, /** @type {string[]} */ names) {
  let index = 0;
  while (index + 1 < names.length && Math.abs(total) / base ** (index + 1) >= 1) index += 1;
  return [total / base ** index, names[index] + rest];
}

/** @param {number} seconds @returns {[number, string]} */
function time(seconds) {
  const size = Math.abs(seconds);
  if (size >= 172_800) return [seconds / 86_400, "days"];
  if (size >= 10_000) return [seconds / 3_600, "h"];
  if (size >= 1) return [seconds, "s"];
  return size >= 1e-3 ? [seconds * 1e3, "ms"] : [seconds * 1e6, "µs"];
}

/** A number as people type it, or NaN. @param {string} text */
export function readNumber(text) {
  const plain = text
    .trim()
    .replace(/(\d)[,_\s](?=\d{3})/g, "$1")
    .replace("−", "-")
    .replace(/[%\s]+$/, "");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?$/i.test(plain) ? Number(plain) : Number.NaN;
}
