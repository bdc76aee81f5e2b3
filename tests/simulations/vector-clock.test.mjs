import assert from "node:assert/strict";
import test from "node:test";
import { random } from "../../static/src/simulations/random.js";
import { countPairs, falseSiblings, lostVersions, PROCESSES, relate, SCRIPTS, simulate } from "../../static/src/simulations/vector-clock.model.js";

const messages = (...script) => simulate(script, { scene: "messages", prune: 3 });
const versions = (prune, ...script) => simulate(script, { scene: "versions", prune });

/** Scripts as a reader might make them. */
function scripts(count, length) {
  const draw = random(11);
  const letter = () => PROCESSES[draw.integer(3)];
  const step = () => {
    const [from, to] = [letter(), letter()];
    return from === to ? from : from + to;
  };
  return Array.from({ length: count }, () => Array.from({ length }, step));
}

/** Happened before, by following the lanes and the messages. */
function reaches(events, a, b) {
  if (a === b) return false;
  const heads = [b];
  while (heads.length) {
    const event = heads.pop();
    if (event === a) return true;
    if (event.from >= 0) heads.push(events[event.from]);
    const before = events.findLast(({ process, slot }) => process === event.process && slot < event.slot);
    if (before) heads.push(before);
  }
  return false;
}

test("a message carries what its sender knows", () => {
  const [a1, a2, b1, c1] = messages("A", "AB", "C");
  assert.deepEqual([a1.vector, a2.vector, b1.vector, c1.vector], [[1, 0, 0], [2, 0, 0], [2, 1, 0], [0, 0, 1]]);
  assert.deepEqual([a1.lamport, a2.lamport, b1.lamport, c1.lamport], [1, 2, 3, 1]);
});

test("vectors are ordered exactly as events are; Lamport's numbers only one way", () => {
  for (const script of scripts(60, 8)) {
    const events = messages(...script);
    for (const a of events) {
      for (const b of events) {
        const before = reaches(events, a, b);
        assert.equal(relate(a.vector, b.vector) === "before", before);
        if (before) assert.ok(a.lamport < b.lamport);
      }
    }
  }
});

test("every pair is counted once", () => {
  const events = messages(...SCRIPTS.messages);
  const { ordered, concurrent, misled } = countPairs(events);
  assert.equal(ordered + concurrent, (events.length * (events.length - 1)) / 2);
  assert.ok(concurrent > 0 && misled <= concurrent);
});

test("relations", () => {
  assert.equal(relate([1, 0, 0], [1, 0, 0]), "same");
  assert.equal(relate([1, 0, 0], [1, 2, 0]), "before");
  assert.equal(relate([2, 1, 0], [1, 1, 0]), "after");
  assert.equal(relate([1, 0, 0], [0, 1, 0]), "concurrent");
});

test("concurrent writes become siblings, and the next write merges them", () => {
  const events = versions(3, "A", "AB", "A", "B", "AB", "B");
  const [both, merged] = [events.at(-2), events.at(-1)];
  assert.equal(both.versions.length, 2);
  assert.equal(merged.versions.length, 1);
  assert.ok(both.versions.every((one) => relate(one.vector, merged.versions[0].vector) === "before"));
});

test("without pruning nothing is lost and no version stands beside one that overwrote it", () => {
  for (const script of scripts(200, 10)) {
    const events = versions(3, ...script);
    assert.deepEqual(lostVersions(events), []);
    for (const event of events) assert.deepEqual(falseSiblings(event.versions), []);
  }
});

test("pruning breaks that, and keeps no more entries than it says", () => {
  let broken = 0;
  for (const script of scripts(200, 10)) {
    const events = versions(1, ...script);
    for (const one of events.flatMap((event) => event.versions)) assert.ok(one.vector.filter(Boolean).length <= 1);
    if (lostVersions(events).length || events.some((event) => falseSiblings(event.versions).length)) broken += 1;
  }
  assert.ok(broken > 20, String(broken));
});

test("the script of the picture: two entries bring back an overwritten version, three don't", () => {
  const end = (prune) => versions(prune, ...SCRIPTS.versions).at(-1).versions;
  assert.deepEqual(end(3).map(({ name }) => name), ["v4"]);
  assert.deepEqual(falseSiblings(end(2)).map(({ name }) => name), ["v1"]);
});
