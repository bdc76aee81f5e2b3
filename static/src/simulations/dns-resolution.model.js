/**
 * A recursive resolver that walks from the root to the name server of a zone and keeps what it learns; and many of them after the address of a
 * name has changed. Latencies are round trips in milliseconds.
 */
import { random } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  scene: { kind: "choice", options: ["lookup", "failover"], default: "lookup" },
  ttl: { kind: "integer", min: 5, max: 86_400, default: 60 },
  detection: { kind: "integer", min: 0, max: 300, default: 30 },
  clamped: { kind: "number", min: 0, max: 1, default: 0.1 },
  floor: { kind: "integer", min: 0, max: 3600, default: 300 },
  demand: { kind: "integer", min: 10, max: 100_000, default: 2000 },
  seed: { kind: "integer", min: 1, max: 9999, default: 1 },
};

export const SERVERS = ["client", "resolver", "root", ".com", "example.com"];
/** From the resolver and back; from the client to it. */
export const ROUND_TRIP = [4, 0, 18, 26, 42];
/** Two days for a delegation, in seconds. */
export const DELEGATION = 172_800;
/** Seconds at which somebody asks, and for what. @type {[number, string][]} */
export const QUESTIONS = [
  [0, "api.example.com"],
  [5, "api.example.com"],
  [20, "www.example.com"],
  [90, "api.example.com"],
  [400, "api.example.com"],
];

/**
 * `at` and `took` in milliseconds of this lookup.
 * @typedef {{ from: number, to: number, words: string, at: number, took: number, isReply: boolean }} Message
 */
/** @typedef {{ name: string, time: number, messages: Message[], total: number, cache: Map<string, number>, isCached: boolean }} Lookup */

/**
 * What a resolver does for one question. `cache` maps what it knows to when that expires, in seconds; it is filled.
 * @type {(name: string, time: number, cache: Map<string, number>, ttl: number) => Omit<Lookup, "cache">}
 */
export function resolve(name, time, cache, ttl) {
  /** @type {Message[]} */
  const messages = [];
  let at = 0;
  const knows = (/** @type {string} */ what) => (cache.get(what) ?? Number.NEGATIVE_INFINITY) > time;
  const ask = (/** @type {number} */ to, /** @type {string} */ question, /** @type {string} */ reply) => {
    const took = ROUND_TRIP[to] / 2;
    messages.push(
      { from: 1, to, words: question, at, took, isReply: false },
      { from: to, to: 1, words: reply, at: at + took, took, isReply: true },
    );
    at += 2 * took;
  };
  const hop = ROUND_TRIP[0] / 2;
  messages.push({ from: 0, to: 1, words: `A ${name}?`, at, took: hop, isReply: false });
  at += hop;
  const isCached = knows(`A ${name}`);
  if (!isCached) {
    if (!knows("NS example.com")) {
      if (!knows("NS com")) {
        ask(2, name, "ask .com");
        cache.set("NS com", time + DELEGATION);
      }
      ask(3, name, "ask example.com");
      cache.set("NS example.com", time + DELEGATION);
    }
    ask(4, name, `A, ttl ${ttl} s`);
    cache.set(`A ${name}`, time + ttl);
  }
  messages.push({ from: 1, to: 0, words: isCached ? "A, from the cache" : "A", at, took: hop, isReply: true });
  return { name, time, messages, total: at + hop, isCached };
}

/** All questions in turn, with one cache. @type {(ttl: number) => Lookup[]} */
export function runLookups(ttl) {
  const cache = new Map();
  return QUESTIONS.map(([time, name]) => ({ ...resolve(name, time, cache, ttl), cache: new Map(cache) }));
}

export const RESOLVERS = 400;
/** Seconds before and after the failure. */
export const BEFORE = 120;
export const AFTER = 720;
export const STEP = 10;

/**
 * The resolvers of the world: busy ones and idle ones, and which of them keep records longer than told.
 * @type {(values: Record<string, any>) => { rates: Float64Array, ttls: Float64Array }}
 */
export function makeResolvers({ ttl, clamped, floor, demand, seed }) {
  const draw = random(seed);
  const weights = Float64Array.from({ length: RESOLVERS }, (_, i) => 1 / (i + 1));
  const sum = weights.reduce((total, one) => total + one, 0);
  const ttls = Float64Array.from({ length: RESOLVERS }, () => (draw.chance(clamped) ? Math.max(ttl, floor) : ttl));
  return { rates: weights.map((one) => (one / sum) * demand), ttls };
}

/**
 * The address fails at 0 and the record changes `detection` seconds later. In steps of ten seconds: questions to the name servers a second, and
 * the share of lookups that is still answered with the dead address.
 * @type {(values: Record<string, any>) => { load: Float64Array, dead: Float64Array, queries: number, until: number }}
 */
export function runFailover(values) {
  const { rates, ttls } = makeResolvers(values);
  const draw = random(values.seed + 1);
  const steps = (BEFORE + AFTER) / STEP;
  const [load, dead] = [new Float64Array(steps), new Float64Array(steps)];
  let queries = 0;
  rates.forEach((rate, i) => {
    const share = rate / values.demand;
    let now = -BEFORE - draw.uniform() * (ttls[i] + 1 / rate);
    for (let expiry = now; now < AFTER; now = expiry + draw.exponential(1 / rate)) {
      if (now >= -BEFORE) {
        load[Math.floor((now + BEFORE) / STEP)] += 1 / STEP;
        queries += 1;
      }
      expiry = now + ttls[i];
      const isOld = now < values.detection;
      if (isOld) addSpan(dead, Math.max(0, now), Math.min(AFTER, expiry), share);
    }
  });
  const last = dead.findLastIndex((one) => one > 0.05);
  return { load, dead, queries: queries / (BEFORE + AFTER), until: last < 0 ? 0 : (last + 1) * STEP - BEFORE };
}

/** Adds a share to every step that lies between two times. */
function addSpan(/** @type {Float64Array} */ list, /** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ share) {
  for (let i = Math.floor((from + BEFORE) / STEP); i < list.length; i += 1) {
    const start = i * STEP - BEFORE;
    const part = Math.min(to, start + STEP) - Math.max(from, start);
    if (part <= 0) return;
    list[i] += (share * part) / STEP;
  }
}

export const TTLS = [5, 10, 20, 30, 60, 120, 300, 600];

/**
 * Questions a second and seconds until 95% reach the new address, for each time to live.
 * @returns {Generator<{ ttl: number, queries: number, until: number }>}
 */
export function* sweep(/** @type {Record<string, any>} */ values) {
  for (const ttl of TTLS) {
    const { queries, until } = runFailover({ ...values, ttl });
    yield { ttl, queries, until };
  }
}
