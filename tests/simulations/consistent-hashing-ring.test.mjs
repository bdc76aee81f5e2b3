import assert from "node:assert/strict";
import test from "node:test";
import { KEYS, LETTERS, makeArcs, makeKeys, makeRing, placeOnRing, simulate, traceKey } from "../../static/src/simulations/consistent-hashing-ring.model.js";

const rules = (given) => ({ placement: "ring", virtual_nodes: 8, copies: 1, seed: 65, ...given });
const sum = (list) => list.reduce((total, one) => total + one, 0);
const near = (found, expected, within, what = "") => assert.ok(Math.abs(found - expected) <= within, `${what} ${found}, expected ${expected}`);

test("every key has its copies on distinct hosts that are up", () => {
  const hosts = "ABDEF";
  const ring = makeRing(hosts, rules());
  const holders = placeOnRing(makeKeys(65), ring, 3);
  assert.equal(holders.length, KEYS * 3);
  for (let i = 0; i < holders.length; i += 3) {
    const three = new Set(holders.slice(i, i + 3));
    assert.equal(three.size, 3);
    for (const one of three) assert.ok(hosts.includes(LETTERS[one]));
  }
});

test("when a host dies only its own keys move, and all of them do", () => {
  for (const virtual_nodes of [1, 8, 128]) {
    const run = simulate("ABCDEF", "ABDEF", rules({ virtual_nodes }));
    near(run.moved, run.held[2], 1e-9);
    assert.equal(run.holds[2], 0);
    near(sum(run.holds), 1, 1e-9);
    for (let i = 0; i < run.was.length; i += 1) assert.ok(run.was[i] === 2 || run.was[i] === run.is[i]);
  }
});

test("when a host joins keys move to it only, about one in N", () => {
  const run = simulate("ABCDEF", "ABCDEFG", rules({ virtual_nodes: 512 }));
  near(run.moved, 1 / 7, 0.02);
  near(run.gained[6], run.moved, 1e-9);
});

test("hash mod N moves N of N + 1 keys when a host joins", () => {
  const run = simulate("ABCDEF", "ABCDEFG", rules({ placement: "modulo" }));
  near(run.moved, 6 / 7, 0.01);
});

test("with copies, a dead host's copies are made anew and the others stay", () => {
  const run = simulate("ABCDEF", "ABDEF", rules({ copies: 3, virtual_nodes: 64 }));
  near(run.moved, run.held[2], 1e-9);
});

test("without virtual nodes the largest share is the harmonic number times the mean", () => {
  let largest = 0;
  for (let seed = 1; seed <= 60; seed += 1) largest += Math.max(...simulate("ABCDEFGH", "ABCDEFGH", rules({ virtual_nodes: 1, seed })).holds) / 60;
  near(largest, (1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5 + 1 / 6 + 1 / 7 + 1 / 8) / 8, 0.035);
});

test("skew shrinks like one over the root of the virtual nodes", () => {
  const spread = (virtual_nodes) => {
    let squares = 0;
    for (let seed = 1; seed <= 30; seed += 1) {
      const { holds } = simulate("ABCDEFGH", "ABCDEFGH", rules({ virtual_nodes, seed }));
      squares += sum(holds.map((one) => (one * 8 - 1) ** 2)) / 8 / 30;
    }
    return Math.sqrt(squares);
  };
  for (const v of [1, 16, 256]) near(spread(v) * Math.sqrt(v), 1, 0.25, `v = ${v}`);
});

test("the arcs cover the circle once, in order", () => {
  for (const given of [{}, { virtual_nodes: 1024 }, { placement: "modulo" }]) {
    const arcs = makeArcs(simulate("ABCDEF", "ABDEF", rules(given)));
    near(sum(arcs.map(({ from, to }) => to - from)), 1, 1e-9);
    for (const { from, to } of arcs) assert.ok(from < to);
  }
});

test("the share of a host is the length of its arcs", () => {
  const run = simulate("ABCDEF", "ABCDEF", rules());
  const length = sum(makeArcs(run).filter(({ owner }) => owner === 0).map(({ from, to }) => to - from));
  near(length, run.holds[0], 0.006);
});

test("the traced key is one that moved", () => {
  const trace = traceKey(simulate("ABCDEF", "ABDEF", rules()), 65);
  assert.equal(LETTERS[trace.before], "C");
  assert.notEqual(trace.owner, trace.before);
});

test("the numbers of the lesson: C's 10.5 % go to four neighbours, at 128 nodes to five", () => {
  const few = simulate("ABCDEF", "ABDEF", rules());
  near(few.moved, 0.106, 0.001);
  assert.equal(few.gained.filter((one) => one > 0.0005).length, 4);
  const many = simulate("ABCDEF", "ABDEF", rules({ virtual_nodes: 128 }));
  assert.equal(many.gained.filter((one) => one > 0.0005).length, 5);
  assert.ok(Math.max(...many.holds) < Math.max(...few.holds));
});
