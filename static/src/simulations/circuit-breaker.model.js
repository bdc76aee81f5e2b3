/**
 * A caller with a pool of threads, a dependency that fails in bursts (slowly, by timeout), and a circuit breaker between them: closed, open for a
 * cool-down, then half-open for a few probes (Nygard, "Release It!").
 */
import { random } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  threshold: { kind: "number", min: 0.05, max: 1, default: 0.5 },
  window: { kind: "integer", min: 5, max: 100, default: 20 },
  cooldown: { kind: "number", min: 0.5, max: 30, default: 5 },
  probes: { kind: "integer", min: 1, max: 10, default: 3 },
  fails: { kind: "number", min: 0.1, max: 1, default: 0.9 },
  noise: { kind: "number", min: 0, max: 0.2, default: 0.02 },
  timeout: { kind: "number", min: 0.2, max: 5, default: 1 },
  pool: { kind: "integer", min: 5, max: 100, default: 20 },
  seed: { kind: "integer", min: 1, max: 9999, default: 3 },
};

/** Seconds and calls a second. */
export const SPAN = 120;
export const BIN = 0.5;
export const RATE = 40;
const QUICK = 0.05;

/** @typedef {{ from: number, to: number }} Spell */
/** @typedef {{ times: Float64Array, luck: Float64Array, spells: Spell[] }} World */
/** @typedef {"closed" | "open" | "half-open"} State */

/** When calls come, and when the dependency fails: the same with and without a breaker. @type {(seed: number) => World} */
export function makeWorld(seed) {
  const draw = random(seed);
  /** @type {Spell[]} */
  const spells = [];
  for (let at = 10 + draw.exponential(6); at < SPAN - 5; ) {
    const to = Math.min(SPAN, at + 3 + draw.exponential(7));
    spells.push({ from: at, to });
    at = to + 10 + draw.exponential(12);
  }
  /** @type {number[]} */
  const times = [];
  for (let now = draw.exponential(1 / RATE); now < SPAN; now += draw.exponential(1 / RATE)) times.push(now);
  return { times: Float64Array.from(times), luck: Float64Array.from(times, draw.uniform), spells };
}

/** Calls under way that all take equally long end in the order in which they began. */
class Pending {
  /** @type {number[]} */
  ends = [];
  /** @type {boolean[]} */
  probes = [];
  head = 0;
  get next() {
    return this.head < this.ends.length ? this.ends[this.head] : Number.POSITIVE_INFINITY;
  }
  get size() {
    return this.ends.length - this.head;
  }
}

export class Breaker {
  /** @type {State} */
  state = "closed";
  /** @type {{ at: number, state: State }[]} */
  changes = [{ at: 0, state: "closed" }];
  /** @type {boolean[]} */
  #recent = [];
  #failures = 0;
  #until = 0;
  #sent = 0;
  #passed = 0;

  constructor(/** @type {{ threshold: number, window: number, cooldown: number, probes: number }} */ rules) {
    this.rules = rules;
  }

  #enter(/** @type {State} */ state, /** @type {number} */ now) {
    this.state = state;
    this.changes.push({ at: now, state });
    this.#recent = [];
    this.#failures = 0;
    this.#sent = 0;
    this.#passed = 0;
    if (state === "open") this.#until = now + this.rules.cooldown;
  }

  /** May this call go out? */
  admit(/** @type {number} */ now) {
    if (this.state === "open" && now >= this.#until) this.#enter("half-open", now);
    if (this.state === "half-open") return ++this.#sent <= this.rules.probes;
    return this.state === "closed";
  }

  /** A call has ended. What began before the breaker opened no longer counts. */
  record(/** @type {boolean} */ isFailure, /** @type {boolean} */ isProbe, /** @type {number} */ now) {
    if (this.state === "half-open" && isProbe) {
      this.#passed += 1;
      if (isFailure) this.#enter("open", now);
      else if (this.#passed >= this.rules.probes) this.#enter("closed", now);
    }
    if (this.state !== "closed" || isProbe) return;
    this.#recent.push(isFailure);
    this.#failures += Number(isFailure);
    if (this.#recent.length > this.rules.window) this.#failures -= Number(this.#recent.shift());
    if (this.#recent.length === this.rules.window && this.#failures >= this.rules.threshold * this.rules.window) this.#enter("open", now);
  }
}

/** @typedef {ReturnType<typeof serve>} Run */

/**
 * What becomes of every call: `ok`; `slow`, a timeout; `refused` by the breaker; `starved`, no thread was free. `needless`
 * counts those of the refused that would have been answered; `full` is for how many seconds no thread was left for anything else.
 * @type {(world: World, values: Record<string, any>, hasBreaker: boolean) => any}
 */
export function serve({ times, luck, spells }, values, hasBreaker) {
  const breaker = new Breaker(/** @type {any} */ (values));
  const bins = SPAN / BIN;
  const [ok, slow, refused, starved, threads] = Array.from({ length: 5 }, () => new Float64Array(bins));
  const [fine, late] = [new Pending(), new Pending()];
  let [spell, needless] = [0, 0];
  const settle = (/** @type {number} */ now) => {
    while (Math.min(fine.next, late.next) <= now) {
      const one = fine.next <= late.next ? fine : late;
      breaker.record(one === late, one.probes[one.head], one.next);
      one.head += 1;
    }
  };
  times.forEach((now, i) => {
    settle(now);
    while (spell < spells.length && spells[spell].to <= now) spell += 1;
    const isBad = spell < spells.length && spells[spell].from <= now;
    const fails = luck[i] < (isBad ? values.fails : values.noise);
    const bin = Math.floor(now / BIN);
    if (hasBreaker && !breaker.admit(now)) {
      refused[bin] += 1;
      if (!fails) needless += 1;
    } else if (fine.size + late.size >= values.pool) starved[bin] += 1;
    else {
      const pending = fails ? late : fine;
      (fails ? slow : ok)[bin] += 1;
      pending.ends.push(now + (fails ? values.timeout : QUICK));
      pending.probes.push(breaker.state === "half-open");
    }
    threads[bin] = Math.max(threads[bin], fine.size + late.size);
  });
  const totals = Object.fromEntries(
    Object.entries({ ok, slow, refused, starved }).map(([name, list]) => [name, list.reduce((sum, one) => sum + one, 0)]),
  );
  const full = threads.reduce((sum, busy) => sum + (busy >= values.pool ? BIN : 0), 0);
  return { ok, slow, refused, starved, threads, totals, needless, full, changes: breaker.changes };
}

export function simulate(/** @type {Record<string, any>} */ values) {
  const world = makeWorld(values.seed);
  return { world, calls: world.times.length, guarded: serve(world, values, true), bare: serve(world, values, false) };
}
