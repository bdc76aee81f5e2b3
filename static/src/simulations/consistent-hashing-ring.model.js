/**
 * Which hosts hold which keys: on a hash ring (Karger et al., STOC 1997) with virtual nodes and copies on the next distinct hosts (DeCandia et al.,
 * "Dynamo", SOSP 2007), or by hash mod N. Every number is counted over real keys.
 */
import { hash } from "./random.js";

export const LETTERS = "ABCDEFGH";
export const KEYS = 30_000;
export const CIRCLE = 2 ** 32;

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  hosts: { kind: "integer", min: 3, max: 8, default: 6 },
  virtual_nodes: { kind: "integer", min: 1, max: 1024, default: 8 },
  copies: { kind: "integer", min: 1, max: 3, default: 1 },
  placement: { kind: "choice", options: ["ring", "modulo"], default: "ring" },
  with_modulo: { kind: "boolean", default: false },
  down: { kind: "choice", options: ["none", ...LETTERS], default: "none" },
  seed: { kind: "integer", min: 1, max: 9999, default: 65 },
};

/** @typedef {{ positions: Float64Array, owners: Uint8Array }} Ring positions in order on a circle of 2^32; owners are places in LETTERS. */
/** @typedef {{ placement: string, virtual_nodes: number, copies: number, seed: number }} Rules */

/** @type {Map<number, Float64Array>} */
const keysOfSeed = new Map();

/** The hashes of all keys, sorted. */
export function makeKeys(/** @type {number} */ seed) {
  let keys = keysOfSeed.get(seed);
  if (!keys) {
    keys = Float64Array.from({ length: KEYS }, (_, i) => hash(`conv:${i.toString(16)}`, seed)).sort();
    keysOfSeed.set(seed, keys);
  }
  return keys;
}

/** @type {(hosts: string, rules: Pick<Rules, "virtual_nodes" | "seed">) => Ring} */
export function makeRing(hosts, { virtual_nodes, seed }) {
  const tokens = new Float64Array(hosts.length * virtual_nodes);
  let i = 0;
  for (const host of hosts) {
    for (let v = 0; v < virtual_nodes; v += 1) tokens[i++] = hash(`${host}#${v}`, seed) * 8 + LETTERS.indexOf(host);
  }
  tokens.sort();
  const owners = new Uint8Array(tokens.length);
  for (i = 0; i < tokens.length; i += 1) {
    owners[i] = tokens[i] % 8;
    tokens[i] = Math.floor(tokens[i] / 8);
  }
  return { positions: tokens, owners };
}

/**
 * For each token the hosts that hold the keys before it: its own and the next distinct ones.
 * @type {(ring: Ring, copies: number) => Uint8Array}
 */
function preferences({ owners }, copies) {
  const lists = new Uint8Array(owners.length * copies);
  for (let i = 0; i < owners.length; i += 1) {
    let found = 0;
    for (let step = 0; found < copies; step += 1) {
      const owner = owners[(i + step) % owners.length];
      let isNew = true;
      for (let j = 0; j < found; j += 1) if (lists[i * copies + j] === owner) isNew = false;
      if (isNew) lists[i * copies + found++] = owner;
    }
  }
  return lists;
}

/** The holders of every key, `copies` entries each. @type {(keys: Float64Array, ring: Ring, copies: number) => Uint8Array} */
export function placeOnRing(keys, ring, copies) {
  const holders = new Uint8Array(keys.length * copies);
  const lists = preferences(ring, copies);
  const { positions } = ring;
  let token = 0;
  for (let i = 0; i < keys.length; i += 1) {
    while (token < positions.length && positions[token] < keys[i]) token += 1;
    const at = (token % positions.length) * copies;
    for (let c = 0; c < copies; c += 1) holders[i * copies + c] = lists[at + c];
  }
  return holders;
}

/**
 * The same by hash mod N, further copies on the hosts after that.
 * @type {(keys: Float64Array, hosts: string, copies: number) => Uint8Array}
 */
export function placeByRemainder(keys, hosts, copies) {
  const letters = Array.from(hosts, (host) => LETTERS.indexOf(host));
  const holders = new Uint8Array(keys.length * copies);
  for (let i = 0; i < holders.length; i += 1) holders[i] = letters[(keys[Math.floor(i / copies)] + (i % copies)) % letters.length];
  return holders;
}

/**
 * Shares of all copies, by letter: what each host held, holds, and had to be sent.
 * @type {(before: Uint8Array, after: Uint8Array, copies: number) => { moved: number, held: number[], holds: number[], gained: number[] }}
 */
export function compare(before, after, copies) {
  const [held, holds, gained] = [0, 0, 0].map(() => Array(LETTERS.length).fill(0));
  const unit = 1 / after.length;
  for (let i = 0; i < after.length; i += copies) {
    for (let c = i; c < i + copies; c += 1) {
      held[before[c]] += unit;
      holds[after[c]] += unit;
      let isNew = true;
      for (let d = i; d < i + copies; d += 1) if (before[d] === after[c]) isNew = false;
      if (isNew) gained[after[c]] += unit;
    }
  }
  return { moved: gained.reduce((sum, one) => sum + one, 0), held, holds, gained };
}

/** Moves from one set of hosts (their letters) to another. @type {(before: string, after: string, rules: Rules) => any} */
export function simulate(before, after, rules) {
  const keys = makeKeys(rules.seed);
  const copies = Math.min(rules.copies, before.length, after.length);
  const isRing = rules.placement === "ring";
  const [old, fresh] = isRing ? [makeRing(before, rules), makeRing(after, rules)] : [null, null];
  const was = old ? placeOnRing(keys, old, copies) : placeByRemainder(keys, before, copies);
  const is = fresh ? placeOnRing(keys, fresh, copies) : placeByRemainder(keys, after, copies);
  return { keys, copies, old, fresh, was, is, fair: 1 / after.length, ...compare(was, is, copies) };
}

/** @typedef {{ from: number, to: number, owner: number, before: number }} Arc in turns of the circle */

/**
 * The circle in arcs of one first holder. Where they would be finer than half a degree, the holder of a real key stands for its half
 * degree.
 * @type {(run: any) => Arc[]}
 */
export function makeArcs(run) {
  return run.fresh && run.fresh.positions.length <= 400 ? exact(run.old, run.fresh) : binned(run);
}

/** @type {(run: any) => Arc[]} */
function binned({ keys, copies, was, is }) {
  const bins = 720;
  let key = 0;
  return Array.from({ length: bins }, (_, i) => {
    while (key < keys.length - 1 && keys[key] < ((i + 0.5) / bins) * CIRCLE) key += 1;
    return { from: i / bins, to: (i + 1) / bins, owner: is[key * copies], before: was[key * copies] };
  });
}

/** @type {(before: Ring, after: Ring) => Arc[]} */
function exact(before, after) {
  const ends = [...new Set([...before.positions, ...after.positions])].sort((a, b) => a - b);
  let [b, a] = [0, 0];
  /** @type {Arc[]} */
  const arcs = [];
  ends.forEach((end, i) => {
    while (b < before.positions.length && before.positions[b] < end) b += 1;
    while (a < after.positions.length && after.positions[a] < end) a += 1;
    const from = i ? ends[i - 1] / CIRCLE : ends[ends.length - 1] / CIRCLE - 1;
    arcs.push({ from, to: end / CIRCLE, owner: after.owners[a % after.owners.length], before: before.owners[b % before.owners.length] });
  });
  return arcs;
}

/**
 * A key that shows the change: the first of some that moved, with the token that holds it now.
 * @type {(run: any, seed: number) => { name: string, at: number, token: number, before: number, owner: number }}
 */
export function traceKey({ keys, copies, was, is, fresh }, seed) {
  let chosen = { name: "", i: 0, key: 0 };
  for (let n = 0; n < 400; n += 1) {
    const name = `conv:${(0x9c82 - n * 97).toString(16)}`;
    const key = hash(name, seed);
    const i = Math.min(keys.length - 1, lowerBound(keys, key)) * copies;
    if (n === 0 || was[i] !== is[i]) chosen = { name, i, key };
    if (was[i] !== is[i]) break;
  }
  const { positions } = fresh ?? { positions: [] };
  const token = positions[lowerBound(positions, chosen.key) % positions.length];
  return { name: chosen.name, at: chosen.key / CIRCLE, token: token / CIRCLE, before: was[chosen.i], owner: is[chosen.i] };
}

function lowerBound(/** @type {ArrayLike<number>} */ sorted, /** @type {number} */ value) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
