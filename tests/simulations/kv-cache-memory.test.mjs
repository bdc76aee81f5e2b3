import assert from "node:assert/strict";
import test from "node:test";
import { BLOCK, budget, bytesPerToken, fill, largestBatch, OWN, PAGE, PARAMETERS, pack, runPrefixes, TURNS } from "../../static/src/simulations/kv-cache-memory.model.js";
import { readValues } from "../../static/src/simulations/parameters.js";

const values = (given) => readValues(PARAMETERS, given);
const ratio = (given) => {
  const turns = runPrefixes(values({ scene: "prefixes", ...given }));
  const found = turns.reduce((sum, { hit }) => sum + hit, 0);
  return found / turns.reduce((sum, { hit, fresh }) => sum + hit + fresh, 0);
};

test("the numbers of the lesson: 320 KiB a token, 2.5 GiB a sequence of 8k, 162 sequences", () => {
  const asked = values({});
  assert.equal(bytesPerToken(asked), 327_680);
  assert.equal((bytesPerToken(asked) * asked.context) / 2 ** 30, 2.5);
  assert.equal(largestBatch(asked), 162);
  assert.equal(pack(asked, "reserved").length, 162);
});

test("fewer heads, fewer bits and shorter contexts hold more, in proportion", () => {
  const room = (given) => budget(values(given)) / bytesPerToken(values(given)) / values(given).context;
  assert.equal(room({ kv_heads: 64 }) * 8, room({ kv_heads: 8 }));
  assert.equal(room({ bits: 8 }), room({ bits: 16 }) * 2);
  assert.equal(room({ context: 4096 }), room({ context: 8192 }) * 2);
  assert.equal(largestBatch(values({ weights: 700 })), 0);
});

test("what is taken fits, and the next sequence would not", () => {
  for (const paging of ["reserved", "paged"]) {
    const asked = values({ scene: "pages", paging });
    const taken = pack(asked, paging).reduce((sum, one) => sum + one.taken, 0) * bytesPerToken(asked);
    assert.ok(taken <= budget(asked) && taken > budget(asked) - bytesPerToken(asked) * asked.context);
  }
});

test("pages waste less than a page for each sequence, reservations what isn't used", () => {
  const paged = fill(values({ scene: "pages", paging: "paged" }));
  for (const { length, taken } of paged.sequences) assert.ok(taken >= length && taken - length < PAGE);
  assert.ok(paged.waste < 0.02);
  const reserved = fill(values({ scene: "pages", paging: "reserved", used: 0.3 }));
  assert.ok(Math.abs(reserved.waste - 0.7) < 0.05, String(reserved.waste));
  assert.ok(paged.sequences.length > 3 * reserved.sequences.length);
  assert.equal(paged.other, reserved.sequences.length);
});

test("a pool never holds more than its blocks, and each turn computes what it doesn't find", () => {
  const asked = values({ scene: "prefixes", pool: 200 });
  for (const { hit, fresh, cells } of runPrefixes(asked)) {
    assert.equal(cells.length, 200);
    assert.ok(hit >= 0 && fresh >= 0 && hit + fresh >= Math.floor(asked.shared / BLOCK));
  }
  assert.equal(runPrefixes(asked).length, TURNS);
});

test("with room for all, only what is new is computed: each system prompt once, then the new tokens of a turn", () => {
  const seen = new Set();
  for (const { group, session, hit, fresh, evicted } of runPrefixes(values({ scene: "prefixes", pool: 2000 }))) {
    assert.equal(evicted, 0);
    assert.equal(hit >= 2048 / BLOCK, seen.has(`p${group}`) || seen.has(`s${session}`));
    assert.ok(fresh <= 2048 / BLOCK + 3);
    seen.add(`p${group}`).add(`s${session}`);
  }
});

test("a shared block is held once, whoever uses it", () => {
  const [last] = runPrefixes(values({ scene: "prefixes", prompts: 1, pool: 2000 })).slice(-1);
  assert.equal(last.cells.filter((kind) => kind === 0).length, 2048 / BLOCK);
  assert.ok(last.cells.some((kind) => kind === OWN));
});

test("more room finds more, more different prompts find less", () => {
  assert.ok(ratio({ pool: 200 }) < ratio({ pool: 500 }) && ratio({ pool: 500 }) < ratio({ pool: 1500 }));
  assert.ok(ratio({ prompts: 30 }) < ratio({ prompts: 6 }) && ratio({ prompts: 6 }) < ratio({ prompts: 1 }));
});

test("a seed repeats its run", () => {
  assert.deepEqual(runPrefixes(values({ seed: 2 })), runPrefixes(values({ seed: 2 })));
});
