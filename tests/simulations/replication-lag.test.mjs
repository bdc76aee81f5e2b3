import assert from "node:assert/strict";
import test from "node:test";
import { readValues } from "../../static/src/simulations/parameters.js";
import { count, GUARANTEES, lagAt, makeHistory, PARAMETERS, route, simulate, USERS } from "../../static/src/simulations/replication-lag.model.js";

const values = (given) => readValues(PARAMETERS, given);
const ways = (given) => Object.fromEntries(simulate(values(given)).ways.map((way) => [way.name, way]));

test("followers apply every entry, in order, after the leader has it and not faster than they can", () => {
  const { log } = makeHistory(values({}));
  for (const applied of log.applied) {
    assert.equal(applied.length, log.committed.length);
    applied.forEach((time, i) => {
      assert.ok(time >= log.committed[i]);
      assert.ok(i === 0 || time - applied[i - 1] >= 1 / 1000 - 1e-9);
    });
  }
});

test("nothing is lost: every action is routed once, writes to the leader", () => {
  const history = makeHistory(values({}));
  for (const name of GUARANTEES) {
    const steps = route(history, name, 2);
    assert.equal(steps.length, history.actions.length);
    for (const { isWrite, lane } of steps) assert.ok(lane >= 0 && lane <= 2 && (!isWrite || lane === 0));
    const { reads, odd, own, back } = count(name, steps);
    assert.ok(odd <= own + back && odd >= Math.max(own, back) && reads <= steps.length);
  }
});

test("a position token leaves no anomaly, whatever the lag", () => {
  for (const given of [{}, { delay: 5 }, { writes: 1200 }, { pause: 15 }]) {
    const { token } = ways(given);
    assert.deepEqual([token.own, token.back], [0, 0], JSON.stringify(given));
  }
});

test("a token reads from the leader only when no follower is far enough", () => {
  assert.equal(ways({}).token.leader, 0);
  assert.ok(ways({ writes: 1200 }).token.leader > 0);
});

test("staying with one follower never goes back in time, and still misses own writes", () => {
  const { sticky } = ways({ delay: 2 });
  assert.equal(sticky.back, 0);
  assert.ok(sticky.own > 50);
});

test("the leader for longer than the lag shows every own write, and costs leader reads", () => {
  const long = ways({ delay: 1, pause: 0, window: 3 }).leader;
  assert.equal(long.own, 0);
  assert.ok(long.leader > ways({ delay: 1, pause: 0, window: 1 }).leader.leader);
  assert.ok(long.back > 0);
});

test("without lag all ways are the same", () => {
  for (const { own, back } of simulate(values({ delay: 0, pause: 0, writes: 50 })).ways) assert.ok(own + back <= 3);
});

test("the lag is the delay while a follower keeps up, and grows by the excess when it doesn't", () => {
  const calm = makeHistory(values({ writes: 500, delay: 1, pause: 0 })).log;
  assert.ok(Math.abs(lagAt(calm, 1, 40) - 1) < 0.1);
  const flooded = makeHistory(values({ writes: 1500, apply: 1000, delay: 0, pause: 0 })).log;
  assert.ok(Math.abs(lagAt(flooded, 0, 60) - 20) < 1, String(lagAt(flooded, 0, 60)));
});

test("a seed repeats its history", () => {
  assert.deepEqual(makeHistory(values({ seed: 8 })).actions, makeHistory(values({ seed: 8 })).actions);
  assert.equal(new Set(makeHistory(values({})).actions.map(({ user }) => user)).size, USERS);
});
