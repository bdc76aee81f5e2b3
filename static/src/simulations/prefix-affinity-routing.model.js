/**
 * Replicas of a model that keep keys and values of earlier prompts, and sessions whose every turn begins with what came before. A router that sends a
 * turn to where its prefix is saves the computing of it; one that sends too much there makes it wait.
 */
import { hash, quantile, random } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  policy: { kind: "choice", options: ["round", "least", "prompt", "bounded", "session", "aware"], default: "round" },
  replicas: { kind: "integer", min: 2, max: 8, default: 6 },
  rate: { kind: "number", min: 1, max: 30, default: 12 },
  hot: { kind: "number", min: 0.1, max: 0.9, default: 0.4 },
  system: { kind: "integer", min: 0, max: 8000, default: 3000 },
  bound: { kind: "number", min: 1, max: 4, default: 1.25 },
  memory: { kind: "integer", min: 5000, max: 200_000, default: 30_000 },
  seed: { kind: "integer", min: 1, max: 9999, default: 1 },
};

export const POLICIES = ["round", "least", "prompt", "bounded", "session", "aware"];
/** Seconds; system prompts; prompt tokens that a replica computes in a second. */
export const SPAN = 120;
export const GROUPS = 12;
export const SPEED = 5000;
/** The first turns find every cache empty and aren't counted. */
const WARM = 20;
/** Tokens that a turn adds: what is asked, and the answer before it. */
const TURN = 300;

/** @typedef {{ time: number, group: number, session: number, system: number, history: number }} Turn */

/** Sessions open at a steady rate and have eight turns in the mean. @type {(values: Record<string, any>) => Turn[]} */
export function makeTurns({ rate, hot, system, seed }) {
  const draw = random(seed);
  /** @type {Turn[]} */
  const turns = [];
  let session = 0;
  for (let opens = -60; opens < SPAN; opens += draw.exponential(8 / rate)) {
    session += 1;
    const group = draw.chance(hot) ? 0 : 1 + draw.integer(GROUPS - 1);
    let time = opens;
    for (let turn = 0; turn === 0 || draw.chance(7 / 8); turn += 1) {
      if (time >= 0 && time < SPAN) turns.push({ time, group, session, system, history: turn * TURN });
      time += 2 + draw.exponential(8);
    }
  }
  return turns.sort((a, b) => a.time - b.time);
}

/** Prefixes of one replica; those used longest ago make room. `tokens` counts them by system prompt; the last entry is histories. */
export class PrefixCache {
  /** @type {Map<string, { size: number, kind: number }>} */
  held = new Map();
  used = 0;
  tokens = new Float64Array(GROUPS + 1);

  constructor(/** @type {number} */ room) {
    this.room = room;
  }

  /** Tokens of this turn's prompt that are here: a history counts only together with its system prompt. */
  has(/** @type {Turn} */ { group, session, system, history }) {
    if (system > 0 && !this.held.has(`p${group}`)) return 0;
    return system + Math.min(history, this.held.get(`s${session}`)?.size ?? 0);
  }

  keep(/** @type {Turn} */ { group, session, system, history }) {
    this.#put(`s${session}`, history + TURN, GROUPS);
    if (system > 0) this.#put(`p${group}`, system, group);
  }

  #put(/** @type {string} */ key, /** @type {number} */ size, /** @type {number} */ kind) {
    this.#drop(key);
    if (size > this.room) return;
    for (const oldest of this.held.keys()) {
      if (this.used + size <= this.room) break;
      this.#drop(oldest);
    }
    this.held.set(key, { size, kind });
    this.used += size;
    this.tokens[kind] += size;
  }

  #drop(/** @type {string} */ key) {
    const entry = this.held.get(key);
    if (!entry) return;
    this.held.delete(key);
    this.used -= entry.size;
    this.tokens[entry.kind] -= entry.size;
  }
}

/** @typedef {{ freeAt: Float64Array, caches: PrefixCache[], bound: number }} Fleet */

/** From the place of a hash on, the first replica that is not too busy. @type {(key: string, now: number, fleet: Fleet) => number} */
function bounded(key, now, { freeAt, bound }) {
  const count = freeAt.length;
  const work = Array.from(freeAt, (free) => Math.max(0, free - now));
  const mean = work.reduce((sum, one) => sum + one, 0) / count;
  const first = hash(key) % count;
  for (let step = 0; step < count; step += 1) {
    const replica = (first + step) % count;
    if (work[replica] <= bound * mean + 0.05) return replica;
  }
  return work.indexOf(Math.min(...work));
}

const least = (/** @type {number} */ count, /** @type {(replica: number) => number} */ of) => {
  let best = 0;
  for (let replica = 1; replica < count; replica += 1) if (of(replica) < of(best)) best = replica;
  return best;
};

/** @type {Record<string, (turn: Turn, i: number, fleet: Fleet) => number>} */
export const ROUTERS = {
  round: (_turn, i, { freeAt }) => i % freeAt.length,
  least: ({ time }, i, { freeAt }) =>
    (least(freeAt.length, (replica) => Math.max(0, freeAt[(replica + i) % freeAt.length] - time)) + i) % freeAt.length,
  prompt: ({ group }, _i, { freeAt }) => hash(`p${group}`) % freeAt.length,
  bounded: ({ group, time }, _i, fleet) => bounded(`p${group}`, time, fleet),
  session: ({ session }, _i, { freeAt }) => hash(`s${session}`) % freeAt.length,
  aware: (turn, _i, { freeAt, caches }) =>
    least(freeAt.length, (replica) => Math.max(0, freeAt[replica] - turn.time) - caches[replica].has(turn) / SPEED),
};

/**
 * `work`: seconds that each replica had before it, every second; `tokens`: what the caches held then.
 * @typedef {{ name: string, first: number, median: number, cached: number, skew: number, work: Float64Array[], tokens: Float64Array[][] }} Run
 */

/** One router over all turns. @type {(turns: Turn[], name: string, values: Record<string, any>) => Run} */
export function route(turns, name, { replicas, memory, bound }) {
  const fleet = { freeAt: new Float64Array(replicas), caches: Array.from({ length: replicas }, () => new PrefixCache(memory)), bound };
  const busy = new Float64Array(replicas);
  /** @type {number[]} */
  const waits = [];
  const [work, tokens] = /** @type {[Float64Array[], Float64Array[][]]} */ ([[], []]);
  let [found, all, second] = [0, 0, 0];
  const look = (/** @type {number} */ until) => {
    for (; second <= until && second <= SPAN; second += 1) {
      const now = second;
      work.push(fleet.freeAt.map((free) => Math.max(0, free - now)));
      tokens.push(fleet.caches.map((cache) => cache.tokens.slice()));
    }
  };
  turns.forEach((turn, i) => {
    look(turn.time);
    const replica = ROUTERS[name](turn, i, fleet);
    const here = fleet.caches[replica].has(turn);
    const prompt = turn.system + turn.history + TURN / 2;
    const seconds = (prompt - here) / SPEED;
    fleet.freeAt[replica] = Math.max(turn.time, fleet.freeAt[replica]) + seconds;
    fleet.caches[replica].keep(turn);
    if (turn.time < WARM) return;
    waits.push(fleet.freeAt[replica] - turn.time);
    busy[replica] += seconds;
    found += here;
    all += prompt;
  });
  look(SPAN);
  const mean = busy.reduce((sum, one) => sum + one, 0) / replicas;
  return {
    name,
    first: quantile(waits, 0.95),
    median: quantile(waits, 0.5),
    cached: found / all,
    skew: Math.max(...busy) / mean,
    work,
    tokens,
  };
}

export function simulate(/** @type {Record<string, any>} */ values) {
  const turns = makeTurns(values);
  const ways = POLICIES.map((name) => route(turns, name, values));
  return { turns, ways, chosen: ways[POLICIES.indexOf(values.policy)] };
}
