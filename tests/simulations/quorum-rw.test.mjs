import assert from "node:assert/strict";
import test from "node:test";
import { readValues } from "../../static/src/simulations/parameters.js";
import { drawDelays, judge, makeStates, PARAMETERS, simulate } from "../../static/src/simulations/quorum-rw.model.js";

const run = (given = {}, states = undefined) => {
  const values = readValues(PARAMETERS, given);
  return simulate(values, states ?? makeStates(values));
};

test("R + W > N is never stale, R + W <= N is", () => {
  for (let n = 3; n <= 5; n += 1) {
    for (let w = 1; w <= n; w += 1) {
      for (let r = 1; r <= n; r += 1) {
        const stale = run({ n, w, r }).stale(0);
        if (w + r > n) assert.equal(stale, 0, `N ${n}, W ${w}, R ${r}`);
        else assert.ok(stale > 0, `N ${n}, W ${w}, R ${r}`);
      }
    }
  }
});

test("the later a read begins, the less often it is stale", () => {
  const { stale } = run({ n: 3, w: 1, r: 1 });
  for (let wait = 1; wait <= 60; wait += 1) assert.ok(stale(wait) <= stale(wait - 1));
  assert.ok(stale(60) < 0.01);
});

test("a trial goes by the W-th acknowledgement and the first R replies", () => {
  const delays = [
    { write: 10, ack: 5, read: 1, reply: 1, hint: 0 },
    { write: 3, ack: 2, read: 4, reply: 4, hint: 0 },
    { write: 40, ack: 1, read: 2, reply: 1, hint: 0 },
  ];
  const states = ["up", "up", "up"];
  const first = judge(delays, { w: 1, r: 1, sloppy: false, states });
  assert.deepEqual([first.commit, first.readers, first.readTime], [5, [0], 2]);
  assert.equal(first.freshAfter, 10 - 5 - 1);
  const both = judge(delays, { w: 2, r: 2, sloppy: false, states });
  assert.deepEqual([both.commit, both.readers, both.readTime], [15, [0, 2], 3]);
  assert.ok(both.freshAfter <= 0);
});

test("too few replicas refuse: that is the price of consistency", () => {
  assert.equal(run({ n: 3, w: 2, r: 2, down: 2 }).canWrite, false);
  assert.equal(run({ n: 3, w: 1, r: 2, down: 2 }).canRead, false);
  assert.equal(run({ n: 3, w: 2, r: 2, down: 1 }).stale(0), 0);
});

test("a replica that missed the write breaks nothing while only replicas acknowledge, and does with stand-ins", () => {
  assert.equal(run({ n: 3, w: 2, r: 2, missed: 1 }).stale(0), 0);
  assert.ok(run({ n: 3, w: 2, r: 2, missed: 1, sloppy: true }).stale(0) > 0);
});

test("W of N hides the slow replica until W is N", () => {
  const tail = (w) => run({ n: 3, w, r: 1, slow: 8 }).writeTail;
  assert.ok(tail(1) < tail(2) && tail(2) * 2 < tail(3));
});

test("a seed repeats its delays", () => {
  const one = drawDelays({ n: 3, slow: 3, seed: 5 });
  drawDelays({ n: 3, slow: 3, seed: 6 });
  assert.deepEqual(drawDelays({ n: 3, slow: 3, seed: 5 }), one);
});
