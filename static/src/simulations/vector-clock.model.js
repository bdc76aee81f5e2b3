/**
 * Three processes that do things and send messages. `messages`: vector clocks (Fidge, Mattern 1988) and Lamport's clock (1978) for every event.
 * `versions`: replicas of one key that are written and synchronised, with version vectors that may be pruned.
 */

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  scene: { kind: "choice", options: ["messages", "versions"], default: "messages" },
  prune: { kind: "integer", min: 1, max: 3, default: 3 },
  from: { kind: "choice", options: ["A", "B", "C"], default: "A" },
  to: { kind: "choice", options: ["A", "B", "C"], default: "B" },
};

export const PROCESSES = ["A", "B", "C"];
/** What has happened when the reader comes: a letter is an event of its own, two letters are a message. */
export const SCRIPTS = {
  messages: ["A", "AB", "C", "B", "BC", "A", "CA", "B"],
  versions: ["A", "AB", "AC", "B", "C", "BC", "C", "CA"],
};
export const MOST = 12;

/** Counters of A, B and C. @typedef {[number, number, number]} Vector */
/** `full` is the vector that was never pruned: the truth. @typedef {{ name: string, vector: Vector, full: Vector, age: Vector }} Version */
/**
 * `slot`: place in time; `from`: the event that sent what this one receives, or -1; `versions`: what the replica holds afterwards.
 * @typedef {{ process: number, slot: number, kind: "own" | "send" | "receive", from: number, vector: Vector, lamport: number, number: number, versions: Version[] }} Event
 */

/** @type {(a: Vector, b: Vector) => Vector} */
const merge = (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.max(a[2], b[2])];

/** Every entry of `a` is at most that of `b`. @type {(a: Vector, b: Vector) => boolean} */
export const isWithin = (a, b) => a.every((entry, i) => entry <= b[i]);

/** How two vectors stand to each other. @type {(a: Vector, b: Vector) => "same" | "before" | "after" | "concurrent"} */
export function relate(a, b) {
  if (isWithin(a, b)) return isWithin(b, a) ? "same" : "before";
  return isWithin(b, a) ? "after" : "concurrent";
}

/** @type {(script: string[], values: { scene: string, prune: number }) => Event[]} */
export function simulate(script, { scene, prune }) {
  /** @type {Event[]} */
  const events = [];
  /** The newest event of each process. @type {(Event | undefined)[]} */
  const latest = [undefined, undefined, undefined];
  let written = 0;
  const happen = (/** @type {number} */ process, /** @type {Event["kind"]} */ kind, from = -1) => {
    const own = latest[process];
    const sent = events[from];
    /** @type {Vector} */
    let vector = own ? [...own.vector] : [0, 0, 0];
    if (sent) vector = merge(vector, sent.vector);
    vector[process] += 1;
    const lamport = Math.max(own?.lamport ?? 0, sent?.lamport ?? 0) + 1;
    let versions = own?.versions ?? [];
    if (scene === "versions" && kind === "own") versions = [write(versions, process, `v${++written}`, prune)];
    if (scene === "versions" && sent) versions = join(versions, sent.versions);
    /** @type {Event} */
    const event = { process, slot: events.length, kind, from, vector, lamport, number: (own?.number ?? 0) + 1, versions };
    events.push(event);
    latest[process] = event;
  };
  for (const step of script) {
    const [at, to] = Array.from(step, (letter) => PROCESSES.indexOf(letter));
    happen(at, to === undefined ? "own" : "send");
    if (to !== undefined) happen(to, "receive", events.length - 1);
  }
  return events;
}

/**
 * A client reads what is there and writes over it: the new version descends from all of them.
 * @type {(versions: Version[], process: number, name: string, prune: number) => Version}
 */
function write(versions, process, name, prune) {
  const empty = () => /** @type {Vector} */ ([0, 0, 0]);
  const [vector, full, age] = /** @type {const} */ (["vector", "full", "age"]).map((key) =>
    versions.reduce((sum, one) => merge(sum, one[key]), empty()),
  );
  full[process] += 1;
  vector[process] = full[process];
  age[process] = Math.max(...age) + 1;
  dropOldest(vector, age, prune);
  return { name, vector, full, age };
}

/**
 * Keeps the entries that were written last; an entry that is gone counts as 0.
 * @type {(vector: Vector, age: Vector, most: number) => void}
 */
function dropOldest(vector, age, most) {
  const places = [0, 1, 2].filter((i) => vector[i] > 0).sort((a, b) => age[b] - age[a]);
  for (const i of places.slice(most)) vector[i] = 0;
}

/** The versions of both that no other one descends from. @type {(own: Version[], other: Version[]) => Version[]} */
function join(own, other) {
  const all = [...own, ...other.filter(({ name }) => !own.some((one) => one.name === name))];
  return all.filter((one) => !all.some((rival) => rival !== one && relate(one.vector, rival.vector) === "before"));
}

/** Versions that are held although another one that is held was written over them. @type {(versions: Version[]) => Version[]} */
export const falseSiblings = (versions) => versions.filter((one) => versions.some((other) => relate(one.full, other.full) === "before"));

/** Versions that are gone although no version that is held was written over them. @type {(events: Event[]) => string[]} */
export function lostVersions(events) {
  const lost = new Set();
  for (const { versions, from, process, slot } of events) {
    if (from < 0) continue;
    const own = events.findLast((event) => event.process === process && event.slot < slot)?.versions ?? [];
    for (const one of [...own, ...events[from].versions]) if (!versions.some(({ full }) => isWithin(one.full, full))) lost.add(one.name);
  }
  return [...lost];
}

/** How many pairs of events stand in which order. */
export function countPairs(/** @type {Event[]} */ events) {
  let [ordered, concurrent, misled] = [0, 0, 0];
  events.forEach((a, i) => {
    for (const b of events.slice(i + 1)) {
      if (relate(a.vector, b.vector) !== "concurrent") ordered += 1;
      else {
        concurrent += 1;
        if (a.lamport !== b.lamport) misled += 1;
      }
    }
  });
  return { ordered, concurrent, misled };
}
