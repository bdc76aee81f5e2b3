import assert from "node:assert/strict";
import test from "node:test";
import { BloomFilter, bestHashes, formula, LOOKUPS, measure, PARAMETERS, PLANNED, simulate } from "../../static/src/simulations/bloom-filter.model.js";
import { readValues } from "../../static/src/simulations/parameters.js";

const values = (given) => readValues(PARAMETERS, given);

test("a key that was added is never missed", () => {
  for (const [size, hashes] of [[64, 1], [640, 7], [999, 14]]) {
    const filter = new BloomFilter(size, hashes);
    for (let i = 0; i < 200; i += 1) filter.add(`k${i}`);
    for (let i = 0; i < 200; i += 1) assert.ok(filter.has(`k${i}`));
  }
});

test("every bit of a key lies in the filter", () => {
  const filter = new BloomFilter(97, 14);
  for (let i = 0; i < 500; i += 1) for (const place of filter.places(`k${i}`)) assert.ok(Number.isInteger(place) && place >= 0 && place < 97);
});

test("about 9.6 bits a key and 7 hashes give 1 % of false positives", () => {
  assert.ok(Math.abs(formula(9.6, 7) - 0.01) < 0.0003);
  assert.equal(bestHashes(9.6), 7);
  assert.equal(bestHashes(1), 1);
});

test("what is counted is what the formula says", () => {
  for (const given of [{}, { bits_per_key: 4, hashes: 3 }, { bits_per_key: 8, hashes: 2 }, { bits_per_key: 10, hashes: 7, fill: 2 }]) {
    const expected = formula(values(given).bits_per_key / values(given).fill, values(given).hashes);
    const found = [1, 2, 3].reduce((sum, seed) => sum + measure(values({ ...given, seed })) / 3, 0);
    assert.ok(Math.abs(found - expected) < 0.1 * expected + 0.001, `${JSON.stringify(given)}: ${found} instead of ${expected}`);
  }
});

test("the best number of hashes is the best", () => {
  for (let bits = 2; bits <= 20; bits += 1) {
    for (let hashes = 1; hashes <= 14; hashes += 1) assert.ok(formula(bits, bestHashes(bits)) <= formula(bits, hashes) * 1.02);
  }
});

test("half of the bits are set when the number of hashes is best", () => {
  const { filter } = simulate(values({ bits_per_key: 20, hashes: 14 }));
  const share = filter.bits.reduce((sum, one) => sum + one, 0) / filter.size;
  assert.ok(Math.abs(share - 0.5) < 0.05, String(share));
});

test("the steps are all additions, then absent keys, the last of them a false positive", () => {
  const { steps, count } = simulate(values({}));
  assert.equal(count, PLANNED);
  assert.ok(steps.slice(0, count).every(({ kind }) => kind === "add"));
  const finds = steps.slice(count);
  assert.ok(finds.length >= LOOKUPS && finds.every(({ kind }) => kind === "find"));
  assert.ok(finds.some(({ isMaybe }) => isMaybe));
});

test("a bit is set from the first key that sets it", () => {
  const { steps, setAt, count, filter } = simulate(values({ bits_per_key: 3, hashes: 2 }));
  steps.slice(0, count).forEach(({ places }, i) => {
    for (const place of places) assert.ok(setAt[place] <= i);
  });
  setAt.forEach((at, place) => assert.equal(at < count, filter.bits[place] === 1));
});

test("a seed repeats its keys", () => {
  assert.deepEqual(simulate(values({ seed: 5 })).steps, simulate(values({ seed: 5 })).steps);
});
