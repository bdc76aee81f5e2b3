/** Chance that can be repeated: everything random in a simulation comes from one seed. */

/** Spreads the bits of a whole number over 32 bits (the finaliser of MurmurHash3). */
export function mix(/** @type {number} */ value) {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A 32-bit hash of a string: FNV-1a, mixed, since FNV alone keeps neighbours together. */
export function hash(/** @type {string} */ string, seed = 0) {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < string.length; i += 1) h = Math.imul(h ^ string.charCodeAt(i), 0x01000193);
  return mix(h);
}

/** A stream of numbers in [0, 1), the same for the same seed (mulberry32). */
function stream(/** @type {number} */ seed) {
  let state = mix(seed + 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** @typedef {ReturnType<typeof random>} Random */

/** The draws that the models need, all from one stream. */
export function random(/** @type {number} */ seed) {
  const uniform = stream(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    normal,
    chance: (/** @type {number} */ probability) => uniform() < probability,
    /** 0 … count - 1. */
    integer: (/** @type {number} */ count) => Math.floor(uniform() * count),
    exponential: (/** @type {number} */ mean) => -mean * Math.log(1 - uniform()),
    /** Log-normal with this mean; `sigma` 1 is a heavy tail. */
    lognormal: (/** @type {number} */ mean, /** @type {number} */ sigma) => mean * Math.exp(sigma * normal() - (sigma * sigma) / 2),
    /** Puts a list in random order, in place (Fisher and Yates). */
    shuffle(/** @type {any[]} */ list) {
      for (let i = list.length - 1; i > 0; i -= 1) {
        const j = Math.floor(uniform() * (i + 1));
        [list[i], list[j]] = [list[j], list[i]];
      }
      return list;
    },
  };
}

/** Ranks 0 … count - 1 where rank i is asked for in proportion to 1 / (i + 1)^skew. */
export function zipf(/** @type {number} */ count, /** @type {number} */ skew) {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i += 1) {
    sum += (i + 1) ** -skew;
    sums[i] = sum;
  }
  return {
    /** How often rank i is asked for. */
    share: (/** @type {number} */ rank) => (rank + 1) ** -skew / sum,
    /** The rank for a draw from [0, 1). */
    rank(/** @type {number} */ draw) {
      let low = 0;
      let high = count - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sums[middle] > draw * sum) high = middle;
        else low = middle + 1;
      }
      return low;
    },
  };
}

/** The value below which this share of the numbers lies (nearest rank); 0 for none. */
export function quantile(/** @type {ArrayLike<number>} */ values, /** @type {number} */ share) {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
}

export function mean(/** @type {ArrayLike<number>} */ values) {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i];
  return values.length === 0 ? 0 : sum / values.length;
}
