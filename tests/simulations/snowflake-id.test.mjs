import assert from "node:assert/strict";
import test from "node:test";
import { readValues } from "../../static/src/simulations/parameters.js";
import { BITS, base58, capacity, issue, makeDemand, makeId, PARAMETERS, POLICIES, SPAN, simulate, wallClock } from "../../static/src/simulations/snowflake-id.model.js";

const values = (given) => readValues(PARAMETERS, given);
const layout = { time_bits: 41, worker_bits: 10 };
const ways = (given) => Object.fromEntries(simulate(values(given)).ways.map((way) => [way.name, way]));

/** Every id of a run as `time:sequence`. */
const idsOf = ({ batches }) => batches.flat().flatMap(({ time, from, count }) => Array.from({ length: count }, (_, i) => `${time}:${from + i}`));

test("the classic layout: 69 years, 1,024 workers, 4,096 ids a millisecond, 4.2 billion a second", () => {
  const found = capacity(layout);
  assert.ok(found.years > 69 && found.years < 70);
  assert.deepEqual([found.workers, found.perMillisecond, found.perSecond], [1024, 4096, 1024 * 4096 * 1000]);
});

test("an id of Twitter's: parts in, parts out", () => {
  const id = makeId({ time: 1_234_567_890_123, worker: 301, sequence: 77 }, layout);
  assert.equal(id >> 22n, 1_234_567_890_123n);
  assert.equal((id >> 12n) & 1023n, 301n);
  assert.equal(id & 4095n, 77n);
  assert.ok(id < 1n << BigInt(BITS));
});

test("later ids are larger, whatever worker and sequence", () => {
  assert.ok(makeId({ time: 5, worker: 1023, sequence: 4095 }, layout) < makeId({ time: 6, worker: 0, sequence: 0 }, layout));
});

test("base58 has no look-alikes, and 63 bits need at most 11 characters", () => {
  assert.equal(base58(0n), "1");
  assert.equal(base58(57n), "z");
  assert.equal(base58(58n), "21");
  assert.equal(base58((1n << 63n) - 1n).length, 11);
  assert.doesNotMatch(base58((1n << 63n) - 1n), /[0OIl]/);
});

test("what is counted as issued twice is what is there twice", () => {
  for (const given of [{}, { back: 4, rate: 100 }, { back: 20, rate: 5000 }]) {
    const asked = values(given);
    for (const policy of POLICIES) {
      const run = issue(makeDemand(asked), policy, asked);
      const ids = idsOf(run);
      assert.equal(ids.length, run.issued);
      assert.equal(ids.length - new Set(ids).size, run.total, `${policy} ${JSON.stringify(given)}`);
    }
  }
});

test("only trusting the clock repeats ids; waiting stops for the step; never going back runs ahead by it", () => {
  const all = ways({ back: 10 });
  assert.ok(all.trust.total > 0);
  assert.deepEqual([all.wait.total, all.logical.total], [0, 0]);
  assert.equal(all.wait.longest, 9);
  assert.equal(all.logical.longest, 0);
  assert.ok(all.logical.ahead >= 9 && all.logical.ahead <= 11);
});

test("without a step nothing is repeated and nobody waits", () => {
  for (const { total, longest } of simulate(values({ back: 0 })).ways) assert.deepEqual([total, longest], [0, 0]);
});

test("nothing is lost: what was asked for is issued or waits, and a sequence never runs over", () => {
  const asked = values({ rate: 6000, back: 10 });
  const demand = makeDemand(asked);
  const all = demand.reduce((sum, one) => sum + one, 0);
  for (const policy of POLICIES) {
    const run = issue(demand, policy, asked);
    assert.equal(run.issued + run.waiting[SPAN - 1], all);
    for (const { from, count } of run.batches.flat()) assert.ok(from >= 0 && from + count <= 4096);
  }
});

test("the clock steps back once", () => {
  assert.deepEqual([wallClock(29, 10), wallClock(30, 10), wallClock(41, 10)], [29, 20, 31]);
});

test("a seed repeats its demand", () => {
  assert.deepEqual(makeDemand(values({ seed: 4 })), makeDemand(values({ seed: 4 })));
});
