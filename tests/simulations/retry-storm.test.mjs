import assert from "node:assert/strict";
import test from "node:test";
import { readValues } from "../../static/src/simulations/parameters.js";
import { CAPACITY, makePolicy, PARAMETERS, POLICIES, SPAN, STEP, simulate } from "../../static/src/simulations/retry-storm.model.js";

const values = (given) => readValues(PARAMETERS, given);
const run = (policy, given = {}, sheds = []) => simulate(values(given), policy, sheds);
const sum = (list) => list.reduce((total, one) => total + one, 0);

test("nothing is lost: a request is answered, failed, shed, or still under way", () => {
  for (const policy of POLICIES) {
    for (const sheds of [[], [50]]) {
      const { counts, first, again, useful } = run(policy, {}, sheds);
      const open = counts.begun - counts.answered - counts.failed - counts.shed;
      const most = (CAPACITY * 3 + 400) * 8;
      assert.ok(open >= 0 && open < most, `${policy}: ${open} open`);
      assert.equal(sum(first) + sum(again), counts.tries);
      assert.equal(sum(useful), counts.answered);
      assert.equal(sum(first), counts.begun - counts.shed);
    }
  }
});

test("bounds hold: tries per request, capacity, and the room in the queue", () => {
  for (const policy of POLICIES) {
    const { counts, useful, wasted, depth } = run(policy, { attempts: 4, room: 300 });
    assert.ok(counts.tries <= 4 * counts.begun);
    assert.ok(sum(useful) + sum(wasted) <= CAPACITY * SPAN + 1);
    for (const one of depth) assert.ok(one <= 300);
  }
});

test("the arrivals are the same under every policy", () => {
  const begun = POLICIES.map((policy) => run(policy).counts.begun);
  assert.equal(new Set(begun).size, 1);
});

test("retries outlive what triggered them; without retries the system comes back", () => {
  assert.ok(run("none").settled > 0.95);
  for (const policy of ["at-once", "backoff", "jitter"]) assert.ok(run(policy).settled < 0.05, policy);
});

test("a slowdown of 10 % is enough at 95 % load, and harmless at 80 %", () => {
  assert.ok(run("at-once", { load: 0.95, depth: 0.1, lasts: 20 }).settled < 0.05);
  assert.ok(run("at-once", { load: 0.8, depth: 0.1, lasts: 20 }).answered > 0.99);
});

test("two tries may be enough to hold the storm: what counts is tries × load against capacity", () => {
  assert.ok(run("jitter", { load: 0.4, attempts: 2 }).settled > 0.95);
  assert.ok(run("jitter", { load: 0.8, attempts: 2 }).settled < 0.05);
});

test("shedding load for a while ends it", () => {
  assert.ok(run("jitter", {}, [45]).settled > 0.9);
});

test("a budget limits retries to a tenth, and then to what it saved", () => {
  const { first, again } = run("budget");
  assert.ok(sum(again) <= 0.1 * sum(first) + 11);
});

test("a server that skips abandoned work wastes none", () => {
  assert.equal(sum(run("cancel").wasted), 0);
});

test("a queue shorter than the timeout can't fill with abandoned work", () => {
  assert.ok(run("at-once", { room: 80 }).settled > 0.5);
});

test("waits double, and full jitter has the same mean", () => {
  assert.deepEqual([1, 2, 3].map((failures) => makePolicy("backoff", 3).wait(failures, 0.9)), [0.5, 1, 2]);
  assert.deepEqual([1, 2, 3].map((failures) => makePolicy("jitter", 3).wait(failures, 0.5)), [0.5, 1, 2]);
});

test("a seed repeats its run", () => {
  assert.deepEqual(run("jitter", { seed: 9 }), run("jitter", { seed: 9 }));
  assert.equal(run("jitter").first.length, Math.round(SPAN / STEP));
});
