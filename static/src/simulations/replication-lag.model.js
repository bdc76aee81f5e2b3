/**
 * A leader, two followers that apply its log behind it, and sessions that write to the leader and read from a follower. Which anomalies a session
 * sees depends on how its reads are routed (the session guarantees of Terry et al., PDIS 1994).
 */
import { random } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  guarantee: { kind: "choice", options: ["none", "sticky", "leader", "token"], default: "none" },
  writes: { kind: "integer", min: 50, max: 1500, default: 600 },
  apply: { kind: "integer", min: 200, max: 2000, default: 1000 },
  delay: { kind: "number", min: 0, max: 5, default: 0.5 },
  pause: { kind: "number", min: 0, max: 15, default: 4 },
  window: { kind: "number", min: 0, max: 20, default: 2 },
  user: { kind: "integer", min: 0, max: 29, default: 0 },
  seed: { kind: "integer", min: 1, max: 9999, default: 1 },
};

export const GUARANTEES = ["none", "sticky", "leader", "token"];
export const LANES = ["leader", "follower 1", "follower 2"];
export const USERS = 30;
/** Seconds. */
export const SPAN = 60;
const PAUSE_AT = 25;
const NETWORK = 0.02;

/**
 * `committed`: when the leader has each entry of the log; `applied`: when each follower has it.
 * @typedef {{ committed: Float64Array, applied: Float64Array[] }} Log
 */
/** @typedef {{ user: number, time: number, isWrite: boolean, luck: number, position: number }} Action position of a write in the log */

/**
 * What everybody does; it doesn't depend on how reads are routed.
 * @type {(values: Record<string, any>) => { log: Log, actions: Action[] }}
 */
export function makeHistory(values) {
  const draw = random(values.seed);
  /** @type {Action[]} */
  const actions = [];
  for (let user = 0; user < USERS; user += 1) {
    for (let time = draw.exponential(0.8); time < SPAN; time += 0.1 + draw.exponential(0.7)) {
      actions.push({ user, time, isWrite: draw.chance(0.25), luck: draw.uniform(), position: 0 });
    }
  }
  actions.sort((a, b) => a.time - b.time);
  const writes = actions.filter(({ isWrite }) => isWrite);
  const committed = makeLog(values.writes, writes, draw);
  const applied = [
    follow(committed, values, { delay: NETWORK, pause: 0 }),
    follow(committed, values, { delay: NETWORK + values.delay, pause: values.pause }),
  ];
  return { log: { committed, applied }, actions };
}

/**
 * Times of all entries: one of others in each gap, and those of the sessions, whose positions are noted.
 * @type {(rate: number, writes: Action[], draw: import("./random.js").Random) => Float64Array}
 */
function makeLog(rate, writes, draw) {
  const committed = new Float64Array(Math.round(rate * SPAN) + writes.length);
  let [position, next] = [0, 0];
  for (let i = 0; i <= rate * SPAN; i += 1) {
    const time = i < rate * SPAN ? (i + draw.uniform()) / rate : Number.POSITIVE_INFINITY;
    for (; next < writes.length && writes[next].time <= time; next += 1) {
      committed[position++] = writes[next].time;
      writes[next].position = position;
    }
    if (position < committed.length) committed[position++] = time;
  }
  return committed;
}

/**
 * A follower applies one entry after the other: it can be slow, late, or stand still for a while.
 * @type {(committed: Float64Array, values: Record<string, any>, own: { delay: number, pause: number }) => Float64Array}
 */
function follow(committed, { apply }, { delay, pause }) {
  const applied = new Float64Array(committed.length);
  let free = 0;
  for (let i = 0; i < committed.length; i += 1) {
    let start = Math.max(free, committed[i] + delay);
    if (start >= PAUSE_AT && start < PAUSE_AT + pause) start = PAUSE_AT + pause;
    free = start + 1 / apply;
    applied[i] = free;
  }
  return applied;
}

/** How many of these times have passed: the position of a log. */
export function countUpTo(/** @type {Float64Array} */ sorted, /** @type {number} */ time) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many seconds a follower is behind. @type {(log: Log, follower: number, time: number) => number} */
export function lagAt({ committed, applied }, follower, time) {
  const position = countUpTo(applied[follower], time);
  return position < committed.length && committed[position] < time ? time - committed[position] : 0;
}

/**
 * `lane` 0 is the leader. `missesOwn`: its own last write isn't there; `goesBack`: it has seen something newer before.
 * @typedef {Action & { lane: number, missesOwn: boolean, goesBack: boolean, behind: number }} Step
 */

/** Routes every read. @type {(history: { log: Log, actions: Action[] }, guarantee: string, window: number) => Step[]} */
export function route({ log, actions }, guarantee, window) {
  const sessions = Array.from({ length: USERS }, (_, user) => ({ own: 0, wroteAt: Number.NEGATIVE_INFINITY, seen: 0, home: user % 2 }));
  return actions.map((action) => {
    const session = sessions[action.user];
    const { time } = action;
    if (action.isWrite) {
      session.own = action.position;
      session.wroteAt = time;
      return { ...action, lane: 0, missesOwn: false, goesBack: false, behind: 0 };
    }
    const positions = [countUpTo(log.committed, time), countUpTo(log.applied[0], time), countUpTo(log.applied[1], time)];
    const lane = choose(guarantee, { session, action, positions, window });
    const found = positions[lane];
    const step = {
      ...action,
      lane,
      position: found,
      missesOwn: found < session.own,
      goesBack: found < session.seen,
      behind: positions[0] - found,
    };
    session.seen = Math.max(session.seen, found);
    return step;
  });
}

/** @type {(guarantee: string, at: { session: any, action: Action, positions: number[], window: number }) => number} */
function choose(guarantee, { session, action, positions, window }) {
  const any = action.luck < 0.5 ? 1 : 2;
  if (guarantee === "sticky") return session.home + 1;
  if (guarantee === "leader") return action.time - session.wroteAt < window ? 0 : any;
  if (guarantee !== "token") return any;
  const needed = Math.max(session.own, session.seen);
  return [any, 3 - any].find((lane) => positions[lane] >= needed) ?? 0;
}

/**
 * `odd`: reads with one anomaly or both.
 * @typedef {{ name: string, reads: number, own: number, back: number, odd: number, leader: number }} Totals
 */

/** @type {(name: string, steps: Step[]) => Totals} */
export function count(name, steps) {
  const reads = steps.filter(({ isWrite }) => !isWrite);
  const number = (/** @type {(step: Step) => boolean} */ test) => reads.filter(test).length;
  return {
    name,
    reads: reads.length,
    own: number(({ missesOwn }) => missesOwn),
    back: number(({ goesBack }) => goesBack),
    odd: number(({ missesOwn, goesBack }) => missesOwn || goesBack),
    leader: number(({ lane }) => lane === 0),
  };
}

/** @type {{ key: string, history: ReturnType<typeof makeHistory> } | null} */
let kept = null;

/** The history of the last values: how reads are routed doesn't change it. */
function keepHistory(/** @type {Record<string, any>} */ values) {
  const key = [values.writes, values.apply, values.delay, values.pause, values.seed].join(" ");
  if (kept?.key !== key) kept = { key, history: makeHistory(values) };
  return kept.history;
}

/** @type {(values: Record<string, any>) => { log: Log, steps: Step[], ways: Totals[], chosen: Totals }} */
export function simulate(values) {
  const history = keepHistory(values);
  const routed = GUARANTEES.map((name) => /** @type {[string, Step[]]} */ ([name, route(history, name, values.window)]));
  const ways = routed.map(([name, steps]) => count(name, steps));
  const at = GUARANTEES.indexOf(values.guarantee);
  return { log: history.log, steps: routed[at][1].filter(({ user }) => user === values.user), ways, chosen: ways[at] };
}
