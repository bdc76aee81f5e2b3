import assert from "node:assert/strict";
import test from "node:test";
import { BASE, BEGINS, EACH, expected, makeDemand, PARAMETERS, POLICIES, SPAN, STEP, scale, simulate } from "../../static/src/simulations/gpu-autoscaling-lag.model.js";
import { readValues } from "../../static/src/simulations/parameters.js";

const values = (given) => readValues(PARAMETERS, given);
const ways = (given) => Object.fromEntries(simulate(values(given)).ways.map((way) => [way.name, way]));
const sum = (list) => list.reduce((total, one) => total + one, 0);

test("nothing is lost unseen: what comes is served, waits, or is counted as lost", () => {
  for (const policy of POLICIES) {
    const asked = values({});
    const demand = makeDemand(asked);
    const run = scale(demand, policy, asked);
    let backlog = 0;
    for (let i = 0; i < demand.length; i += 1) {
      backlog = Math.max(0, backlog + (demand[i] - run.ready[i] * EACH) * STEP * 60) - run.lost[i] * STEP * 60;
      assert.ok(Math.abs(backlog - run.wait[i] * run.ready[i] * EACH) < 1e-6);
    }
    assert.ok(Math.abs(run.lostShare - sum(run.lost) / sum(demand)) < 1e-9);
  }
});

test("bounds hold: nobody waits longer than people do, and no fleet is larger than there are GPUs", () => {
  for (const shape of ["ramp", "spike"]) {
    for (const run of simulate(values({ shape, startup: 20, peak: 5 })).ways) {
      for (let i = 0; i < run.ready.length; i += 1) assert.ok(run.wait[i] <= 20 + 1e-9 && run.ready[i] >= 1 && run.ready[i] <= 80);
    }
  }
});

test("a replica is ready the start-up time after it was asked for, not before", () => {
  const { chosen } = simulate(values({ shape: "spike", startup: 8 }));
  const before = chosen.ready[Math.round((BEGINS - 1) / STEP)];
  const asked = chosen.starting.findIndex((one, i) => i * STEP >= BEGINS && one > 5) * STEP;
  const came = chosen.ready.findIndex((one, i) => i * STEP >= BEGINS && one > before + 5) * STEP;
  assert.ok(Math.abs(came - asked - 8) < 0.5, `${came - asked}`);
});

test("the longer replicas take, the more is lost", () => {
  const lost = [1, 5, 10, 20].map((startup) => ways({ startup }).utilization.lostShare);
  for (let i = 1; i < lost.length; i += 1) assert.ok(lost[i] > lost[i - 1]);
});

test("headroom buys time, and costs GPU-hours", () => {
  const [tight, roomy] = [ways({ target: 0.9 }).utilization, ways({ target: 0.5 }).utilization];
  assert.ok(roomy.lostShare < tight.lostShare / 2 && roomy.hours > tight.hours * 1.2);
});

test("a forecast helps where the day is known and not against a spike", () => {
  const [day, spike] = [ways({ shape: "ramp", startup: 20 }), ways({ shape: "spike", startup: 20 })];
  assert.ok(day.utilization.lostShare > 0.03 && day.forecast.lostShare < 0.001);
  assert.ok(Math.abs(spike.forecast.lostShare - spike.utilization.lostShare) < 0.002);
});

test("a warm pool helps against the spike, the more the larger", () => {
  const lost = [0, 6, 12].map((warm) => ways({ warm }).warm);
  for (let i = 1; i < lost.length; i += 1) assert.ok(lost[i].lostShare < lost[i - 1].lostShare && lost[i].hours > lost[i - 1].hours);
});

test("a fleet by the queue asks for more than is needed", () => {
  const all = ways({});
  assert.ok(Math.max(...all.queue.ready) > Math.max(...all.utilization.ready) * 1.3);
});

test("the curve of the day begins and ends at the base", () => {
  assert.equal(expected(values({ shape: "ramp" }), 0), BASE);
  assert.ok(Math.abs(expected(values({ shape: "ramp" }), 60) - 3 * BASE) < 1e-9);
  assert.ok(Math.abs(expected(values({ shape: "ramp" }), SPAN) - BASE) < 1e-9);
});

test("a seed repeats its demand", () => {
  assert.deepEqual(makeDemand(values({ seed: 2 })), makeDemand(values({ seed: 2 })));
});
