/** Numbers as the pages write them. */

const formats = new Map();

/** `1,234.5` with at most so many decimals. */
export function number(/** @type {number} */ value, decimals = 0) {
  if (!formats.has(decimals)) formats.set(decimals, new Intl.NumberFormat("en", { maximumFractionDigits: decimals }));
  return formats.get(decimals).format(value);
}

/** `1,234.5` with exactly so many decimals, for columns. */
export const fixed = (/** @type {number} */ value, decimals = 1) =>
  value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** A share as `10.6%`. */
export const percent = (/** @type {number} */ share, decimals = 0) => `${fixed(share * 100, decimals)}%`;

/** `1 key`, `3 keys`. */
export const count = (/** @type {number} */ value, /** @type {string} */ one, many = `${one}s`) =>
  `${number(value)} ${value === 1 ? one : many}`;

/** Two or three digits that matter: 0.042, 3.1, 48, 1,270. */
export function brief(/** @type {number} */ value) {
  const size = Math.abs(value);
  if (size >= 100 || value === 0) return number(value);
  if (size >= 10) return number(value, size >= 30 ? 0 : 1);
  return number(value, size >= 1 ? 1 : size >= 0.1 ? 2 : 3);
}

const SIZES = ["B", "KiB", "MiB", "GiB", "TiB"];

/** `2.5 GiB`. */
export function bytes(/** @type {number} */ value) {
  const power = value < 1 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log2(value) / 10));
  return `${brief(value / 1024 ** power)} ${SIZES[power]}`;
}

/** `0.2 ms`, `40 ms`, `3.1 s`, `2 min`, `4 h` from seconds. */
export function duration(/** @type {number} */ seconds) {
  if (seconds < 1) return `${brief(seconds * 1000)} ms`;
  if (seconds < 120) return `${brief(seconds)} s`;
  return seconds < 7200 ? `${brief(seconds / 60)} min` : `${brief(seconds / 3600)} h`;
}
