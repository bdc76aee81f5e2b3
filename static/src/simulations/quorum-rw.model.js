/**
 * Reads and writes of one key by quorum: how often a read after an acknowledged write still misses it.
 * Four delays a replica and trial: write there, acknowledgement back, read there, reply back (the WARS model of Bailis et al., "Probabilistically
 * Bounded Staleness", VLDB 2012). All times in milliseconds.
 */
import { quantile, random } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  n: { kind: "integer", min: 3, max: 5, default: 3 },
  w: { kind: "integer", min: 1, max: 5, default: 1 },
  r: { kind: "integer", min: 1, max: 5, default: 1 },
  wait: { kind: "number", min: 0, max: 60, default: 1 },
  slow: { kind: "number", min: 1, max: 10, default: 3 },
  missed: { kind: "integer", min: 0, max: 4, default: 0 },
  down: { kind: "integer", min: 0, max: 4, default: 0 },
  sloppy: { kind: "boolean", default: false },
  seed: { kind: "integer", min: 1, max: 9999, default: 2 },
};

export const TRIALS = 2000;

/** What a replica is: up, back again after it missed the write, or down. @typedef {"up" | "missed" | "down"} Status */
/** @typedef {{ write: number, ack: number, read: number, reply: number, hint: number }} Delays */
/** @typedef {{ commit: number, readers: number[], readTime: number, freshAfter: number }} Verdict */

/** @type {{ key: string, trials: Delays[][] }} */
let kept = { key: "", trials: [] };

/** The delays of every trial; they don't depend on W, R or who is down. The last replica is slow. @returns {Delays[][]} */
export function drawDelays(/** @type {{ n: number, slow: number, seed: number }} */ { n, slow, seed }) {
  const key = `${n} ${slow} ${seed}`;
  if (kept.key !== key) {
    const draw = random(seed);
    const replica = (/** @type {number} */ i) => {
      const pace = i === n - 1 ? slow : 1;
      return {
        write: 1 + pace * draw.lognormal(7, 0.9),
        ack: 0.5 + pace * draw.lognormal(1.5, 0.5),
        read: 0.5 + pace * draw.lognormal(1.5, 0.5),
        reply: 0.5 + pace * draw.lognormal(1.5, 0.5),
        hint: 2 + draw.lognormal(8, 0.6),
      };
    };
    kept = { key, trials: Array.from({ length: TRIALS }, () => Array.from({ length: n }, (_, i) => replica(i))) };
  }
  return kept.trials;
}

/**
 * One write and one read after it. The write is acknowledged by W replicas, or, with a sloppy quorum, by stand-ins for those that are away. The
 * read takes the first R replies. `freshAfter` is how long after the acknowledgement a read must begin to see the write.
 * @type {(trial: Delays[], rules: { w: number, r: number, sloppy: boolean, states: Status[] }) => Verdict}
 */
export function judge(trial, { w, r, sloppy, states }) {
  const acks = trial
    .map(({ write, ack, hint }, i) => (states[i] === "up" ? write + ack : sloppy ? hint : Number.POSITIVE_INFINITY))
    .sort((a, b) => a - b);
  const commit = acks[w - 1];
  const times = trial.map(({ read, reply }, i) => (states[i] === "down" ? Number.POSITIVE_INFINITY : read + reply));
  const order = times.map((_, i) => i).sort((a, b) => times[a] - times[b]);
  const readers = order.slice(0, r);
  const readTime = times[readers[r - 1]];
  let freshAfter = Number.POSITIVE_INFINITY;
  for (const i of readers) if (states[i] === "up") freshAfter = Math.min(freshAfter, trial[i].write - commit - trial[i].read);
  return { commit, readers, readTime, freshAfter };
}

/** @typedef {ReturnType<typeof simulate>} Run */

/** All trials: how often a read that begins so long after the acknowledgement is stale, and the latencies. */
export function simulate(/** @type {Record<string, any>} */ values, /** @type {Status[]} */ states) {
  const { n } = values;
  const [w, r] = [Math.min(values.w, n), Math.min(values.r, n)];
  const trials = drawDelays(/** @type {any} */ (values));
  const verdicts = trials.map((trial) => judge(trial, { w, r, sloppy: values.sloppy, states }));
  const waits = Float64Array.from(verdicts, ({ freshAfter }) => freshAfter).sort();
  const canWrite = Number.isFinite(verdicts[0].commit);
  const canRead = Number.isFinite(verdicts[0].readTime);
  return {
    trials,
    verdicts,
    canWrite,
    canRead,
    overlaps: w + r > n,
    stale: (/** @type {number} */ wait) => 1 - countUpTo(waits, wait) / TRIALS,
    writeTail: canWrite
      ? quantile(
          verdicts.map(({ commit }) => commit),
          0.99,
        )
      : Number.POSITIVE_INFINITY,
    readTail: canRead
      ? quantile(
          verdicts.map(({ readTime }) => readTime),
          0.99,
        )
      : Number.POSITIVE_INFINITY,
  };
}

function countUpTo(/** @type {Float64Array} */ sorted, /** @type {number} */ value) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The states at the start: the first replicas are down, the next have missed the write. @returns {Status[]} */
export function makeStates(/** @type {Record<string, any>} */ { n, missed, down }) {
  return Array.from({ length: n }, (_, i) => (i < down ? "down" : i < down + missed ? "missed" : "up"));
}
