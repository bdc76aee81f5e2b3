import assert from "node:assert/strict";
import test from "node:test";
import { COSTS, makeRequests, measure, PARAMETERS, progress, serve, simulate, sweep } from "../../static/src/simulations/continuous-batching.model.js";
import { readValues } from "../../static/src/simulations/parameters.js";

const values = (given) => readValues(PARAMETERS, given);
const alone = [{ id: 1, arrival: 10, prompt: 100, output: 11 }];

test("an answer alone waits for its prompt and then has a token each step", () => {
  const [answer] = serve(alone, { slots: 4, isStatic: false, cost: { fixed: 14, perAnswer: 0.5, perPromptToken: 0.05 }, end: 1e6 });
  assert.equal(answer.first - answer.arrival, 14 + 0.5 + 100 * 0.05);
  assert.ok(Math.abs((answer.end - answer.first) / 10 - 14.5) < 1e-9);
});

test("nothing is lost: each request is answered once, in a slot that nobody else holds", () => {
  for (const isStatic of [true, false]) {
    const requests = makeRequests(values({ view: "load", rate: 10 }));
    const answers = serve(requests, { slots: 12, isStatic, cost: COSTS.load, end: 1e9 });
    assert.deepEqual(answers.map(({ id }) => id), requests.map(({ id }) => id));
    for (let slot = 0; slot < 12; slot += 1) {
      const held = answers.filter((answer) => answer.slot === slot);
      held.forEach(({ start, first, end, arrival }, i) => {
        assert.ok(arrival <= start && start < first && first <= end);
        assert.ok(i === 0 || held[i - 1].end <= start + 1e-9);
      });
    }
  }
});

test("a static batch takes nobody before its longest answer has ended", () => {
  const { fixed } = simulate(values({ slots: 5 }));
  const starts = [...new Set(fixed.map(({ start }) => start))];
  for (const start of starts.slice(1)) {
    const before = fixed.filter((one) => one.start < start);
    assert.ok(before.every(({ end }) => end && end <= start));
  }
});

test("under a full queue continuous batching uses every slot and never falls behind", () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const run = simulate(values({ seed, slots: 1 + (seed % 8) }));
    const slots = 1 + (seed % 8);
    for (let now = 1; now <= run.horizon; now += 1) {
      const [slow, fast] = [progress(run.fixed, slots, now), progress(run.continuous, slots, now)];
      assert.ok(Math.abs(fast.busy - 1) < 1e-9 && slow.busy <= 1 + 1e-9);
      assert.ok(fast.done >= slow.done);
    }
  }
});

test("static with equal lengths is as good as continuous: it is the spread that costs", () => {
  const requests = Array.from({ length: 20 }, (_, i) => ({ id: i + 1, arrival: 0, prompt: 0, output: 10 }));
  const [slow, fast] = [true, false].map((isStatic) => serve(requests, { slots: 5, isStatic, cost: COSTS.slots, end: 1e6 }));
  assert.deepEqual(slow, fast);
});

test("larger batches give tokens less often, and more of them", () => {
  const points = [...sweep(values({ view: "load", rate: 14 }))];
  for (let i = 1; i < points.length; i += 1) {
    assert.ok(points[i].tpot > points[i - 1].tpot);
    assert.ok(points[i].tokens > points[i - 1].tokens);
    assert.ok(points[i].ttft < points[i - 1].ttft);
  }
});

test("the batch that meets both targets is neither the smallest nor the largest", () => {
  const points = [...sweep(values({ view: "load", rate: 10 }))];
  const best = points.reduce((one, other) => (other.good > one.good ? other : one));
  assert.ok(best.slots > 8 && best.slots < 64, String(best.slots));
  assert.ok(points.every(({ good, tokens }) => good <= tokens + 1e-9));
});

test("a fleet that keeps up gives as many tokens as are asked for", () => {
  const asked = values({ view: "load", rate: 4, slots: 32 });
  const requests = makeRequests(asked);
  const answers = serve(requests, { slots: 32, isStatic: false, cost: COSTS.load, end: 1e6 });
  const tokens = requests.reduce((sum, { output }) => sum + output, 0) / 20;
  assert.ok(Math.abs(measure(requests, answers, asked).tokens / tokens - 1) < 0.15);
});

test("a seed repeats its run", () => {
  assert.deepEqual(simulate(values({ seed: 3 })), simulate(values({ seed: 3 })));
  assert.notDeepEqual(simulate(values({ seed: 3 })), simulate(values({ seed: 4 })));
});
