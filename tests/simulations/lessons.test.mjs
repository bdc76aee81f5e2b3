/** Numbers that lessons quote from a simulation. A model that changes them changes the lessons too: search `content/` for them. */
import assert from "node:assert/strict";
import test from "node:test";
import * as ring from "../../static/src/simulations/consistent-hashing-ring.model.js";
import * as batching from "../../static/src/simulations/continuous-batching.model.js";
import * as memory from "../../static/src/simulations/kv-cache-memory.model.js";
import { readValues } from "../../static/src/simulations/parameters.js";
import * as quorum from "../../static/src/simulations/quorum-rw.model.js";
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
