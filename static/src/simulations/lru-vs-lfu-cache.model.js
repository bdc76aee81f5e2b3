/**
 * One trace of requests through caches of the same size: LRU, LFU, SIEVE (Zhang et al., NSDI 2024), LRU behind an admission filter (a key enters when
 * it is asked for a second time), and the best that is possible for who knows the future (Belady 1966).
 */
import { random, zipf } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  policy: { kind: "choice", options: ["lru", "lfu", "sieve", "admission"], default: "lru" },
  traffic: { kind: "choice", options: ["zipf", "scan", "shifting", "one-hit"], default: "zipf" },
  capacity: { kind: "integer", min: 10, max: 240, default: 60 },
  skew: { kind: "number", min: 0.4, max: 1.4, default: 0.9 },
  seed: { kind: "integer", min: 1, max: 9999, default: 1 },
};

export const POLICIES = ["lru", "lfu", "sieve", "admission"];
export const REQUESTS = 4000;
export const CATALOG = 1000;
/** A snapshot of the contents every so many requests. */
export const EVERY = 40;
/** Scans read so many keys once, shifts move the hot set, at every so many requests. */
const SCAN = { every: 1000, first: 500, keys: 340 };
const SHIFT = 1000;
const NEVER = 2 ** 30;

/** The keys of all requests. @type {(values: Record<string, any>) => Int32Array} */
export function makeTrace({ traffic, skew, seed }) {
  const draw = random(seed);
  const popularity = zipf(CATALOG, skew);
  let fresh = CATALOG;
  return Int32Array.from({ length: REQUESTS }, (_, i) => {
    const rank = popularity.rank(draw.uniform());
    const isOnce = draw.chance(0.5);
    if (traffic === "scan" && (i + SCAN.first) % SCAN.every < SCAN.keys) return fresh++;
    if (traffic === "one-hit" && isOnce) return fresh++;
    return traffic === "shifting" ? (rank + Math.floor(i / SHIFT) * 250) % CATALOG : rank;
  });
}

/** For each request, at which request its key comes next. */
export function nextUses(/** @type {Int32Array} */ trace) {
  const next = new Int32Array(trace.length);
  const seen = new Map();
  for (let i = trace.length - 1; i >= 0; i -= 1) {
    next[i] = seen.get(trace[i]) ?? NEVER;
    seen.set(trace[i], i);
  }
  return next;
}

/** @typedef {{ access: (key: number) => boolean, keys: () => number[] }} Cache `access` tells whether it was a hit. */

/** @type {(capacity: number) => Cache & { takes: (key: number) => boolean }} */
function makeLru(capacity) {
  const held = new Map();
  return {
    access(key) {
      const isHit = held.delete(key);
      if (!isHit && held.size >= capacity) held.delete(held.keys().next().value);
      held.set(key, true);
      return isHit;
    },
    keys: () => [...held.keys()].reverse(),
    /** Holds it, or has room for it. */
    takes: (key) => held.has(key) || held.size < capacity,
  };
}

/** The least often used goes; of those the one not used for longest. @type {(capacity: number) => Cache} */
function makeLfu(capacity) {
  const [keys, uses, last] = [new Int32Array(capacity), new Int32Array(capacity), new Int32Array(capacity)];
  const place = new Map();
  let [size, clock] = [0, 0];
  const victim = () => {
    let worst = 0;
    for (let i = 1; i < capacity; i += 1) if (uses[i] < uses[worst] || (uses[i] === uses[worst] && last[i] < last[worst])) worst = i;
    place.delete(keys[worst]);
    return worst;
  };
  return {
    access(key) {
      clock += 1;
      const found = place.get(key);
      const at = found ?? (size < capacity ? size++ : victim());
      uses[at] = found === undefined ? 1 : uses[at] + 1;
      keys[at] = key;
      last[at] = clock;
      place.set(key, at);
      return found !== undefined;
    },
    keys: () => [...place].sort(([, a], [, b]) => uses[b] - uses[a] || last[b] - last[a]).map(([key]) => key),
  };
}

/**
 * A queue whose hand passes over keys that were used since it last came by, and evicts the first that wasn't.
 * @type {(capacity: number) => Cache}
 */
function makeSieve(capacity) {
  /** Oldest first. @type {number[]} */
  const queue = [];
  const used = new Map();
  let hand = 0;
  return {
    access(key) {
      if (used.has(key)) {
        used.set(key, true);
        return true;
      }
      if (queue.length >= capacity) {
        while (used.get(queue[hand])) {
          used.set(queue[hand], false);
          hand = (hand + 1) % capacity;
        }
        used.delete(queue[hand]);
        queue.splice(hand, 1);
        if (hand === queue.length) hand = 0;
      }
      queue.push(key);
      used.set(key, false);
      return false;
    },
    keys: () => [...queue].reverse(),
  };
}

/**
 * LRU that takes a key only if it was asked for before, in this or the last period of ten times its size.
 * @type {(capacity: number) => Cache}
 */
function makeAdmission(capacity) {
  const cache = makeLru(capacity);
  let [now, before, count] = [new Set(), new Set(), 0];
  return {
    access(key) {
      count += 1;
      if (count % (10 * capacity) === 0) [now, before] = [new Set(), now];
      const isKnown = now.has(key) || before.has(key);
      now.add(key);
      return (isKnown || cache.takes(key)) && cache.access(key);
    },
    keys: cache.keys,
  };
}

/** @type {Record<string, (capacity: number) => Cache>} */
export const CACHES = { lru: makeLru, lfu: makeLfu, sieve: makeSieve, admission: makeAdmission };

/**
 * The hits of the best possible cache: it evicts what is needed last, or refuses the new key if that is it.
 * @type {(trace: Int32Array, next: Int32Array, capacity: number, mayRefuse?: boolean) => Uint8Array}
 */
export function runBest(trace, next, capacity, mayRefuse = true) {
  const hits = new Uint8Array(trace.length);
  const place = new Map();
  const [keys, when] = [new Int32Array(capacity), new Int32Array(capacity)];
  trace.forEach((key, i) => {
    let at = place.get(key);
    if (at !== undefined) hits[i] = 1;
    else if (place.size < capacity) at = place.size;
    else {
      at = 0;
      for (let j = 1; j < capacity; j += 1) if (when[j] > when[at]) at = j;
      if (mayRefuse && next[i] >= when[at]) return;
      place.delete(keys[at]);
    }
    keys[at] = key;
    when[at] = next[i];
    place.set(key, at);
  });
  return hits;
}

/** @typedef {{ name: string, hits: Uint8Array, ratio: number, contents: number[][] }} Run */

/** @type {(trace: Int32Array, name: string, capacity: number, isKept?: boolean) => Run} */
export function run(trace, name, capacity, isKept = false) {
  const cache = CACHES[name](capacity);
  /** @type {number[][]} */
  const contents = [[]];
  const hits = new Uint8Array(trace.length);
  for (let i = 0; i < trace.length; i += 1) {
    hits[i] = cache.access(trace[i]) ? 1 : 0;
    if (isKept && (i + 1) % EVERY === 0) contents.push(cache.keys());
  }
  return { name, hits, ratio: hits.reduce((sum, one) => sum + one, 0) / hits.length, contents };
}

export function simulate(/** @type {Record<string, any>} */ values) {
  const trace = makeTrace(values);
  const next = nextUses(trace);
  const best = runBest(trace, next, values.capacity);
  const runs = POLICIES.map((name) => run(trace, name, values.capacity, name === values.policy));
  const chosen = /** @type {Run} */ (runs.find(({ name }) => name === values.policy));
  return { trace, next, runs, chosen, best, bestRatio: best.reduce((sum, one) => sum + one, 0) / best.length };
}

/**
 * When each key of a snapshot is asked for next: how many requests from now, or NEVER.
 * @type {(trace: Int32Array, keys: number[], from: number) => number[]}
 */
export function distances(trace, keys, from) {
  const wanted = new Map();
  for (let i = trace.length - 1; i >= from; i -= 1) wanted.set(trace[i], i - from);
  return keys.map((key) => wanted.get(key) ?? NEVER);
}
