/**
 * Clients that try again when an answer takes too long, before a server with one queue. The server doesn't know who has given up, so it may work
 * for nobody; then retries keep it overloaded after the cause has gone (a metastable failure: Bronson et al., HotOS 2021).
 */
import { random } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  policy: { kind: "choice", options: ["none", "at-once", "backoff", "jitter", "budget", "cancel"], default: "at-once" },
  load: { kind: "number", min: 0.3, max: 0.98, default: 0.8 },
  trigger: { kind: "choice", options: ["slowdown", "spike"], default: "slowdown" },
  depth: { kind: "number", min: 0, max: 1, default: 0.4 },
  lasts: { kind: "number", min: 1, max: 40, default: 10 },
  timeout: { kind: "number", min: 0.25, max: 5, default: 1 },
  attempts: { kind: "integer", min: 1, max: 6, default: 3 },
  room: { kind: "integer", min: 50, max: 2000, default: 400 },
  seed: { kind: "integer", min: 1, max: 9999, default: 1 },
};

/** Seconds; requests a second; the first wait before a retry. */
export const STEP = 0.05;
export const SPAN = 90;
export const BEGINS = 15;
export const CAPACITY = 100;
export const BASE = 0.5;
/** Shedding refuses this share of first tries for so many seconds, without a retry. */
export const SHED = { share: 0.9, lasts: 10 };
const BUDGET = 0.1;

/**
 * What a policy does.
 * @typedef {{ tries: number, wait: (failures: number, luck: number) => number, budget: number, cancels: boolean }} Policy
 */

/** @type {(name: string, attempts: number) => Policy} */
export function makePolicy(name, attempts) {
  const doubling = (/** @type {number} */ failures) => BASE * 2 ** (failures - 1);
  const jitter = {
    tries: attempts,
    wait: (/** @type {number} */ failures, /** @type {number} */ luck) => 2 * doubling(failures) * luck,
    budget: 0,
    cancels: false,
  };
  /** @type {Record<string, Policy>} */
  const policies = {
    none: { ...jitter, tries: 1 },
    "at-once": { ...jitter, wait: () => 0 },
    backoff: { ...jitter, wait: doubling },
    jitter,
    budget: { ...jitter, budget: BUDGET },
    cancel: { ...jitter, cancels: true },
  };
  return policies[name];
}

/**
 * Requests a second that clients begin, and that the server can answer.
 * @type {(values: Record<string, any>, time: number) => { rate: number, capacity: number }}
 */
export function conditions({ load, trigger, depth, lasts }, time) {
  const isOn = time >= BEGINS && time < BEGINS + lasts;
  return {
    rate: load * CAPACITY * (isOn && trigger === "spike" ? 1 + depth : 1),
    capacity: CAPACITY * (isOn && trigger === "slowdown" ? 1 - depth : 1),
  };
}

export const POLICIES = ["none", "at-once", "backoff", "jitter", "budget", "cancel"];
const [WAITING, ANSWERED, GIVEN_UP] = [0, 1, 2];

/** The life of all tries; a try is a number. */
class Traffic {
  constructor(/** @type {Record<string, any>} */ values, /** @type {Policy} */ policy, /** @type {number[]} */ sheds) {
    this.values = values;
    this.policy = policy;
    this.sheds = sheds;
    /** Arrivals have chance of their own, so that they are the same under every policy. */
    this.clients = random(values.seed);
    this.draw = random(values.seed + 1);
    this.steps = SPAN / STEP;
    const column = () => new Float64Array(this.steps);
    this.first = column();
    this.again = column();
    this.useful = column();
    this.wasted = column();
    this.depth = column();
    this.counts = { begun: 0, answered: 0, failed: 0, shed: 0, tries: 0, refused: 0 };
    /** @type {number[]} */
    this.state = [];
    /** @type {number[]} */
    this.failures = [];
    /** Tries that time out, and that begin, in a step. @type {number[][]} */
    this.timeouts = Array.from({ length: this.steps }, () => []);
    /** @type {number[][]} */
    this.retries = Array.from({ length: this.steps }, () => []);
    /** @type {number[]} */
    this.queue = [];
    this.head = 0;
    this.tokens = 10;
  }

  run() {
    let [owed, spare] = [0, 0];
    for (let step = 0; step < this.steps; step += 1) {
      const { rate, capacity } = conditions(this.values, step * STEP);
      for (const one of this.timeouts[step]) if (this.state[one] === WAITING) this.fail(one, step);
      owed += rate * STEP * (0.5 + this.clients.uniform());
      for (; owed >= 1; owed -= 1) this.begin(step);
      for (const failures of this.retries[step]) this.attempt(failures, step);
      spare = Math.min(spare + capacity * STEP, capacity * STEP + 1);
      for (; spare >= 1 && this.head < this.queue.length; spare -= 1) if (!this.work(step)) break;
      this.depth[step] = this.queue.length - this.head;
    }
    return this;
  }

  begin(/** @type {number} */ step) {
    this.counts.begun += 1;
    const time = step * STEP;
    const isShed = this.sheds.some((from) => time >= from && time < from + SHED.lasts) && this.draw.chance(SHED.share);
    if (isShed) {
      this.counts.shed += 1;
      return;
    }
    this.tokens = Math.min(10, this.tokens + this.policy.budget);
    this.attempt(0, step);
  }

  attempt(/** @type {number} */ failures, /** @type {number} */ step) {
    const one = this.state.length;
    this.state.push(WAITING);
    this.failures.push(failures);
    this.counts.tries += 1;
    (failures ? this.again : this.first)[step] += 1;
    if (this.queue.length - this.head >= this.values.room) {
      this.counts.refused += 1;
      this.fail(one, step);
      return;
    }
    this.queue.push(one);
    const due = step + Math.round(this.values.timeout / STEP);
    if (due < this.steps) this.timeouts[due].push(one);
  }

  /** The client gives this try up and may begin another. */
  fail(/** @type {number} */ one, /** @type {number} */ step) {
    this.state[one] = GIVEN_UP;
    const failures = this.failures[one] + 1;
    const isFunded = !this.policy.budget || this.tokens >= 1;
    if (failures >= this.policy.tries || !isFunded) {
      this.counts.failed += 1;
      return;
    }
    if (this.policy.budget) this.tokens -= 1;
    const due = step + Math.max(1, Math.round(this.policy.wait(failures, this.draw.uniform()) / STEP));
    if (due < this.steps) this.retries[due].push(failures);
  }

  /**
   * Answers the next try, or, if its client has gone, works for nobody; a server that is told of that skips it. Returns false when nothing
   * was left.
   */
  work(/** @type {number} */ step) {
    while (this.policy.cancels && this.head < this.queue.length && this.state[this.queue[this.head]] === GIVEN_UP) this.head += 1;
    if (this.head >= this.queue.length) return false;
    const one = this.queue[this.head++];
    if (this.state[one] === GIVEN_UP) this.wasted[step] += 1;
    else {
      this.state[one] = ANSWERED;
      this.useful[step] += 1;
      this.counts.answered += 1;
    }
    return true;
  }
}

/**
 * One policy through the trigger. `sheds` are the seconds at which the reader sheds load.
 * @type {(values: Record<string, any>, name: string, sheds?: number[]) => any}
 */
export function simulate(values, name, sheds = []) {
  const { first, again, useful, wasted, depth, counts } = new Traffic(values, makePolicy(name, values.attempts), sheds).run();
  const tail = Math.round(20 / STEP);
  const last = useful.slice(-tail).reduce((sum, one) => sum + one, 0) / first.slice(-tail).reduce((sum, one) => sum + one, 0);
  return { name, first, again, useful, wasted, depth, counts, answered: counts.answered / counts.begun, settled: last };
}
