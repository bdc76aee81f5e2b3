/**
 * Ids of 63 bits from a time in milliseconds, a worker and a sequence, as Twitter's Snowflake made them (2010); one worker through a step of its
 * clock, under three rules for time that goes back.
 */
import { random } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  policy: { kind: "choice", options: ["trust", "wait", "logical"], default: "trust" },
  time_bits: { kind: "integer", min: 32, max: 46, default: 41 },
  worker_bits: { kind: "integer", min: 0, max: 16, default: 10 },
  rate: { kind: "integer", min: 1, max: 20_000, default: 2000 },
  back: { kind: "integer", min: 0, max: 40, default: 10 },
  worker: { kind: "integer", min: 0, max: 65_535, default: 301 },
  seed: { kind: "integer", min: 1, max: 9999, default: 1 },
};

export const BITS = 63;
/** Milliseconds that are shown, and when the clock steps back. */
export const SPAN = 80;
export const STEP_AT = 30;
export const POLICIES = ["trust", "wait", "logical"];
/** Time since the epoch of the ids when the picture begins: ten years. */
export const SINCE_EPOCH = 315_576_000_000;

/** @typedef {{ years: number, workers: number, perMillisecond: number, perSecond: number, sequenceBits: number }} Capacity */

/** @type {(layout: { time_bits: number, worker_bits: number }) => Capacity} */
export function capacity({ time_bits, worker_bits }) {
  const sequenceBits = BITS - time_bits - worker_bits;
  const [workers, perMillisecond] = [2 ** worker_bits, 2 ** sequenceBits];
  return { years: 2 ** time_bits / 31_557_600_000, workers, perMillisecond, perSecond: workers * perMillisecond * 1000, sequenceBits };
}

/** @type {(parts: { time: number, worker: number, sequence: number }, layout: { time_bits: number, worker_bits: number }) => bigint} */
export function makeId({ time, worker, sequence }, { time_bits, worker_bits }) {
  const sequenceBits = BigInt(BITS - time_bits - worker_bits);
  const wrapped = BigInt(time) & ((1n << BigInt(time_bits)) - 1n);
  return (wrapped << (BigInt(worker_bits) + sequenceBits)) | (BigInt(worker % 2 ** worker_bits) << sequenceBits) | BigInt(sequence);
}

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** Without 0, O, I and l, which people mix up. */
export function base58(/** @type {bigint} */ id) {
  let text = "";
  for (let rest = id; rest > 0n || text === ""; rest /= 58n) text = ALPHABET[Number(rest % 58n)] + text;
  return text;
}

/** What the worker's clock says in each true millisecond. */
export const wallClock = (/** @type {number} */ now, /** @type {number} */ back) => (now < STEP_AT ? now : now - back);

/** How many ids are asked for in each millisecond. @type {(values: Record<string, any>) => Int32Array} */
export function makeDemand({ rate, seed }) {
  const draw = random(seed);
  return Int32Array.from({ length: SPAN }, () => Math.max(0, Math.round(rate * (1 + 0.25 * draw.normal()))));
}

/** `from` to `from + count` in the sequence of `time`. @typedef {{ time: number, from: number, count: number }} Batch */
/**
 * @typedef {{ name: string, batches: Batch[][], waiting: Int32Array, duplicates: Int32Array, total: number, issued: number, longest: number, ahead: number }} Run
 */

/** One worker, millisecond by millisecond. @type {(demand: Int32Array, policy: string, values: Record<string, any>) => Run} */
export function issue(demand, policy, values) {
  const room = capacity(/** @type {any} */ (values)).perMillisecond;
  const used = new Map();
  const [waiting, duplicates] = [new Int32Array(SPAN), new Int32Array(SPAN)];
  let [last, sequence, queue, stuck, longest, ahead, issued] = [-1, 0, 0, 0, 0, 0, 0];
  const batches = Array.from(demand, (asked, now) => {
    const clock = wallClock(now, values.back);
    /** @type {Batch[]} */
    const made = [];
    queue += asked;
    let time = policy === "trust" ? clock : Math.max(clock, last);
    const mayIssue = policy !== "wait" || clock >= last;
    while (mayIssue && queue > 0) {
      if (time !== last) [last, sequence] = [time, 0];
      const count = Math.min(queue, room - sequence);
      if (count > 0) {
        const before = used.get(time) ?? 0;
        duplicates[now] += Math.max(0, Math.min(before, sequence + count) - sequence);
        used.set(time, Math.max(before, sequence + count));
        made.push({ time, from: sequence, count });
        sequence += count;
        queue -= count;
        issued += count;
      }
      if (queue === 0 || policy !== "logical") break;
      time += 1;
    }
    waiting[now] = queue;
    stuck = queue > 0 && made.length === 0 ? stuck + 1 : 0;
    longest = Math.max(longest, stuck);
    ahead = Math.max(ahead, last - clock);
    return made;
  });
  return { name: policy, batches, waiting, duplicates, total: duplicates.reduce((sum, one) => sum + one, 0), issued, longest, ahead };
}

export function simulate(/** @type {Record<string, any>} */ values) {
  const demand = makeDemand(values);
  const ways = POLICIES.map((policy) => issue(demand, policy, values));
  return { demand, ways, chosen: ways[POLICIES.indexOf(values.policy)], ...capacity(/** @type {any} */ (values)) };
}
