/**
 * A queue before a worker pool during a burst, under four rules for what happens when it fills. Messages are counted one by one; a message that is
 * served after its deadline was served for nobody.
 */
import { random } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  policy: { kind: "choice", options: ["unbounded", "reject", "drop-oldest", "expire"], default: "unbounded" },
  burst: { kind: "number", min: 1, max: 10, default: 3 },
  bound: { kind: "integer", min: 50, max: 5000, default: 300 },
  deadline: { kind: "number", min: 1, max: 30, default: 5 },
  load: { kind: "number", min: 0.3, max: 0.95, default: 0.8 },
  memory: { kind: "integer", min: 0, max: 20_000, default: 4000 },
  seed: { kind: "integer", min: 1, max: 9999, default: 1 },
};

export const POLICIES = PARAMETERS.policy.kind === "choice" ? PARAMETERS.policy.options : [];
/** Seconds: one step, the whole, the burst, and a restart. */
export const STEP = 0.25;
export const SPAN = 150;
export const BURST = [20, 50];
export const RESTART = 8;
/** Messages a second that the pool serves. */
export const CAPACITY = 100;

/** Messages that arrive in each step. @type {(values: Record<string, any>) => Int32Array} */
export function makeArrivals({ load, burst, seed }) {
  const draw = random(seed);
  let owed = 0;
  return Int32Array.from({ length: SPAN / STEP }, (_, step) => {
    const time = step * STEP;
    const rate = load * CAPACITY * (time >= BURST[0] && time < BURST[1] ? burst : 1);
    owed += rate * STEP * (0.85 + 0.3 * draw.uniform());
    const whole = Math.floor(owed);
    owed -= whole;
    return whole;
  });
}

/** The steps in which waiting messages arrived, oldest first. */
class Waiting {
  #steps;
  #head = 0;
  #tail = 0;
  constructor(/** @type {number} */ room) {
    this.#steps = new Int32Array(room);
  }
  get size() {
    return this.#tail - this.#head;
  }
  get oldest() {
    return this.#steps[this.#head];
  }
  add(/** @type {number} */ step) {
    this.#steps[this.#tail++] = step;
  }
  take() {
    return this.#steps[this.#head++];
  }
  clear() {
    this.#head = this.#tail;
  }
}

/** @typedef {ReturnType<typeof serve>} Run */

/**
 * What becomes of every message: `fresh` and `late` were served in and after time; `refused` got no place; `dropped` were thrown out of the queue;
 * `lost` were in memory when it ran out.
 * @param {Int32Array} arrivals
 * @param {string} policy
 * @param {Record<string, any>} values
 */
export function serve(arrivals, policy, { bound, deadline, memory }) {
  const length = arrivals.length;
  const queue = new Waiting(arrivals.reduce((sum, one) => sum + one, 0));
  const [fresh, late, refused, dropped, depth, age] = Array.from({ length: 6 }, () => new Float64Array(length));
  /** @type {number[]} */
  const crashes = [];
  let [lost, downUntil] = [0, 0];
  const isLate = (/** @type {number} */ step, /** @type {number} */ arrived) => (step - arrived) * STEP > deadline;
  for (let step = 0; step < length; step += 1) {
    const isDown = step < downUntil;
    for (let i = 0; i < arrivals[step]; i += 1) {
      if (isDown || (policy === "reject" && queue.size >= bound)) {
        refused[step] += 1;
        continue;
      }
      if (policy === "drop-oldest" && queue.size >= bound) {
        queue.take();
        dropped[step] += 1;
      }
      queue.add(step);
    }
    if (memory && queue.size > memory) {
      lost += queue.size;
      queue.clear();
      crashes.push(step);
      downUntil = step + RESTART / STEP;
    }
    while (policy === "expire" && queue.size && isLate(step, queue.oldest)) {
      queue.take();
      dropped[step] += 1;
    }
    for (let i = 0; !isDown && i < CAPACITY * STEP && queue.size; i += 1) (isLate(step, queue.take()) ? late : fresh)[step] += 1;
    depth[step] = queue.size;
    age[step] = queue.size ? (step - queue.oldest) * STEP : 0;
  }
  return { policy, fresh, late, refused, dropped, depth, age, crashes, lost, left: queue.size };
}

const total = (/** @type {ArrayLike<number>} */ list) => Array.prototype.reduce.call(list, (sum, one) => sum + one, 0);

/** How many messages ended in which way. */
export function count(/** @type {Run} */ { fresh, late, refused, dropped, lost, left }) {
  const [a, b, c, d] = [fresh, late, refused, dropped].map(total);
  return { fresh: a, late: b, refused: c, dropped: d, lost, left };
}

export function simulate(/** @type {Record<string, any>} */ values) {
  const arrivals = makeArrivals(values);
  const runs = POLICIES.map((policy) => serve(arrivals, policy, values));
  const chosen = /** @type {Run} */ (runs.find(({ policy }) => policy === values.policy));
  return {
    arrivals,
    all: total(arrivals),
    chosen,
    ways: runs.map((run) => ({ name: run.policy, crashes: run.crashes.length, ...count(run) })),
  };
}
