/** Numbers that lessons quote from a simulation. A model that changes them changes the lessons too: search `content/` for them. */
import assert from "node:assert/strict";
import test from "node:test";
import * as ring from "../../static/src/simulations/consistent-hashing-ring.model.js";
import * as batching from "../../static/src/simulations/continuous-batching.model.js";
import * as memory from "../../static/src/simulations/kv-cache-memory.model.js";
import * as balancing from "../../static/src/simulations/load-balancer-algorithms.model.js";
import { readValues } from "../../static/src/simulations/parameters.js";
import * as affinity from "../../static/src/simulations/prefix-affinity-routing.model.js";
import * as quorum from "../../static/src/simulations/quorum-rw.model.js";
import * as snowflake from "../../static/src/simulations/snowflake-id.model.js";
import { percent } from "../../static/src/simulations/words.js";

test("spectrum-of-consistency: stale reads and slow writes of N = 3", () => {
  const row = (given) => {
    const values = readValues(quorum.PARAMETERS, given);
    const run = quorum.simulate(values, quorum.makeStates(values));
    return [percent(run.stale(values.wait), 1), Math.round(run.writeTail)];
  };
  assert.deepEqual(row({}), ["22.2%", 16]);
  assert.deepEqual(row({ w: 2 }), ["5.9%", 32]);
  assert.deepEqual(row({ w: 2, r: 2 }), ["0.0%", 32]);
  assert.deepEqual(row({ w: 3, r: 1 }), ["0.0%", 142]);
  assert.deepEqual(row({ w: 2, r: 2, missed: 1 }), ["0.0%", 142]);
  assert.deepEqual(row({ w: 2, r: 2, missed: 1, sloppy: true }), ["6.1%", 30]);
});

test("latency-throughput-and-cost: caps at 8, 10 and 12 requests a second", () => {
  const row = (rate, cap) => {
    const points = [...batching.sweep(readValues(batching.PARAMETERS, { view: "load", rate, seed: 10 }))];
    const { ttft, tpot, tokens, good } = points.find(({ slots }) => slots === cap);
    return [Number(ttft.toPrecision(2)), ...[tpot, tokens, good].map(Math.round)];
  };
  assert.deepEqual(row(8, 16), [2.7, 29, 541, 287]);
  assert.deepEqual(row(8, 24), [0.36, 35, 582, 582]);
  assert.deepEqual(row(10, 24), [2.7, 36, 651, 459]);
  assert.deepEqual(row(10, 32), [0.94, 43, 706, 565]);
  assert.deepEqual(row(12, 64), [0.39, 67, 821, 31]);
});

test("resource-estimation-examples: sequences that fit", () => {
  const fits = (given) => memory.largestBatch(readValues(memory.PARAMETERS, given));
  assert.deepEqual([{}, { context: 32_768 }, { kv_heads: 64 }, { bits: 8 }, { context: 131_072 }].map(fits), [162, 40, 20, 324, 10]);
});

test("key-value-scalability-and-replication: who inherits from C", () => {
  const row = (virtual_nodes) => {
    const { moved, held, holds, gained } = ring.simulate("ABCDEF", "ABDEF", { placement: "ring", virtual_nodes, copies: 1, seed: 65 });
    const before = held.slice(0, 6);
    return [percent(moved, 1), gained.filter((one) => one > 0.0005).length, percent(Math.max(...holds), 1), percent(Math.min(...before), 1), percent(Math.max(...before), 1)];
  };
  assert.deepEqual(row(1), ["5.4%", 1, "36.5%", "1.2%", "36.5%"]);
  assert.deepEqual(row(8), ["10.5%", 4, "29.3%", "7.3%", "24.0%"]);
  assert.deepEqual(row(128), ["14.1%", 5, "21.9%", "14.1%", "19.2%"]);
  const other = (given) => percent(ring.simulate("ABCDEF", "ABDEF", { placement: "ring", virtual_nodes: 128, copies: 1, seed: 65, ...given }).moved, 1);
  assert.deepEqual([other({ placement: "modulo" }), other({ copies: 3 })], ["83.0%", "17.0%"]);
});

test("advanced-load-balancing: five algorithms, equal and unequal costs, fresh and old views", () => {
  const tails = (given) => balancing.simulate(readValues(balancing.PARAMETERS, given)).ways.map(({ tail }) => Number(tail.toPrecision(tail < 10 ? 2 : 3)));
  assert.deepEqual(tails({ tail: 0 }), [3.8, 0.99, 1.4, 1, 0.99]);
  assert.deepEqual(tails({}), [13.9, 16.3, 8.4, 6.6, 4.3]);
  assert.deepEqual(tails({ stale: 2 }), [13.9, 16.3, 8.7, 16.5, 16.3]);
});

test("advanced-load-balancing: prompt tokens found cached, and the wait for the first token", () => {
  const { ways } = affinity.simulate(readValues(affinity.PARAMETERS, {}));
  assert.deepEqual(
    ways.map(({ cached, first }) => [percent(cached), Number(first.toPrecision(2))]),
    [["48%", 3.4], ["48%", 1.4], ["73%", 92], ["70%", 1.1], ["64%", 2.8], ["80%", 0.87]],
  );
});

test("unique-id-generator-design: a step back under three rules", () => {
  const row = (given) => {
    const { ways } = snowflake.simulate(readValues(snowflake.PARAMETERS, given));
    const [trust, wait, logical] = ways;
    return [trust.total, wait.longest, logical.ahead];
  };
  assert.deepEqual(row({ back: 3 }), [5509, 2, 2]);
  assert.deepEqual(row({}), [18_051, 9, 9]);
  assert.deepEqual(row({ back: 25 }), [43_289, 24, 24]);
  assert.deepEqual(row({ rate: 5000 }), [40_960, 10, 28]);
});
