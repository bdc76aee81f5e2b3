import assert from "node:assert/strict";
import test from "node:test";
import { CACHES, makeTrace, nextUses, PARAMETERS, POLICIES, REQUESTS, run, runBest, simulate } from "../../static/src/simulations/lru-vs-lfu-cache.model.js";
import { readValues } from "../../static/src/simulations/parameters.js";

const values = (given) => readValues(PARAMETERS, given);
const ratios = (given) => Object.fromEntries(simulate(values(given)).runs.map(({ name, ratio }) => [name, ratio]));
const hits = (name, capacity, keys) => [...run(Int32Array.from(keys), name, capacity).hits];
const best = (capacity, keys, mayRefuse) => {
  const trace = Int32Array.from(keys);
  return [...runBest(trace, nextUses(trace), capacity, mayRefuse)];
};

/** The reference string of the textbooks (Silberschatz et al.): 12 faults with LRU and 9 with OPT on three frames. */
const TEXTBOOK = [7, 0, 1, 2, 0, 3, 0, 4, 2, 3, 0, 3, 2, 1, 2, 0, 1, 7, 0, 1];

test("the reference string of the textbooks has 12 faults with LRU and 9 with the best", () => {
  assert.equal(hits("lru", 3, TEXTBOOK).filter((one) => !one).length, 12);
  assert.equal(best(3, TEXTBOOK, false).filter((one) => !one).length, 9);
  assert.ok(best(3, TEXTBOOK, true).filter((one) => !one).length < 9);
});

test("LFU keeps what was used most, and of equals what was used last", () => {
  assert.deepEqual(hits("lfu", 2, [1, 1, 2, 3, 1, 2, 3]), [0, 1, 0, 0, 1, 0, 0]);
});

test("SIEVE passes over what was used and evicts the first that was not", () => {
  assert.deepEqual(hits("sieve", 3, [1, 2, 3, 1, 4, 1, 2, 3]), [0, 0, 0, 1, 0, 1, 0, 0]);
});

test("the filter keeps a scan out of a full cache", () => {
  const scan = Array.from({ length: 50 }, (_, i) => 100 + i);
  assert.deepEqual(hits("admission", 3, [1, 2, 3, ...scan, 1, 2, 3]).slice(-3), [1, 1, 1]);
  assert.deepEqual(hits("lru", 3, [1, 2, 3, ...scan, 1, 2, 3]).slice(-3), [0, 0, 0]);
});

test("no cache holds more than its room, holds a key twice, or hits what it doesn't hold", () => {
  const trace = makeTrace(values({ traffic: "one-hit" }));
  for (const name of POLICIES) {
    const cache = CACHES[name](25);
    for (let i = 0; i < 1500; i += 1) {
      const held = new Set(cache.keys());
      assert.equal(cache.access(trace[i]), held.has(trace[i]), name);
      const keys = cache.keys();
      assert.ok(keys.length <= 25 && new Set(keys).size === keys.length);
    }
  }
});

test("nobody beats who knows the future", () => {
  for (const traffic of PARAMETERS.traffic.options) {
    const { runs, bestRatio } = simulate(values({ traffic }));
    for (const { ratio } of runs) assert.ok(ratio <= bestRatio);
  }
});

test("a larger LRU holds all that a smaller one holds: it never has fewer hits", () => {
  const trace = makeTrace(values({}));
  for (let capacity = 20; capacity <= 240; capacity += 20) assert.ok(run(trace, "lru", capacity).ratio >= run(trace, "lru", capacity - 10).ratio);
});

test("LFU wins when popularity stays, LRU when it moves, and scans hurt LRU", () => {
  const [steady, moving, scans] = ["zipf", "shifting", "scan"].map((traffic) => ratios({ traffic }));
  assert.ok(steady.lfu > steady.lru + 0.05);
  assert.ok(moving.lru > moving.lfu + 0.05);
  assert.ok(scans.lfu > scans.lru + 0.04);
});

test("an admission filter helps against one-hit wonders", () => {
  const once = ratios({ traffic: "one-hit" });
  assert.ok(once.admission > once.lru + 0.05);
});

test("perfect knowledge of a steady Zipf hits the share of its most popular keys, and LFU comes near", () => {
  const { runs } = simulate(values({ capacity: 240, skew: 1.2 }));
  const trace = makeTrace(values({ skew: 1.2 }));
  const share = trace.filter((key) => key < 240).length / REQUESTS;
  assert.ok(Math.abs(runs[1].ratio - share) < 0.08, `${runs[1].ratio} ${share}`);
});

test("a seed repeats its trace", () => {
  assert.deepEqual(makeTrace(values({ seed: 6 })), makeTrace(values({ seed: 6 })));
});
