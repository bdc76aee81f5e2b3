import assert from "node:assert/strict";
import test from "node:test";
import { hash, mean, quantile, random, zipf } from "../../static/src/simulations/random.js";

test("the same seed draws the same numbers, another seed others", () => {
  const ten = (seed) => Array.from({ length: 10 }, random(seed).uniform);
  assert.deepEqual(ten(7), ten(7));
  assert.notDeepEqual(ten(7), ten(8));
});

test("draws have the mean they are asked for", () => {
  const draw = random(1);
  const many = (one) => mean(Array.from({ length: 40_000 }, one));
  assert.ok(Math.abs(many(draw.uniform) - 0.5) < 0.01);
  assert.ok(Math.abs(many(() => draw.exponential(3)) - 3) < 0.1);
  assert.ok(Math.abs(many(() => draw.lognormal(5, 0.7)) - 5) < 0.15);
  assert.ok(Math.abs(many(draw.normal)) < 0.02);
});

test("uniform draws fill the interval evenly", () => {
  const draw = random(3);
  const bins = new Array(20).fill(0);
  for (let i = 0; i < 20_000; i += 1) bins[Math.floor(draw.uniform() * 20)] += 1;
  const chiSquare = bins.reduce((sum, bin) => sum + (bin - 1000) ** 2 / 1000, 0);
  assert.ok(chiSquare < 43.8, `chi square ${chiSquare} for 19 degrees of freedom`);
});

test("hashes of neighbours spread over 32 bits", () => {
  const bins = new Array(16).fill(0);
  for (let i = 0; i < 16_000; i += 1) bins[hash(`key:${i}`) >>> 28] += 1;
  for (const bin of bins) assert.ok(Math.abs(bin - 1000) < 150, String(bin));
});

test("Zipf asks for rank r in proportion to 1 / r^skew", () => {
  const popularity = zipf(1000, 1);
  const draw = random(5);
  let [first, tenth] = [0, 0];
  for (let i = 0; i < 100_000; i += 1) {
    const rank = popularity.rank(draw.uniform());
    if (rank === 0) first += 1;
    if (rank === 9) tenth += 1;
  }
  assert.ok(Math.abs(first / tenth - 10) < 1, `${first} / ${tenth}`);
  assert.ok(Math.abs(first / 100_000 - popularity.share(0)) < 0.005);
});

test("quantiles are nearest ranks", () => {
  assert.equal(quantile([5, 1, 4, 2, 3], 0.5), 3);
  assert.equal(quantile([1, 2, 3, 4], 0.95), 4);
  assert.equal(quantile([], 0.5), 0);
});
