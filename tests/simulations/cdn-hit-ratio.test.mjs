import assert from "node:assert/strict";
import test from "node:test";
import { BUCKETS, cheHitRatio, Lru, makeCatalog, makeRequests, PARAMETERS, serve, simulate, sweep } from "../../static/src/simulations/cdn-hit-ratio.model.js";
import { readValues } from "../../static/src/simulations/parameters.js";

const values = (given) => readValues(PARAMETERS, given);
const totals = (given) => simulate(values(given)).totals;

test("the list evicts what was used longest ago, as many as the bytes ask for", () => {
  const lru = new Lru(Float64Array.from([1, 1, 1, 2, 9]), 3, new Uint8Array(5));
  for (const object of [0, 1, 2, 0]) lru.keep(object);
  assert.equal(lru.used, 3);
  lru.keep(3);
  assert.deepEqual([0, 1, 2, 3].map((object) => lru.has(object)), [true, false, false, true]);
  lru.keep(4);
  assert.equal(lru.has(4), false);
  assert.equal(lru.used, 3);
});

test("nothing is lost: each request is answered by exactly one, and no disk overflows", () => {
  for (const given of [{}, { ttl: 5 }, { shield: false }, { disk: 0.5, catalog: 500 }]) {
    const { edge, revalidated, shield, origin, requests, edgeBytes, originBytes, bytes } = totals(given);
    assert.equal(edge + revalidated + shield + origin, requests);
    assert.ok(edgeBytes + originBytes <= bytes + 1e-6);
  }
  const asked = values({});
  const catalog = makeCatalog(asked);
  for (const { filled } of simulate(asked).frames) for (const one of filled) for (let i = 0; i < BUCKETS; i += 1) assert.ok(one[i] <= catalog.count[i]);
});

test("equal objects that never expire are hit as often as Che's approximation says", () => {
  for (const disk of [0.02, 0.05, 0.1, 0.2]) {
    let found = 0;
    for (let seed = 1; seed <= 5; seed += 1) {
      const all = totals({ catalog: 1000, growth: 0, ttl: 86_400, disk, shield: false, seed });
      found += all.edge / all.requests / 5;
    }
    const expected = cheHitRatio(1000, 0.9, 1000 * disk);
    assert.ok(Math.abs(found - expected) < 0.015, `${disk}: ${found} instead of ${expected}`);
  }
});

test("when rare objects are large, bytes need far more disk than requests", () => {
  const points = [...sweep(values({}))];
  for (const { requests, bytes } of points.slice(0, 6)) assert.ok(bytes < requests * 0.7);
  for (let i = 1; i < points.length; i += 1) assert.ok(points[i].requests >= points[i - 1].requests && points[i].bytes >= points[i - 1].bytes);
});

test("a short time to live costs round trips, not bytes", () => {
  const [short, long] = [totals({ ttl: 5 }), totals({ ttl: 86_400 })];
  assert.equal(long.revalidated, 0);
  assert.ok(short.revalidated / short.requests > 0.15);
  assert.equal(short.edgeBytes, long.edgeBytes);
  assert.equal(short.originBytes, long.originBytes);
});

test("a shield spares the origin and changes nothing at the edge", () => {
  const [bare, shielded] = [totals({ shield: false }), totals({ shield: true })];
  assert.equal(bare.edge, shielded.edge);
  assert.ok(shielded.origin < bare.origin * 0.75);
});

test("a steeper popularity is easier to cache", () => {
  const hits = [0.5, 0.8, 1.1].map((skew) => totals({ skew }).edge);
  assert.ok(hits[0] < hits[1] && hits[1] < hits[2]);
});

test("a seed repeats its run", () => {
  const asked = values({ seed: 3 });
  assert.deepEqual(serve(asked, makeCatalog(asked), makeRequests(asked)), serve(asked, makeCatalog(asked), makeRequests(asked)));
});
