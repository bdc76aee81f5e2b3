/**
 * One stream of requests over several servers, each a queue served in order, under five ways to choose a server; or over three regions with a
 * price for going abroad. Costs are log-normal: `tail` 0 makes all requests equal.
 */
import { quantile, random } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  scene: { kind: "choice", options: ["servers", "regions"], default: "servers" },
  algorithm: {
    kind: "choice",
    options: ["random", "round-robin", "two-choices", "least-requests", "least-tokens"],
    default: "round-robin",
  },
  policy: { kind: "choice", options: ["local", "spill", "anywhere"], default: "local" },
  servers: { kind: "integer", min: 2, max: 12, default: 8 },
  load: { kind: "number", min: 0.3, max: 0.95, default: 0.75 },
  tail: { kind: "number", min: 0, max: 2, default: 1.2 },
  stale: { kind: "number", min: 0, max: 5, default: 0 },
  demand: { kind: "number", min: 0.34, max: 0.8, default: 0.5 },
  spill: { kind: "number", min: 0, max: 4, default: 0.5 },
  seed: { kind: "integer", min: 1, max: 9999, default: 7 },
};

/** Tokens a second of one server, and of a mean request. */
export const SPEED = 1000;
export const MEAN_TOKENS = 500;
/** Seconds: measured in all, and shown. */
export const MEASURED = 240;
export const SHOWN = 30;
/** Going to another region and back, in seconds. */
export const ABROAD = 0.08;
export const REGIONS = ["Virginia", "Frankfurt", "Tokyo"];

/**
 * Columns of equal length, one entry a request.
 * @typedef {{ count: number, arrival: Float64Array, tokens: Float64Array, origin: Uint8Array, first: Float64Array, second: Float64Array }} Requests
 */
/** @typedef {{ server: Uint8Array, start: Float64Array, end: Float64Array, isAbroad: Uint8Array }} Served */
/** What a balancer can see: requests under way, and seconds of work ahead. @typedef {{ counts: Float64Array, work: Float64Array }} Sight */
/** @typedef {(requests: Requests, i: number, sight: Sight) => number} Choose */

/** @type {(values: Record<string, any>) => Requests} */
export function makeRequests({ scene, servers, load, tail, demand, seed }) {
  const draw = random(seed);
  const isRegional = scene === "regions";
  const fleet = isRegional ? 9 : servers;
  const gap = MEAN_TOKENS / SPEED / (load * fleet);
  const room = Math.ceil((MEASURED / gap) * 1.2) + 100;
  const [arrival, tokens, first, second] = [0, 0, 0, 0].map(() => new Float64Array(room));
  const origin = new Uint8Array(room);
  const middle = demand + (1 - demand) * (2 / 3);
  let count = 0;
  for (let now = draw.exponential(gap); now < MEASURED && count < room; now += draw.exponential(gap)) {
    const where = draw.uniform();
    arrival[count] = now;
    origin[count] = where < demand ? 0 : where < middle ? 1 : 2;
    tokens[count] = Math.max(1, draw.lognormal(MEAN_TOKENS, isRegional ? 0.6 : tail));
    first[count] = draw.uniform();
    second[count] = draw.uniform();
    count += 1;
  }
  return { count, arrival, tokens, origin, first, second };
}

/**
 * The least of some servers, looking from a random one on, so that ties fall evenly.
 * @type {(values: Float64Array, luck: number, from: number, to: number) => number}
 */
function least(values, luck, from, to) {
  let server = from + Math.floor(luck * (to - from));
  let best = server;
  for (let i = from; i < to; i += 1) {
    if (values[server] < values[best]) best = server;
    server = server + 1 < to ? server + 1 : from;
  }
  return best;
}

/** @type {Record<string, Choose>} */
export const ALGORITHMS = {
  random: ({ first }, i, { counts }) => Math.floor(first[i] * counts.length),
  "round-robin": (_requests, i, { counts }) => i % counts.length,
  "two-choices": ({ first, second }, i, { counts }) => {
    const one = Math.floor(first[i] * counts.length);
    const other = (one + 1 + Math.floor(second[i] * (counts.length - 1))) % counts.length;
    return counts[other] < counts[one] ? other : one;
  },
  "least-requests": ({ first }, i, { counts }) => least(counts, first[i], 0, counts.length),
  "least-tokens": ({ first }, i, { work }) => least(work, first[i], 0, work.length),
};

/** Three servers a region; the one with the least work in it. @type {(values: { spill: number }) => Record<string, Choose>} */
export const makePolicies = ({ spill }) => ({
  local: ({ origin, first }, i, { work }) => least(work, first[i], origin[i] * 3, origin[i] * 3 + 3),
  spill: ({ origin, first }, i, { work }) => {
    const home = least(work, first[i], origin[i] * 3, origin[i] * 3 + 3);
    const best = least(work, first[i], 0, work.length);
    return work[home] > spill && work[best] + ABROAD < work[home] ? best : home;
  },
  anywhere: ({ first }, i, { work }) => least(work, first[i], 0, work.length),
});

/**
 * Sends every request where `choose` says. Counts and work are as of now, or `stale` seconds at most behind.
 * @param {Requests} requests
 * @param {{ servers: number, stale: number, isRegional: boolean }} options
 * @param {Choose} choose
 * @returns {Served}
 */
export function serve(requests, { servers, stale, isRegional }, choose) {
  const { count, arrival, tokens, origin } = requests;
  const served = {
    server: new Uint8Array(count),
    start: new Float64Array(count),
    end: new Float64Array(count),
    isAbroad: new Uint8Array(count),
  };
  const freeAt = new Float64Array(servers);
  const look = makeLook(servers, freeAt);
  let seen = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i += 1) {
    const now = arrival[i];
    if (now - seen >= stale) {
      look.refresh(now);
      seen = now;
    }
    const server = choose(requests, i, look.sight);
    served.server[i] = server;
    served.start[i] = Math.max(now, freeAt[server]);
    served.end[i] = served.start[i] + tokens[i] / SPEED;
    served.isAbroad[i] = isRegional && Math.floor(server / 3) !== origin[i] ? 1 : 0;
    freeAt[server] = served.end[i];
    look.add(server, served.end[i]);
  }
  return served;
}

/** Keeps what the balancer sees, of queues whose requests end in order. */
function makeLook(/** @type {number} */ servers, /** @type {Float64Array} */ freeAt) {
  const sight = { counts: new Float64Array(servers), work: new Float64Array(servers) };
  /** @type {number[][]} */
  const ends = Array.from({ length: servers }, () => []);
  const done = new Int32Array(servers);
  return {
    sight,
    add: (/** @type {number} */ server, /** @type {number} */ end) => ends[server].push(end),
    refresh(/** @type {number} */ now) {
      for (let i = 0; i < servers; i += 1) {
        while (done[i] < ends[i].length && ends[i][done[i]] <= now) done[i] += 1;
        sight.counts[i] = ends[i].length - done[i];
        sight.work[i] = Math.max(0, freeAt[i] - now);
      }
    },
  };
}

/** Seconds from arrival to the last token, after the queues have settled. */
export function measure(/** @type {Requests} */ { count, arrival }, /** @type {Served} */ { start, end, isAbroad }) {
  const from = arrival.findIndex((time) => time > MEASURED / 10);
  const times = new Float64Array(count - from);
  let [wait, abroad] = [0, 0];
  for (let i = from; i < count; i += 1) {
    times[i - from] = end[i] - arrival[i] + isAbroad[i] * ABROAD;
    wait += (start[i] - arrival[i]) / times.length;
    abroad += isAbroad[i] / times.length;
  }
  return { median: quantile(times, 0.5), tail: quantile(times, 0.99), wait, abroad };
}

/** @typedef {{ server: number, arrival: number, start: number, end: number, origin: number }} Shown */

/** Every way on the same requests, and what the chosen one does at first. */
export function simulate(/** @type {Record<string, any>} */ values) {
  const isRegional = values.scene === "regions";
  const requests = makeRequests(values);
  const servers = isRegional ? 9 : values.servers;
  const options = { servers, stale: isRegional ? 0 : values.stale, isRegional };
  const chosen = isRegional ? values.policy : values.algorithm;
  /** @type {Shown[]} */
  const shown = [];
  const ways = Object.entries(isRegional ? makePolicies(/** @type {any} */ (values)) : ALGORITHMS).map(([name, choose]) => {
    const served = serve(requests, options, choose);
    for (let i = 0; name === chosen && requests.arrival[i] < SHOWN && i < requests.count; i += 1) {
      shown.push({
        server: served.server[i],
        arrival: requests.arrival[i],
        start: served.start[i],
        end: served.end[i],
        origin: requests.origin[i],
      });
    }
    return { name, ...measure(requests, served) };
  });
  return { ways, shown, servers };
}
