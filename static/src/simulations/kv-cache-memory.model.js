/**
 * The memory of a model's GPUs: weights, a reserve, and keys and values of every token of every sequence. `fit` asks how many sequences fit;
 * `pages` compares reserving the longest context with pages of 16 tokens (Kwon et al., "PagedAttention", SOSP 2023); `prefixes` keeps blocks of
 * earlier prompts and uses them again.
 */
import { random, zipf } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  scene: { kind: "choice", options: ["fit", "pages", "prefixes"], default: "fit" },
  layers: { kind: "integer", min: 8, max: 128, default: 80 },
  kv_heads: { kind: "integer", min: 1, max: 64, default: 8 },
  head_dim: { kind: "integer", min: 32, max: 256, default: 128 },
  bits: { kind: "integer", min: 4, max: 16, default: 16 },
  context: { kind: "integer", min: 512, max: 131_072, default: 8192 },
  hbm: { kind: "number", min: 16, max: 2000, default: 640 },
  weights: { kind: "number", min: 1, max: 1500, default: 140 },
  reserve: { kind: "number", min: 0, max: 0.5, default: 0.1 },
  used: { kind: "number", min: 0.05, max: 1, default: 0.3 },
  paging: { kind: "choice", options: ["reserved", "paged"], default: "reserved" },
  pool: { kind: "integer", min: 100, max: 2000, default: 500 },
  prompts: { kind: "integer", min: 1, max: 30, default: 6 },
  shared: { kind: "integer", min: 0, max: 8192, default: 2048 },
  seed: { kind: "integer", min: 1, max: 9999, default: 1 },
};

/** Tokens of a page, of a block of the prefix cache. */
export const PAGE = 16;
export const BLOCK = 64;
const GB = 1e9;

/** Bytes for one token: a key and a value for each layer and head. @type {(values: Record<string, any>) => number} */
export const bytesPerToken = ({ layers, kv_heads, head_dim, bits }) => (2 * layers * kv_heads * head_dim * bits) / 8;

/** Bytes that are left for keys and values. @type {(values: Record<string, any>) => number} */
export const budget = ({ hbm, weights, reserve }) => Math.max(0, (hbm * (1 - reserve) - weights) * GB);

/** How many sequences of full context fit. @type {(values: Record<string, any>) => number} */
export const largestBatch = (values) => Math.floor(budget(values) / (bytesPerToken(values) * values.context));

/** @typedef {{ length: number, taken: number }} Sequence tokens it has, and tokens for which memory is taken */

/** Sequences as they come, until the next doesn't fit. @type {(values: Record<string, any>, paging: string) => Sequence[]} */
export function pack(values, paging) {
  const { context, used, seed, scene } = values;
  const draw = random(seed);
  const room = budget(values) / bytesPerToken(values);
  /** @type {Sequence[]} */
  const sequences = [];
  for (let full = 0; sequences.length < 20_000; ) {
    const share = scene === "fit" ? 1 : Math.min(1, Math.max(0.01, draw.lognormal(used, used < 1 ? 0.6 : 0)));
    const length = Math.round(share * context);
    const taken = scene === "fit" || paging === "reserved" ? context : Math.ceil(length / PAGE) * PAGE;
    full += taken;
    if (full > room) break;
    sequences.push({ length, taken });
  }
  return sequences;
}

/** @type {(values: Record<string, any>) => { sequences: Sequence[], other: number, waste: number, perToken: number }} */
export function fill(values) {
  const sequences = pack(values, values.paging);
  const sum = (/** @type {"length" | "taken"} */ name) => sequences.reduce((total, one) => total + one[name], 0);
  return {
    sequences,
    other: pack(values, values.paging === "paged" ? "reserved" : "paged").length,
    waste: 1 - sum("length") / (sum("taken") || 1),
    perToken: bytesPerToken(values),
  };
}

export const TURNS = 240;
const SESSIONS = 40;
/** New tokens of a turn: what is asked and what was answered before. */
const TURN_TOKENS = 192;

/**
 * Blocks of the prompt that were found and that were computed; and what the cells of the pool hold afterwards: -1 nothing, 0 … a system prompt,
 * OWN a session's own tokens.
 * @typedef {{ group: number, session: number, hit: number, fresh: number, evicted: number, cells: Int8Array }} Turn
 */
export const OWN = 100;

/**
 * Turns of sessions that begin with one of a few system prompts. Blocks are found from the start of the prompt until the first that is missing;
 * what was used last stays, ends of chains go first.
 * @type {(values: Record<string, any>) => Turn[]}
 */
export function runPrefixes({ pool, prompts, shared, seed }) {
  const draw = random(seed);
  const popularity = zipf(prompts, 0.8);
  const sessions = Array.from({ length: SESSIONS }, (_, id) => ({ id, group: popularity.rank(draw.uniform()), turns: 0 }));
  const held = new Blocks(pool);
  let fresh = SESSIONS;
  return Array.from({ length: TURNS }, () => {
    const at = draw.integer(SESSIONS);
    if (draw.chance(0.12)) sessions[at] = { id: fresh++, group: popularity.rank(draw.uniform()), turns: 0 };
    const { id, group, turns } = sessions[at];
    sessions[at].turns += 1;
    const common = Array.from({ length: Math.floor(shared / BLOCK) }, (_, i) => `p${group}:${i}`);
    const own = Array.from({ length: Math.floor(((turns + 1) * TURN_TOKENS) / BLOCK) }, (_, i) => `s${id}:${i}`);
    const chain = [...common, ...own];
    const missing = chain.findIndex((block) => !held.places.has(block));
    const hit = missing < 0 ? chain.length : missing;
    const before = held.evicted;
    for (let i = chain.length - 1; i >= 0; i -= 1) held.use(chain[i], i < common.length ? group : OWN);
    return { group, session: id, hit, fresh: chain.length - hit, evicted: held.evicted - before, cells: held.cells.slice() };
  });
}

/** A pool of cells; the block that was used longest ago makes room. */
class Blocks {
  /** Oldest first. @type {Map<string, number>} */
  places = new Map();
  evicted = 0;
  constructor(/** @type {number} */ size) {
    this.cells = new Int8Array(size).fill(-1);
  }

  use(/** @type {string} */ block, /** @type {number} */ kind) {
    let cell = this.places.get(block) ?? -1;
    this.places.delete(block);
    if (cell < 0 && this.places.size < this.cells.length) cell = this.places.size;
    if (cell < 0) {
      const [oldest, place] = /** @type {[string, number]} */ (this.places.entries().next().value);
      this.places.delete(oldest);
      this.evicted += 1;
      cell = place;
    }
    this.cells[cell] = kind;
    this.places.set(block, cell);
  }
}
