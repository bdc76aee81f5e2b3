/**
 * A Bloom filter (Bloom 1970) of `k` hashes from two (Kirsch and Mitzenmacher 2006): a small one to look at, and a large one of the same shape
 * whose false positives are counted.
 */
import { hash } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  bits_per_key: { kind: "integer", min: 1, max: 20, default: 10 },
  hashes: { kind: "integer", min: 1, max: 14, default: 7 },
  fill: { kind: "number", min: 0.25, max: 3, default: 1 },
  tables: { kind: "integer", min: 1, max: 50, default: 10 },
  subject: { kind: "choice", options: ["keys", "links", "urls", "terms"], default: "keys" },
  seed: { kind: "integer", min: 1, max: 9999, default: 1 },
};

/** Keys that the small filter is planned for, and absent keys that are looked up in it. */
export const PLANNED = 40;
export const LOOKUPS = 20;
/** As many are tried to find one false positive, which is shown last. */
const TRIED = 20_000;
/** The same for the large one. */
const MANY = { keys: 4000, lookups: 20_000 };

export class BloomFilter {
  constructor(/** @type {number} */ size, /** @type {number} */ hashes, seed = 0) {
    this.size = size;
    this.hashes = hashes;
    this.seed = seed;
    this.bits = new Uint8Array(size);
  }

  /** The bits of a key. */
  places(/** @type {string} */ key) {
    const first = hash(key, this.seed);
    const second = (hash(key, this.seed + 0x5bd1e995) | 1) >>> 0;
    return Array.from({ length: this.hashes }, (_, i) => (first + i * second) % this.size);
  }

  add(/** @type {string} */ key) {
    for (const place of this.places(key)) this.bits[place] = 1;
  }

  /** False means certainly not there; true means maybe. */
  has(/** @type {string} */ key) {
    return this.places(key).every((place) => this.bits[place] === 1);
  }
}

/** (1 - e^(-kn/m))^k with n/m keys a bit. */
export const formula = (/** @type {number} */ bitsPerKey, /** @type {number} */ hashes) => (1 - Math.exp(-hashes / bitsPerKey)) ** hashes;

/** The number of hashes with the fewest false positives: ln 2 times the bits of a key. */
export const bestHashes = (/** @type {number} */ bitsPerKey) => Math.max(1, Math.round(Math.LN2 * bitsPerKey));

/** The share of 20,000 absent keys for which a large filter says maybe. */
export function measure(/** @type {Record<string, any>} */ { bits_per_key, hashes, fill, seed }) {
  const filter = new BloomFilter(MANY.keys * bits_per_key, hashes, seed);
  for (let i = 0; i < Math.round(MANY.keys * fill); i += 1) filter.add(`key:${i}`);
  let wrong = 0;
  for (let i = 0; i < MANY.lookups; i += 1) if (filter.has(`absent:${i}`)) wrong += 1;
  return wrong / MANY.lookups;
}

/**
 * `tried`: how many absent keys it took to find this one.
 * @typedef {{ kind: "add" | "find", key: string, places: number[], isMaybe: boolean, tried: number }} Step
 */

/** The small filter, key by key: all that are added, then absent ones that are looked up. */
export function simulate(/** @type {Record<string, any>} */ { bits_per_key, hashes, fill, seed, subject }) {
  const filter = new BloomFilter(PLANNED * bits_per_key, hashes, seed);
  const names = { keys: "conv:", links: "/", urls: "example.org/", terms: "" }[/** @type {"keys"} */ (subject)];
  const name = (/** @type {number} */ i) => names + (hash(`name ${i}`, seed) % 60_466_176).toString(36).padStart(5, "0");
  const count = Math.round(PLANNED * fill);
  /** @type {Step[]} */
  const steps = [];
  /** How many keys set each bit before it was first set. */
  const setAt = new Int32Array(filter.size).fill(2 ** 30);
  for (let i = 0; i < count; i += 1) {
    const places = filter.places(name(i));
    steps.push({ kind: "add", key: name(i), places, isMaybe: filter.has(name(i)), tried: 0 });
    for (const place of places) setAt[place] = Math.min(setAt[place], i);
    filter.add(name(i));
  }
  let tried = 0;
  for (; tried < TRIED; tried += 1) {
    const key = name(10_000 + tried);
    const isMaybe = filter.has(key);
    if (tried < LOOKUPS || isMaybe) steps.push({ kind: "find", key, places: filter.places(key), isMaybe, tried: tried + 1 });
    if (tried >= LOOKUPS - 1 && isMaybe) break;
  }
  return { steps, setAt, size: filter.size, count, filter };
}
