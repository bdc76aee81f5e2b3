/** Numbers that lessons quote from a simulation. A model that changes them changes the lessons too: search `content/` for them. */
import assert from "node:assert/strict";
import test from "node:test";
import * as bloom from "../../static/src/simulations/bloom-filter.model.js";
import * as cdn from "../../static/src/simulations/cdn-hit-ratio.model.js";
import * as breaker from "../../static/src/simulations/circuit-breaker.model.js";
import * as ring from "../../static/src/simulations/consistent-hashing-ring.model.js";
import * as batching from "../../static/src/simulations/continuous-batching.model.js";
import * as dns from "../../static/src/simulations/dns-resolution.model.js";
import * as memory from "../../static/src/simulations/kv-cache-memory.model.js";
import * as balancing from "../../static/src/simulations/load-balancer-algorithms.model.js";
import * as cache from "../../static/src/simulations/lru-vs-lfu-cache.model.js";
import { readValues } from "../../static/src/simulations/parameters.js";
import * as affinity from "../../static/src/simulations/prefix-affinity-routing.model.js";
import * as flood from "../../static/src/simulations/queue-backpressure.model.js";
import * as quorum from "../../static/src/simulations/quorum-rw.model.js";
import * as lag from "../../static/src/simulations/replication-lag.model.js";
import * as storm from "../../static/src/simulations/retry-storm.model.js";
import * as snowflake from "../../static/src/simulations/snowflake-id.model.js";
import * as clocks from "../../static/src/simulations/vector-clock.model.js";
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

test("remote-procedure-calls: a slowdown of 10% under four rules", () => {
  const row = (given) => {
    const values = readValues(storm.PARAMETERS, { load: 0.95, depth: 0.1, lasts: 20, timeout: 1, attempts: 3, seed: 4, ...given });
    return ["none", "jitter", "budget", "cancel"].map((policy) => percent(storm.simulate(values, policy).answered));
  };
  assert.deepEqual(row({}), ["99%", "33%", "33%", "100%"]);
  assert.deepEqual(row({ timeout: 1.5 }), ["100%", "100%", "100%", "100%"]);
  assert.deepEqual(row({ timeout: 0.5 }), ["80%", "24%", "24%", "100%"]);
  assert.deepEqual(row({ load: 0.85, depth: 0.2 }), ["97%", "32%", "90%", "100%"]);
});

test("fault-tolerance-techniques: what a breaker answers and refuses", () => {
  const row = (given) => {
    const { calls, guarded, bare } = breaker.simulate(readValues(breaker.PARAMETERS, { threshold: 0.5, window: 20, cooldown: 5, ...given }));
    assert.deepEqual([calls, bare.totals.ok, bare.full], [4942, 4174, 17.5]);
    return [guarded.totals.ok, guarded.totals.refused, guarded.needless, guarded.full];
  };
  assert.deepEqual(row({}), [3838, 843, 368, 4.5]);
  assert.deepEqual(row({ cooldown: 2 }), [4078, 595, 128, 4.5]);
  assert.deepEqual(row({ cooldown: 20 }), [2309, 2507, 1901, 2.5]);
  assert.deepEqual(row({ threshold: 0.1, window: 10 }), [1177, 3730, 3040, 0]);
});

test("introduction-to-dns: five lookups, and how fast the world follows", () => {
  const row = (ttl) => {
    const { queries, until } = dns.runFailover(readValues(dns.PARAMETERS, { scene: "failover", ttl }));
    return [Number(queries.toFixed(1)), until, ...dns.runLookups(ttl).map(({ total }) => total)];
  };
  assert.deepEqual(row(5), [65.5, 40, 90, 46, 46, 46, 46]);
  assert.deepEqual(row(60), [6.2, 90, 90, 4, 46, 46, 46]);
  assert.deepEqual(row(300), [1.3, 310, 90, 4, 46, 4, 46]);
});

test("global-and-local-load-balancing: at home, from a wait on, or anywhere", () => {
  const row = (spill) =>
    balancing
      .simulate(readValues(balancing.PARAMETERS, { scene: "regions", load: 0.75, demand: 0.5, spill }))
      .ways.map(({ tail, abroad }) => [Number(tail.toPrecision(3)), percent(abroad, 1)]);
  assert.deepEqual(row(0.5), [[38.1, "0.0%"], [1.94, "14.2%"], [1.84, "67.2%"]]);
  assert.deepEqual(row(2)[1], [2.98, "6.5%"]);
  assert.deepEqual(row(0.25)[1], [1.85, "22.3%"]);
});

test("data-replication: four ways to route a read", () => {
  const run = (given) => lag.simulate(readValues(lag.PARAMETERS, { writes: 600, delay: 0.5, window: 2, ...given }));
  const { ways } = run({});
  assert.deepEqual(
    ways.map(({ own, back, odd, reads, leader }) => [own, back, odd, reads, percent(leader / reads, 1)]),
    [[146, 225, 323, 1702, "0.0%"], [104, 0, 104, 1702, "0.0%"], [11, 149, 152, 1702, "42.5%"], [0, 0, 0, 1702, "0.0%"]],
  );
  const late = run({ writes: 1100 });
  assert.deepEqual([0, 1].map((follower) => lag.lagAt(late.log, follower, 60).toFixed(1)), ["5.9", "10.0"]);
  assert.equal(percent(late.ways[3].leader / late.ways[3].reads, 1), "73.8%");
});

test("data-partitioning: what a seventh host takes", () => {
  const row = (given, before = "ABCDEF", after = "ABCDEFG") => {
    const { moved, holds } = ring.simulate(before, after, { placement: "ring", virtual_nodes: 1, copies: 1, seed: 65, ...given });
    return [percent(moved, 1), percent(Math.max(...holds), 1)];
  };
  assert.deepEqual(row({}), ["35.1%", "35.1%"]);
  assert.deepEqual(row({}, "ABCDEFG", "ABCDEFGH")[0], "32.8%");
  assert.deepEqual(row({ virtual_nodes: 8 }), ["11.9%", "19.8%"]);
  assert.deepEqual(row({ virtual_nodes: 128 }), ["15.4%", "15.5%"]);
  assert.deepEqual(row({ placement: "modulo" }), ["85.6%", "14.4%"]);
});

test("key-value-store-design: absent keys taken for present", () => {
  const share = (given) => 100 * bloom.measure(readValues(bloom.PARAMETERS, { bits_per_key: 10, hashes: 7, ...given }));
  assert.equal(share({}).toFixed(2), "0.78");
  const others = [{ bits_per_key: 8, hashes: 6 }, { bits_per_key: 4, hashes: 3 }, { hashes: 14 }, { fill: 2 }];
  assert.deepEqual(others.map((given) => share(given).toFixed(1)), ["2.0", "14.5", "1.8", "14.0"]);
});

test("key-value-versioning-and-configurability: one slow copy of three", () => {
  const row = (given) => {
    const values = readValues(quorum.PARAMETERS, { n: 3, w: 2, r: 2, wait: 1, slow: 10, ...given });
    const { writeTail, readTail } = quorum.simulate(values, quorum.makeStates(values));
    return [Math.round(writeTail), Math.round(readTail)];
  };
  assert.deepEqual([row({ w: 1, r: 1 }), row({}), row({ w: 3, r: 3 })], [[17, 5], [44, 8], [451, 66]]);
  assert.deepEqual(row({ down: 1 }), [451, 66]);
});

test("ids-with-causality: ordered, concurrent, and misled by a number", () => {
  const events = clocks.simulate(clocks.SCRIPTS.messages, { scene: "messages", prune: 3 });
  assert.deepEqual([events.length, clocks.countPairs(events)], [11, { ordered: 39, concurrent: 16, misled: 13 }]);
});

test("introduction-to-cdn: requests and bytes at the edge", () => {
  const row = (given) => {
    const { totals } = cdn.simulate(readValues(cdn.PARAMETERS, { catalog: 5000, skew: 0.9, disk: 0.05, ttl: 300, shield: true, ...given }));
    return [totals.edge / totals.requests, totals.edgeBytes / totals.bytes, totals.originBytes / totals.bytes].map((one) => percent(one, 1));
  };
  assert.deepEqual(row({}), ["49.7%", "15.5%", "61.5%"]);
  assert.deepEqual(row({ disk: 0.2 }), ["68.1%", "38.4%", "15.6%"]);
  assert.deepEqual(row({ skew: 1.2 }), ["81.9%", "35.8%", "41.7%"]);
  assert.deepEqual(row({ ttl: 5 }), ["23.3%", "15.5%", "61.5%"]);
  assert.deepEqual(row({ shield: false }), ["49.7%", "15.5%", "84.5%"]);
});

test("cdn-deep-dive-delivery: guests who come once", () => {
  const row = (traffic) => {
    const { runs, bestRatio } = cache.simulate(readValues(cache.PARAMETERS, { traffic, capacity: 60, skew: 0.9 }));
    return [...runs.map(({ ratio }) => ratio), bestRatio].map((one) => (100 * one).toFixed(1));
  };
  assert.deepEqual(row("one-hit"), ["13.2", "20.4", "20.4", "22.3", "29.2"]);
  assert.deepEqual(row("zipf"), ["37.0", "45.9", "45.8", "43.0", "59.6"]);
  assert.deepEqual(row("shifting"), ["36.3", "25.9", "33.0", "41.0", "57.5"]);
});

test("server-side-monitoring-details: batches processed in time during a flood", () => {
  const fresh = (bound) => {
    const { all, ways } = flood.simulate(readValues(flood.PARAMETERS, { burst: 10, load: 0.6, deadline: 15, bound, memory: 4000 }));
    assert.equal(all, 25_236);
    return ways.map((way) => way.fresh);
  };
  assert.deepEqual(fresh(1500), [8710, 11_706, 11_706, 8710]);
  assert.deepEqual(fresh(3000), [8710, 6876, 9276, 8710]);
});
