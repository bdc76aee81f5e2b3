import assert from "node:assert/strict";
import test from "node:test";
import { readValues } from "../../static/src/simulations/parameters.js";
import { GROUPS, makeTurns, PARAMETERS, POLICIES, PrefixCache, ROUTERS, route, SPAN, simulate } from "../../static/src/simulations/prefix-affinity-routing.model.js";

const values = (given) => readValues(PARAMETERS, given);
const ways = (given) => Object.fromEntries(simulate(values(given)).ways.map((way) => [way.name, way]));
const turn = (group, session, history = 0, time = 0) => ({ time, group, session, system: 100, history });

test("a prefix is found from the start on: no history without its system prompt", () => {
  const cache = new PrefixCache(10_000);
  assert.equal(cache.has(turn(0, 1, 600)), 0);
  cache.keep(turn(0, 1, 300));
  assert.equal(cache.has(turn(0, 1, 600)), 100 + 600);
  assert.equal(cache.has(turn(0, 1, 900)), 100 + 600);
  assert.equal(cache.has(turn(0, 2, 300)), 100);
  assert.equal(cache.has(turn(1, 3)), 0);
});

test("a cache never holds more than its room, and forgets what was used longest ago", () => {
  const cache = new PrefixCache(900);
  for (let session = 0; session < 20; session += 1) {
    cache.keep(turn(session % 3, session));
    assert.ok(cache.used <= 900);
    assert.equal(Math.round(cache.tokens.reduce((sum, one) => sum + one, 0)), cache.used);
  }
  assert.equal(cache.has(turn(1, 19)), 100);
  assert.equal(cache.held.has("s0"), false);
});

test("every router sends every turn to a replica that exists", () => {
  const asked = values({ replicas: 5 });
  const turns = makeTurns(asked);
  const fleet = { freeAt: Float64Array.from([3, 0, 9, 1, 2]), caches: Array.from({ length: 5 }, () => new PrefixCache(1000)), bound: 1.25 };
  for (const name of POLICIES) {
    turns.slice(0, 200).forEach((one, i) => {
      const replica = ROUTERS[name](one, i, fleet);
      assert.ok(Number.isInteger(replica) && replica >= 0 && replica < 5, name);
    });
  }
});

test("bounded load leaves the place of the hash only when that is too busy", () => {
  const caches = Array.from({ length: 4 }, () => new PrefixCache(1000));
  const idle = { freeAt: new Float64Array(4), caches, bound: 1.25 };
  const home = ROUTERS.bounded(turn(2, 1), 0, idle);
  assert.equal(home, ROUTERS.prompt(turn(2, 1), 0, idle));
  const freeAt = new Float64Array(4).fill(1);
  freeAt[home] = 5;
  assert.equal(ROUTERS.bounded(turn(2, 1), 0, { freeAt, caches, bound: 1.25 }), (home + 1) % 4);
});

test("hashing the prompt keeps prefixes and drowns one replica; a bound saves it", () => {
  const all = ways({});
  assert.ok(all.prompt.cached > all.round.cached + 0.15);
  assert.ok(all.prompt.skew > 3 && all.prompt.first > 10);
  assert.ok(all.bounded.first < 2 && all.bounded.skew < all.prompt.skew);
  assert.ok(all.bounded.cached > all.least.cached + 0.1);
});

test("who weighs the wait against the cache is best of all", () => {
  const all = ways({});
  for (const name of POLICIES) assert.ok(all.aware.first <= all[name].first, name);
});

test("shares are shares, and an even router is even", () => {
  for (const run of simulate(values({})).ways) {
    assert.ok(run.cached >= 0 && run.cached <= 1 && run.skew >= 1 && run.median <= run.first);
    assert.equal(run.work.length, SPAN + 1);
    for (const held of run.tokens.flat()) assert.equal(held.length, GROUPS + 1);
  }
  assert.ok(ways({}).round.skew < 1.15);
});

test("more memory never hurts round robin, and little makes it useless", () => {
  const cached = [10_000, 30_000, 100_000].map((memory) => ways({ memory }).round.cached);
  assert.ok(cached[0] < cached[1] && cached[1] < cached[2]);
});

test("the turns are the same for every router, and a seed repeats them", () => {
  assert.deepEqual(makeTurns(values({ seed: 3 })), makeTurns(values({ seed: 3 })));
  const asked = values({});
  assert.deepEqual(route(makeTurns(asked), "aware", asked), route(makeTurns(asked), "aware", asked));
});
