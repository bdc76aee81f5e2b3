import assert from "node:assert/strict";
import test from "node:test";
import { Breaker, makeWorld, PARAMETERS, RATE, SPAN, serve, simulate } from "../../static/src/simulations/circuit-breaker.model.js";
import { readValues } from "../../static/src/simulations/parameters.js";

const values = (given) => readValues(PARAMETERS, given);
const rules = { threshold: 0.5, window: 4, cooldown: 5, probes: 2 };

/** A breaker that has just seen these results. */
function after(...failures) {
  const breaker = new Breaker(rules);
  for (const one of failures) breaker.record(one, false, 1);
  return breaker;
}

test("it opens when enough of a full window has failed, not before", () => {
  assert.equal(after(true, true, true).state, "closed");
  assert.equal(after(false, true, false, false).state, "closed");
  assert.equal(after(false, true, false, true).state, "open");
});

test("the window slides: old failures are forgotten", () => {
  assert.equal(after(true, false, false, false, true).state, "closed");
});

test("open refuses until the cool-down has passed, then lets the probes through and nobody else", () => {
  const breaker = after(true, true, true, true);
  assert.equal(breaker.admit(5.9), false);
  assert.deepEqual([breaker.admit(6), breaker.admit(6.1), breaker.admit(6.2)], [true, true, false]);
  assert.equal(breaker.state, "half-open");
});

test("all probes must pass; one failure opens it again for another cool-down", () => {
  const good = after(true, true, true, true);
  good.admit(6);
  good.admit(6);
  good.record(false, true, 6.1);
  assert.equal(good.state, "half-open");
  good.record(false, true, 6.2);
  assert.equal(good.state, "closed");
  const bad = after(true, true, true, true);
  bad.admit(6);
  bad.record(true, true, 7);
  assert.equal(bad.state, "open");
  assert.equal(bad.admit(11.9), false);
  assert.equal(bad.admit(12), true);
});

test("results of calls that began before it opened don't disturb the probes", () => {
  const breaker = after(true, true, true, true);
  breaker.admit(6);
  breaker.record(true, false, 6.1);
  assert.equal(breaker.state, "half-open");
});

test("nothing is lost: every call ends in exactly one way", () => {
  for (const given of [{}, { pool: 5 }, { threshold: 0.05, window: 5 }, { fails: 1, cooldown: 30 }]) {
    const { calls, guarded, bare } = simulate(values(given));
    for (const { totals } of [guarded, bare]) assert.equal(totals.ok + totals.slow + totals.refused + totals.starved, calls);
    assert.equal(bare.totals.refused, 0);
    assert.ok(guarded.needless <= guarded.totals.refused);
  }
});

test("the pool is never exceeded, and without a breaker a burst fills it by Little's law", () => {
  const { bare, guarded } = simulate(values({ pool: 25 }));
  assert.ok(Math.max(...bare.threads) === 25 && Math.max(...guarded.threads) <= 25);
  const world = { ...makeWorld(3), spells: [{ from: 0, to: SPAN }] };
  const wide = serve(world, values({ pool: 100, fails: 1, timeout: 1 }), false);
  const busy = wide.threads.slice(10).reduce((sum, one) => sum + one, 0) / (wide.threads.length - 10);
  assert.ok(busy / RATE > 0.95 && busy / RATE < 1.25, `${busy}: peaks of half a second, about ${RATE} calls of 1 s`);
});

test("a breaker spares threads and timeouts, at the price of refused calls", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const { guarded, bare } = simulate(values({ seed }));
    assert.ok(guarded.totals.slow < bare.totals.slow);
    assert.ok(guarded.full < bare.full);
  }
});

test("states follow each other only along the arrows", () => {
  const next = { closed: ["open"], open: ["half-open"], "half-open": ["open", "closed"] };
  const { changes } = simulate(values({ threshold: 0.2, window: 5 })).guarded;
  changes.forEach(({ state, at }, i) => {
    if (i > 0) assert.ok(next[changes[i - 1].state].includes(state) && at >= changes[i - 1].at);
  });
});

test("a seed repeats its world", () => {
  assert.deepEqual(makeWorld(4), makeWorld(4));
});
