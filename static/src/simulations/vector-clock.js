import { define, Simulation } from "./base.js";
import { button, segments, slider } from "./controls.js";
import { circle, line, path, svg, tag, text } from "./drawing.js";
import { drawTable } from "./tables.js";
import { countPairs, falseSiblings, lostVersions, MOST, PARAMETERS, PROCESSES, relate, SCRIPTS, simulate } from "./vector-clock.model.js";
import { count } from "./words.js";

/** @typedef {import("./vector-clock.model.js").Event} Event */
/** @typedef {{ script: string[], picked: number[] }} State */

const isVersions = (/** @type {any} */ { scene }) => scene === "versions";
const [TOP, PITCH, LEFT] = [34, 62, 26];
const LETTERS = /** @type {[string, string][]} */ (PROCESSES.map((name) => [name, name]));

/** Events in time and space: pick two and see which came first, if either did. */
class VectorClock extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    segments("from", "At", LETTERS),
    segments("to", "To", LETTERS),
    slider("prune", "Entries kept in a vector", [1, 2, 3], String, isVersions),
    button("add", (values) => label(values), { icon: "plus", off: (_values, state) => state.script.length >= MOST }),
    button("undo", "Undo", { icon: "undo", off: (_values, state) => state.script.length === 0 }),
  ];
  static clock = { perSecond: 1.5, word: "Events", show: (/** @type {number} */ now) => count(now, "event") };

  /** @returns {State} */
  begin() {
    return { script: [...SCRIPTS[/** @type {"messages"} */ (this.values.scene)]], picked: [] };
  }

  act(/** @type {string} */ action, /** @type {string} */ value) {
    const { script, picked } = this.state;
    if (action === "pick") {
      const slot = Number(value);
      this.state.picked = picked.includes(slot) ? picked.filter((/** @type {number} */ one) => one !== slot) : [...picked, slot].slice(-2);
      return;
    }
    const { from, to } = this.values;
    if (action === "undo") this.state = { script: script.slice(0, -1), picked: [] };
    else if (script.length < MOST) this.state = { script: [...script, from === to ? from : from + to], picked: [] };
    this.go(Number.POSITIVE_INFINITY);
  }

  compute() {
    const events = simulate(this.state.script, /** @type {any} */ (this.values));
    return { events, slots: Math.max(events.length, 10) };
  }

  layout() {
    return '<div data-part="drawing"></div><div class="clock-side" data-part="side"></div>';
  }

  length() {
    return this.run.events.length;
  }

  /** What is picked; else the newest event and the newest that it knows nothing of. @type {() => Event[]} */
  get #pair() {
    const shown = this.run.events.slice(0, this.now);
    const picked = this.state.picked.map((/** @type {number} */ slot) => shown[slot]).filter(Boolean);
    if (picked.length || !shown.length) return picked.sort((/** @type {Event} */ a, /** @type {Event} */ b) => a.slot - b.slot);
    const last = shown[shown.length - 1];
    const other = shown.findLast((/** @type {Event} */ one) => relate(one.vector, last.vector) === "concurrent") ?? shown[shown.length - 2];
    return isVersions(this.values) || !other ? [last] : [other, last];
  }

  drawNow() {
    const { events, slots } = this.run;
    const shown = events.slice(0, this.now);
    const pair = this.#pair;
    const step = (this.width - LEFT - 16) / slots;
    const at = (/** @type {Event} */ { slot, process }) =>
      /** @type {[number, number]} */ ([LEFT + 12 + (slot + 0.5) * step, TOP + process * PITCH]);
    const parts = PROCESSES.map(
      (name, i) =>
        line(LEFT, TOP + i * PITCH, this.width, TOP + i * PITCH, "axis clock-lane") + text(2, TOP + i * PITCH + 5, name, "number heavy"),
    );
    const head = `<path d="M0 1l7 3-7 3z" class="dns-head"/>`;
    parts.push(
      tag(
        "defs",
        {},
        tag(
          "marker",
          { id: `${this.uid}-head`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
          head,
        ),
      ),
    );
    for (const event of shown) {
      if (event.from < 0) continue;
      const [[x1, y1], [x2, y2]] = [at(events[event.from]), at(event)];
      const part = 8 / Math.hypot(x2 - x1, y2 - y1);
      parts.push(
        path(`M${x1} ${y1}L${(x2 - (x2 - x1) * part).toFixed(1)} ${(y2 - (y2 - y1) * part).toFixed(1)}`, "flow", {
          "marker-end": `url(#${this.uid}-head)`,
        }),
      );
    }
    for (const event of shown) parts.push(this.#event(event, at(event), pair, step));
    this.put(
      "drawing",
      svg(this.width, TOP + 2 * PITCH + 42, "Three processes, their events and messages; events can be picked", parts.join("")).replace(
        'role="img"',
        'role="group"',
      ),
    );
    this.put("side", this.#side(pair));
  }

  /** @type {(event: Event, at: [number, number], pair: Event[], step: number) => string} */
  #event(event, [x, y], pair, step) {
    const isPicked = pair.includes(event);
    const knows = pair.length > 0 && !isPicked && relate(event.vector, pair[pair.length - 1].vector) === "before";
    const name = nameOf(event);
    const siblings = event.versions.length;
    const vector = isVersions(this.values) ? event.versions.map((one) => one.name).join(" ") : event.vector.join(" ");
    const isCrowded =
      isPicked && pair.length > 1 && pair[1] === event && pair[0].process === event.process && (event.slot - pair[0].slot) * step < 48;
    const hasRoom = isPicked || step >= vector.length * 7.4 + 4;
    const at = Math.min(this.width - 22, Math.max(LEFT + 12, x));
    const words = hasRoom ? text(at, y + (isCrowded ? 36 : 22), vector, `number halo${isPicked ? " heavy" : " second"}`, "middle") : "";
    const state = isPicked ? " picked" : knows ? " known" : "";
    const mark =
      circle(x, y, 12, "clock-target") +
      circle(x, y, isPicked ? 7 : 5.5, `clock-event${state}`) +
      (siblings > 1 ? circle(x, y, 10, "clock-many") : "");
    const attributes = {
      class: "clock-pick",
      role: "button",
      tabindex: 0,
      "data-act": "pick",
      "data-value": event.slot,
      "aria-pressed": String(isPicked),
      "aria-label": `Event ${name}, ${vector || "nothing"}`,
    };
    return tag("g", attributes, mark) + words + (isPicked ? text(x, y - 13, name, "number heavy halo", "middle") : "");
  }

  #side(/** @type {Event[]} */ pair) {
    if (!pair.length) return "";
    if (isVersions(this.values)) {
      const { versions } = pair[pair.length - 1];
      const falses = falseSiblings(versions);
      const rows = versions.map((one) => [
        one.name,
        vectorOf(one.vector),
        falses.includes(one) ? "was overwritten" : versions.length > 1 ? "sibling" : "the only one",
      ]);
      return drawTable(`${nameOf(pair[pair.length - 1])[0]} holds`, ["vector", "it is"], rows.length ? rows : [["nothing", "", ""]]);
    }
    const rows = pair.map((event) => [nameOf(event), event.vector.join(" "), String(event.lamport)]);
    return drawTable("Event", ["vector", "Lamport"], rows);
  }

  says() {
    const { events } = this.run;
    const shown = events.slice(0, this.now);
    if (!shown.length) return isVersions(this.values) ? "Nothing is written yet." : "Nothing has happened yet.";
    return isVersions(this.values) ? this.#saysVersions(shown) : this.#saysPair(shown);
  }

  #saysPair(/** @type {Event[]} */ shown) {
    const [a, b] = this.#pair;
    const { ordered, concurrent } = countPairs(shown);
    const all = `Of ${ordered + concurrent} pairs, ${concurrent} are concurrent.`;
    if (!b) return `Pick a second event. ${all}`;
    const [one, other] = [nameOf(a), nameOf(b)];
    const relation = relate(a.vector, b.vector);
    if (relation === "before") return `${one} happened before ${other}: no entry of its vector is larger. ${all}`;
    const lamport =
      a.lamport === b.lamport
        ? ""
        : ` Lamport's clock says ${Math.min(a.lamport, b.lamport)} before ${Math.max(a.lamport, b.lamport)} all the same.`;
    return `${one} and ${other} are concurrent: each knows something that the other doesn't.${lamport} ${all}`;
  }

  #saysVersions(/** @type {Event[]} */ shown) {
    const event = this.#pair[0];
    const { versions } = event;
    const falses = falseSiblings(versions);
    const lost = lostVersions(shown);
    const names = versions.map((one) => one.name).join(" and ");
    if (falses.length)
      return `${falses.map((one) => one.name).join(" and ")} was overwritten long ago, yet it stands as a sibling: the entry that proved it was pruned.`;
    if (lost.length) return `${lost.join(" and ")} is lost: with a pruned entry a version that was never overwritten looks old.`;
    if (versions.length > 1)
      return `${names} are siblings: neither vector covers the other, so nobody may drop one. The next write at ${nameOf(event)[0]} merges them.`;
    return versions.length ? `${names} is the only version here; it descends from all others.` : "This replica has nothing yet.";
  }
}

const nameOf = (/** @type {Event} */ { process, number }) => PROCESSES[process] + number;

const vectorOf = (/** @type {number[]} */ vector) =>
  PROCESSES.map((name, i) => (vector[i] ? name + vector[i] : ""))
    .filter(Boolean)
    .join(" ");

function label(/** @type {any} */ { scene, from, to }) {
  if (scene === "versions") return from === to ? `Write at ${from}` : `Copy ${from} to ${to}`;
  return from === to ? `Event at ${from}` : `Message ${from} to ${to}`;
}

define("vector-clock", VectorClock);
