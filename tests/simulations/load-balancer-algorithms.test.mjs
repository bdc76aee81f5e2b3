import assert from "node:assert/strict";
import test from "node:test";
import { ABROAD, ALGORITHMS, MEAN_TOKENS, makePolicies, makeRequests, measure, PARAMETERS, SPEED, serve, simulate } from "../../static/src/simulations/load-balancer-algorithms.model.js";
import { readValues } from "../../static/src/simulations/parameters.js";

const values = (given) => readValues(PARAMETERS, given);
const fleet = { servers: 8, stale: 0, isRegional: false };
const ways = (given) => Object.fromEntries(simulate(values(given)).ways.map((way) => [way.name, way]));
const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;

test("nothing is lost: each request is served once, in order of arrival at its server, one at a time", () => {
  const requests = makeRequests(values({}));
  for (const choose of Object.values(ALGORITHMS)) {
    const served = serve(requests, fleet, choose);
    const free = Array(8).fill(0);
    for (let i = 0; i < requests.count; i += 1) {
      assert.ok(served.server[i] < 8);
      assert.equal(served.start[i], Math.max(requests.arrival[i], free[served.server[i]]));
      assert.ok(Math.abs(served.end[i] - served.start[i] - requests.tokens[i] / SPEED) < 1e-9);
      free[served.server[i]] = served.end[i];
    }
  }
});

test("random choice makes of each server an M/G/1 queue: the mean wait is that of Pollaczek and Khinchine", () => {
  for (const [load, tail] of [[0.5, 0], [0.7, 0], [0.6, 0.8]]) {
    const waits = [];
    for (let seed = 1; seed <= 40; seed += 1) {
      const requests = makeRequests(values({ load, tail, seed }));
      waits.push(measure(requests, serve(requests, fleet, ALGORITHMS.random)).wait);
    }
    const service = MEAN_TOKENS / SPEED;
    const expected = ((load / (1 - load)) * service * Math.exp(tail * tail)) / 2;
    assert.ok(Math.abs(mean(waits) / expected - 1) < 0.08, `load ${load}, tail ${tail}: ${mean(waits)} instead of ${expected}`);
  }
});

test("two choices are far better than one, and knowing all is better still", () => {
  const all = ways({ tail: 0.8 });
  assert.ok(all["two-choices"].wait < all.random.wait / 2);
  assert.ok(all["least-requests"].wait < all["two-choices"].wait);
  assert.ok(all["least-tokens"].wait <= all["least-requests"].wait);
});

test("round robin is as good as any when all requests are equal, and poor when they are not", () => {
  const equal = ways({ tail: 0 });
  assert.ok(equal["round-robin"].wait <= equal["least-tokens"].wait * 1.05);
  const uneven = ways({ tail: 1.2 });
  assert.ok(uneven["round-robin"].tail > 2 * uneven["least-tokens"].tail);
});

test("with an old view everybody runs to the same server, and two choices win", () => {
  const old = ways({ stale: 3 });
  assert.ok(old["two-choices"].tail < old["least-requests"].tail);
  assert.ok(old["two-choices"].tail < old["least-tokens"].tail);
});

test("two choices look at two different servers", () => {
  const requests = makeRequests(values({}));
  const counts = Float64Array.from([0, 1, 1, 1, 1, 1, 1, 1]);
  for (let i = 0; i < 500; i += 1) {
    const chosen = ALGORITHMS["two-choices"](requests, i, { counts, work: counts });
    const first = Math.floor(requests.first[i] * 8);
    assert.ok(chosen === 0 || first !== 0);
  }
});

test("at home nobody travels; spilling helps the busy region; a spill happens only where it pays", () => {
  const regions = ways({ scene: "regions", demand: 0.6 });
  assert.equal(regions.local.abroad, 0);
  assert.ok(regions.spill.abroad > 0 && regions.spill.abroad < regions.anywhere.abroad);
  assert.ok(regions.spill.tail < regions.local.tail / 3);
  const policy = makePolicies({ spill: 0.5 }).spill;
  const requests = { ...makeRequests(values({ scene: "regions" })), origin: new Uint8Array(10) };
  const sight = (home, away) => ({ counts: new Float64Array(9), work: Float64Array.from([home, home, home, ...Array(6).fill(away)]) });
  assert.ok(policy(requests, 0, sight(0.4, 0)) < 3);
  assert.ok(policy(requests, 0, sight(0.6, 0)) >= 3);
  assert.ok(policy(requests, 0, sight(0.6, 0.6 - ABROAD / 2)) < 3);
});

test("a seed repeats its run", () => {
  assert.deepEqual(simulate(values({ seed: 2 })), simulate(values({ seed: 2 })));
});
