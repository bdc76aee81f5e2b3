/**
 * A fleet of model replicas that follows its demand, when a replica takes minutes to start: a machine, an image, the weights. Requests that find no
 * room wait; those that would wait longer than people do are lost.
 */
import { random } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  policy: { kind: "choice", options: ["utilization", "queue", "forecast", "warm"], default: "utilization" },
  shape: { kind: "choice", options: ["ramp", "spike"], default: "spike" },
  startup: { kind: "number", min: 0.5, max: 30, default: 8 },
  target: { kind: "number", min: 0.3, max: 0.95, default: 0.75 },
  warm: { kind: "integer", min: 0, max: 30, default: 6 },
  patience: { kind: "integer", min: 1, max: 120, default: 20 },
  cooldown: { kind: "number", min: 0, max: 60, default: 10 },
  peak: { kind: "number", min: 1, max: 5, default: 3 },
  seed: { kind: "integer", min: 1, max: 9999, default: 1 },
};

export const POLICIES = ["utilization", "queue", "forecast", "warm"];
/** Minutes; a step is ten seconds. */
export const SPAN = 120;
export const STEP = 1 / 6;
export const BEGINS = 20;
/** Requests a second of one replica, and before the rise. */
export const EACH = 5;
export const BASE = 40;
/** A warm replica needs this long, in minutes. */
const ATTACH = 0.5;
const MOST = 80;

/** What can be foreseen: the curve of the day, without a spike. @type {(values: Record<string, any>, minute: number) => number} */
export function expected({ shape, peak }, minute) {
  if (shape === "spike") return BASE;
  const part = Math.min(1, Math.max(0, (minute - BEGINS) / 30));
  const back = Math.min(1, Math.max(0, (minute - 80) / 25));
  return BASE * (1 + (peak - 1) * (Math.sin((part - 0.5) * Math.PI) + 1) * 0.5 * (1 - back));
}

/** Requests a second in each step. @type {(values: Record<string, any>) => Float64Array} */
export function makeDemand(values) {
  const draw = random(values.seed);
  return Float64Array.from({ length: SPAN / STEP }, (_, i) => {
    const minute = i * STEP;
    const isUp = values.shape === "spike" && minute >= BEGINS && minute < BEGINS + 30;
    const rate = isUp ? BASE * values.peak : expected(values, minute);
    return Math.max(0, rate * (1 + 0.05 * draw.normal()));
  });
}

/**
 * @typedef {{ name: string, ready: Float64Array, starting: Float64Array, spare: Float64Array, wait: Float64Array, lost: Float64Array, lostShare: number, hours: number, worst: number }} Run
 */

/** The replicas of one fleet. */
class Fleet {
  /** Minutes at which replicas that are starting will be ready, in order. @type {number[]} */
  starting = [];
  /** The same for those that refill the pool. @type {number[]} */
  refilling = [];
  constructor(/** @type {number} */ ready, /** @type {number} */ spare, /** @type {number} */ startup) {
    this.ready = ready;
    this.spare = spare;
    this.startup = startup;
  }

  tick(/** @type {number} */ now) {
    while (this.starting.length && this.starting[0] <= now) {
      this.starting.shift();
      this.ready += 1;
    }
    while (this.refilling.length && this.refilling[0] <= now) {
      this.refilling.shift();
      this.spare += 1;
    }
  }

  /** Asks for this many; those of the pool come sooner, and the pool is refilled. */
  grow(/** @type {number} */ count, /** @type {number} */ now) {
    for (let i = 0; i < count && this.ready + this.starting.length < MOST; i += 1) {
      if (this.spare > 0) {
        this.spare -= 1;
        this.starting.push(now + Math.min(ATTACH, this.startup));
        this.refilling.push(now + this.startup);
      } else this.starting.push(now + this.startup);
      this.starting.sort((a, b) => a - b);
    }
  }
}

/**
 * How many replicas a policy wants.
 * @type {(policy: string, at: { values: Record<string, any>, now: number, rate: number, backlog: number, fleet: Fleet }) => number}
 */
export function desire(policy, { values, now, rate, backlog, fleet }) {
  const per = EACH * values.target;
  const byRate = Math.ceil(rate / per);
  if (policy === "queue") {
    const all = fleet.ready + fleet.starting.length;
    if (backlog > 0) return Math.max(all, fleet.ready + Math.ceil(backlog / (EACH * 10)));
    return rate < fleet.ready * EACH * values.target ? Math.max(byRate, 1) : all;
  }
  if (policy !== "forecast") return byRate;
  let ahead = rate;
  for (let minute = now; minute <= now + values.startup + 1; minute += 1) ahead = Math.max(ahead, expected(values, minute));
  return Math.ceil(ahead / per);
}

/** One policy through the demand. @type {(demand: Float64Array, policy: string, values: Record<string, any>) => Run} */
export function scale(demand, policy, values) {
  const column = () => new Float64Array(demand.length);
  const [ready, starting, spare, wait, lost] = [column(), column(), column(), column(), column()];
  const fleet = new Fleet(Math.ceil(BASE / (EACH * values.target)), policy === "warm" ? values.warm : 0, values.startup);
  let [backlog, hours, all, quietSince] = [0, 0, 0, 0];
  demand.forEach((rate, i) => {
    const now = i * STEP;
    fleet.tick(now);
    const seen = (demand[Math.max(0, i - 1)] + demand[Math.max(0, i - 2)] + demand[Math.max(0, i - 3)]) / 3;
    const wanted = desire(policy, { values, now, rate: seen, backlog, fleet });
    const have = fleet.ready + fleet.starting.length;
    if (wanted > have) fleet.grow(wanted - have, now);
    if (wanted >= fleet.ready || fleet.starting.length) quietSince = now;
    else if (now - quietSince >= values.cooldown) fleet.ready = Math.max(wanted, fleet.ready - 1);
    const seconds = STEP * 60;
    const capacity = fleet.ready * EACH;
    backlog = Math.max(0, backlog + (rate - capacity) * seconds);
    const room = capacity * values.patience;
    lost[i] = Math.max(0, backlog - room) / seconds;
    backlog = Math.min(backlog, room);
    wait[i] = backlog / capacity;
    [ready[i], starting[i], spare[i]] = [fleet.ready, fleet.starting.length + fleet.refilling.length, fleet.spare];
    hours += ((fleet.ready + fleet.starting.length + fleet.spare + fleet.refilling.length) * STEP) / 60;
    all += rate;
  });
  const lostShare = lost.reduce((sum, one) => sum + one, 0) / all;
  return { name: policy, ready, starting, spare, wait, lost, lostShare, hours, worst: wait.reduce((most, one) => Math.max(most, one), 0) };
}

export function simulate(/** @type {Record<string, any>} */ values) {
  const demand = makeDemand(values);
  const ways = POLICIES.map((policy) => scale(demand, policy, values));
  return {
    demand,
    ways,
    chosen: ways[POLICIES.indexOf(values.policy)],
    least: demand.reduce((sum, rate) => sum + (rate / EACH) * (STEP / 60), 0),
  };
}
