/**
 * One decode loop that gives every running answer one token an iteration, with static or continuous batching.
 * Continuous: a slot is refilled as soon as its answer ends (iteration-level scheduling; Yu et al., "Orca", OSDI 2022).
 * Static: the batch is refilled when its longest answer has ended.
 */
import { quantile, random } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  view: { kind: "choice", options: ["slots", "load"], default: "slots" },
  slots: { kind: "integer", min: 1, max: 64, default: 5 },
  rate: { kind: "number", min: 0.5, max: 16, default: 6 },
  output_tokens: { kind: "integer", min: 10, max: 400, default: 80 },
  prompt_tokens: { kind: "integer", min: 0, max: 4000, default: 500 },
  ttft_target: { kind: "number", min: 0.1, max: 10, default: 1 },
  tpot_target: { kind: "number", min: 5, max: 200, default: 40 },
  seed: { kind: "integer", min: 1, max: 9999, default: 1 },
};

/**
 * What an iteration takes: reading the weights, which all answers share, a part for each answer, and the prompts that enter (prefill stalls the
 * others). In milliseconds of a 70B model on 8 GPUs in the view "load"; in the view "slots" an iteration is the unit.
 * @typedef {{ fixed: number, perAnswer: number, perPromptToken: number }} Cost
 */
/** @type {Record<string, Cost>} */
export const COSTS = {
  slots: { fixed: 1, perAnswer: 0, perPromptToken: 0 },
  load: { fixed: 14, perAnswer: 0.5, perPromptToken: 0.05 },
};
/** Decode steps, milliseconds. @type {Record<string, number>} */
export const HORIZON = { slots: 44, load: 20_000 };
/** The view "load" gives up on what has not begun by then; the wait counts as at least so long. */
const GIVE_UP = 60_000;
/** Batch caps that the view "load" compares. */
export const CAPS = [4, 8, 12, 16, 24, 32, 48, 64];

/** @typedef {{ id: number, arrival: number, prompt: number, output: number }} Request */
/** @typedef {Request & { slot: number, start: number, first: number, end: number }} Answer */

/**
 * Lengths of the first answers with seed 1: those of the drawing that stands on the landing page until this takes its place
 * (courses/batching.py).
 */
const DRAWN = [14, 5, 9, 22, 4, 7, 11, 6, 18, 4, 8, 5, 13, 6, 10, 4, 7, 16, 5, 9, 6, 10, 4, 6, 6, 4, 8, 12, 5, 7];

/** The same requests for every policy and cap. @returns {Request[]} */
export function makeRequests(/** @type {Record<string, any>} */ { view, rate, output_tokens, prompt_tokens, seed }) {
  const draw = random(seed);
  const isFull = view === "slots";
  const gap = isFull ? 0 : 1000 / rate;
  /** @type {Request[]} */
  const requests = [];
  for (let arrival = draw.exponential(gap); isFull ? requests.length < 200 : arrival < HORIZON.load; arrival += draw.exponential(gap)) {
    const drawn = isFull ? draw.lognormal(10, 0.6) : draw.lognormal(output_tokens, 0.7);
    const output = isFull ? (seed === 1 && DRAWN[requests.length]) || Math.min(24, drawn) : Math.min(5 * output_tokens, drawn);
    const prompt = Math.round(draw.lognormal(prompt_tokens, 0.5));
    requests.push({ id: requests.length + 1, arrival, prompt, output: Math.max(2, Math.round(output)) });
  }
  return requests;
}

/**
 * Serves until every request is answered, or until `end`. An answer that has begun but not ended by then has `end` 0.
 * @param {Request[]} requests in order of arrival
 * @param {{ slots: number, isStatic: boolean, cost: Cost, end: number }} options
 * @returns {Answer[]} in order of arrival
 */
export function serve(requests, { slots, isStatic, cost, end }) {
  const left = new Int32Array(slots);
  const holder = new Int32Array(slots);
  /** @type {Answer[]} */
  const answers = [];
  let [now, busy, batch] = [0, 0, 0];
  while (now < end && (answers.length < requests.length || busy > 0)) {
    const entered = answers.length;
    let prompts = 0;
    if (busy === 0) batch = 0;
    for (let slot = 0; slot < slots && (!isStatic || busy === 0 || entered < answers.length); slot += 1) {
      const request = requests[answers.length];
      if (!request || request.arrival > now) break;
      if (left[slot] > 0) continue;
      left[slot] = request.output;
      holder[slot] = answers.length;
      answers.push({ ...request, slot, start: now, first: 0, end: 0 });
      prompts += request.prompt;
      busy += 1;
    }
    if (busy === 0) {
      now = requests[answers.length].arrival;
      continue;
    }
    batch = isStatic ? Math.max(batch, busy) : busy;
    now += cost.fixed + cost.perAnswer * batch + cost.perPromptToken * prompts;
    for (let i = entered; i < answers.length; i += 1) answers[i].first = now;
    busy -= decode(left, (slot) => {
      answers[holder[slot]].end = now;
    });
  }
  return answers;
}

/**
 * One token for each running answer; tells which slots ended and returns how many.
 * @type {(left: Int32Array, tell: (slot: number) => void) => number}
 */
function decode(left, tell) {
  let ended = 0;
  for (let slot = 0; slot < left.length; slot += 1) {
    if (left[slot] === 0) continue;
    left[slot] -= 1;
    if (left[slot] > 0) continue;
    tell(slot);
    ended += 1;
  }
  return ended;
}

/** @typedef {{ ttft: number, tpot: number, tokens: number, good: number }} Measures */

/**
 * 95th percentiles of the wait for the first token (s) and between tokens (ms); tokens a second within the horizon, and those of them that
 * belong to answers which met both targets (goodput).
 * @param {Request[]} requests
 * @param {Answer[]} answers
 * @param {Record<string, any>} targets
 * @returns {Measures}
 */
export function measure(requests, answers, targets) {
  const horizon = HORIZON.load;
  const ttft = requests.map(({ arrival }, i) => ((answers[i]?.first ?? GIVE_UP) - arrival) / 1000);
  /** @type {number[]} */
  const tpot = [];
  let [tokens, good] = [0, 0];
  answers.forEach(({ first, end, output }, i) => {
    if (!end) return;
    const gap = (end - first) / (output - 1);
    tpot.push(gap);
    const share = output * Math.min(1, Math.max(0, (horizon - first) / (end - first)));
    tokens += share;
    if (ttft[i] <= targets.ttft_target && gap <= targets.tpot_target) good += share;
  });
  return { ttft: quantile(ttft, 0.95), tpot: quantile(tpot, 0.95), tokens: (tokens * 1000) / horizon, good: (good * 1000) / horizon };
}

/** Answers done and the share of slot time in use up to a moment. */
export function progress(/** @type {Answer[]} */ answers, /** @type {number} */ slots, /** @type {number} */ now) {
  let [done, busy] = [0, 0];
  for (const { start, end } of answers) {
    if (start >= now) continue;
    if (end && end <= now) done += 1;
    busy += Math.min(end || now, now) - start;
  }
  return { done, busy: now ? busy / (slots * now) : 0 };
}

/** Both policies on the same requests. */
export function simulate(/** @type {Record<string, any>} */ values) {
  const requests = makeRequests(values);
  const options = { slots: values.slots, cost: COSTS[values.view], end: values.view === "slots" ? HORIZON.slots : GIVE_UP };
  const fixed = serve(requests, { ...options, isStatic: true });
  const continuous = serve(requests, { ...options, isStatic: false });
  return { requests, horizon: HORIZON[values.view], fixed, continuous };
}

/**
 * What each batch cap gives the same requests with continuous batching, one cap at a time.
 * @returns {Generator<Measures & { slots: number }>}
 */
export function* sweep(/** @type {Record<string, any>} */ values) {
  const requests = makeRequests(values);
  for (const slots of CAPS) {
    const answers = serve(requests, { slots, isStatic: false, cost: COSTS.load, end: GIVE_UP });
    yield { slots, ...measure(requests, answers, values) };
  }
}
