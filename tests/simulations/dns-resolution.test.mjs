import assert from "node:assert/strict";
import test from "node:test";
import { AFTER, BEFORE, makeResolvers, PARAMETERS, RESOLVERS, ROUND_TRIP, resolve, runFailover, runLookups, STEP, sweep } from "../../static/src/simulations/dns-resolution.model.js";
import { readValues } from "../../static/src/simulations/parameters.js";

const values = (given) => readValues(PARAMETERS, { scene: "failover", ...given });
const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;

test("a cold lookup asks root, top level and zone, a cached one nobody", () => {
  const cache = new Map();
  const cold = resolve("api.example.com", 0, cache, 60);
  assert.deepEqual(cold.messages.filter(({ isReply }) => !isReply).map(({ to }) => to), [1, 2, 3, 4]);
  assert.equal(cold.total, ROUND_TRIP.reduce((sum, one) => sum + one, 0));
  const warm = resolve("api.example.com", 59, cache, 60);
  assert.deepEqual([warm.total, warm.isCached], [ROUND_TRIP[0], true]);
});

test("a record is gone when its time to live has passed; the delegation lives on", () => {
  const cache = new Map();
  resolve("api.example.com", 0, cache, 60);
  const later = resolve("api.example.com", 60, cache, 60);
  assert.deepEqual([later.isCached, later.total], [false, ROUND_TRIP[0] + ROUND_TRIP[4]]);
});

test("another name of the zone asks its server only", () => {
  const cache = new Map();
  resolve("api.example.com", 0, cache, 60);
  assert.deepEqual(resolve("www.example.com", 1, cache, 60).messages.filter(({ isReply }) => !isReply).map(({ to }) => to), [1, 4]);
});

test("every question has its reply, and time passes", () => {
  for (const { messages, total } of runLookups(300)) {
    assert.equal(messages.filter(({ isReply }) => isReply).length * 2, messages.length);
    messages.forEach(({ at, took }, i) => assert.ok(Math.abs(at + took - (messages[i + 1]?.at ?? total)) < 1e-9));
  }
});

test("a resolver asks once in a time to live and the wait for the next lookup", () => {
  for (const ttl of [10, 60]) {
    const asked = values({ ttl, clamped: 0 });
    const { rates } = makeResolvers(asked);
    const expected = rates.reduce((sum, rate) => sum + 1 / (ttl + 1 / rate), 0);
    const found = mean([1, 2, 3].map((seed) => runFailover({ ...asked, seed }).queries));
    assert.ok(Math.abs(found / expected - 1) < 0.03, `${found} instead of ${expected}`);
  }
});

test("the dead address lives on for a time to live after the change, evenly less and less", () => {
  const asked = values({ ttl: 120, detection: 60, clamped: 0, demand: 100_000 });
  const { dead } = runFailover(asked);
  const at = (time) => dead[(time + BEFORE) / STEP];
  assert.equal(at(-10), 0);
  assert.ok(Math.abs(at(0) - 1) < 0.01 && Math.abs(at(50) - 1) < 0.01);
  assert.ok(at(60) <= 1 && at(60) > 0.85);
  assert.ok(Math.abs(at(110) - 0.5) < 0.2);
  assert.ok(at(190) < 1e-9);
});

test("shares are shares", () => {
  for (const ttl of [5, 60, 600]) for (const one of runFailover(values({ ttl })).dead) assert.ok(one >= 0 && one <= 1 + 1e-9);
});

test("a longer time to live means fewer questions and a slower failover", () => {
  const points = [...sweep(values({ clamped: 0 }))];
  for (let i = 1; i < points.length; i += 1) {
    assert.ok(points[i].queries < points[i - 1].queries);
    assert.ok(points[i].until >= points[i - 1].until);
  }
});

test("resolvers that keep records longer have a tail of their own", () => {
  const tail = (clamped) => runFailover(values({ ttl: 30, clamped })).dead[(200 + BEFORE) / STEP];
  assert.equal(tail(0), 0);
  assert.ok(tail(0.3) > 0.05);
});

test("a seed repeats its run", () => {
  assert.deepEqual(runFailover(values({ seed: 2 })), runFailover(values({ seed: 2 })));
  assert.equal(makeResolvers(values({})).rates.length, RESOLVERS);
  assert.equal(runFailover(values({})).dead.length, (BEFORE + AFTER) / STEP);
});
