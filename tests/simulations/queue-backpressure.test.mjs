import assert from "node:assert/strict";
import test from "node:test";
import { readValues } from "../../static/src/simulations/parameters.js";
import { BURST, CAPACITY, count, makeArrivals, PARAMETERS, POLICIES, SPAN, STEP, serve, simulate } from "../../static/src/simulations/queue-backpressure.model.js";

const values = (given) => readValues(PARAMETERS, given);
const ways = (given) => Object.fromEntries(simulate(values(given)).ways.map((way) => [way.name, way]));

test("nothing is lost: every message ends in exactly one way", () => {
  for (const given of [{}, { burst: 8 }, { memory: 0 }, { bound: 50 }, { deadline: 1, bound: 2000 }, { load: 0.95, memory: 500 }]) {
    const { all, ways: each } = simulate(values(given));
    for (const way of each) assert.equal(way.fresh + way.late + way.refused + way.dropped + way.lost + way.left, all, `${way.name} ${JSON.stringify(given)}`);
  }
});

test("bounds hold: a bounded queue never exceeds its room, memory never its own, the pool never its capacity", () => {
  const asked = values({ burst: 6, bound: 200, memory: 1500 });
  const arrivals = makeArrivals(asked);
  for (const policy of POLICIES) {
    const run = serve(arrivals, policy, asked);
    for (let i = 0; i < arrivals.length; i += 1) {
      assert.ok(run.fresh[i] + run.late[i] <= CAPACITY * STEP);
      assert.ok(run.depth[i] <= (policy === "unbounded" || policy === "expire" ? 1500 : 200));
    }
  }
});

test("the backlog of a burst is its excess, and takes that over the spare capacity to drain", () => {
  const asked = values({ memory: 0, load: 0.5, burst: 4 });
  const run = serve(makeArrivals(asked), "unbounded", asked);
  const peak = Math.max(...run.depth);
  const excess = (4 * 0.5 * CAPACITY - CAPACITY) * (BURST[1] - BURST[0]);
  assert.ok(Math.abs(peak / excess - 1) < 0.05, `${peak} ${excess}`);
  const empty = run.depth.findIndex((depth, i) => i * STEP > BURST[1] && depth === 0) * STEP;
  assert.ok(Math.abs(empty - BURST[1] - excess / (CAPACITY * 0.5)) < 5, String(empty));
});

test("a queue that is shorter than the deadline serves nobody too late; a longer one does", () => {
  const short = ways({ bound: 400, deadline: 5 });
  assert.equal(short.reject.late, 0);
  assert.equal(short["drop-oldest"].late, 0);
  assert.ok(ways({ bound: 1000, deadline: 5 }).reject.late > 1000);
});

test("dropping what is too late never serves late and serves the most in time", () => {
  for (const bound of [100, 1000]) {
    const all = ways({ bound, memory: 0 });
    assert.equal(all.expire.late, 0);
    for (const name of POLICIES) assert.ok(all.expire.fresh >= all[name].fresh, name);
  }
});

test("an unbounded queue runs out of memory, and a bounded one doesn't", () => {
  const all = ways({});
  assert.ok(all.unbounded.crashes > 0 && all.unbounded.lost > 4000);
  assert.equal(all.reject.crashes, 0);
});

test("without a burst all rules are the same", () => {
  const all = ways({ burst: 1, bound: 200 });
  for (const name of POLICIES) assert.ok(all[name].fresh / (all[name].fresh + all[name].refused + all[name].dropped + all[name].left) > 0.999);
});

test("a seed repeats its arrivals, over the whole span", () => {
  assert.deepEqual(makeArrivals(values({})), makeArrivals(values({})));
  assert.equal(makeArrivals(values({})).length, SPAN / STEP);
});
