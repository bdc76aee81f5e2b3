import { define, Simulation } from "./base.js";
import { drawRing } from "./consistent-hashing-ring.drawing.js";
import { LETTERS, makeArcs, PARAMETERS, simulate, traceKey } from "./consistent-hashing-ring.model.js";
import { button, segments, slider, steps } from "./controls.js";
import { hatch, line, rect, svg, tag, text } from "./drawing.js";
import { count, fixed, number, percent } from "./words.js";

/** @typedef {{ hosts: string, down: string, before: string, last: string, event: "kill" | "revive" | "add" | "" }} State */

const up = (/** @type {State} */ { hosts, down }) => [...hosts].filter((host) => !down.includes(host)).join("");
const isDown = (/** @type {State} */ state) => state.down.includes(state.last);
const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];

/** A hash ring whose hosts can be killed, revived and added; every number is counted over 30,000 keys. */
class ConsistentHashingRing extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    segments(
      "placement",
      "Placement",
      [
        ["ring", "Hash ring"],
        ["modulo", "hash mod N"],
      ],
      { when: (values) => values.with_modulo },
    ),
    slider(
      "virtual_nodes",
      "Virtual nodes per host",
      steps(0, 10).map((power) => 2 ** power),
      number,
      (values) => values.placement === "ring",
    ),
    slider("copies", "Copies of each key", [1, 2, 3]),
    button("add", "Add host", { icon: "plus", off: (_values, state) => state.hosts.length === LETTERS.length }),
    button("toggle", (_values, state) => `${isDown(state) ? "Revive" : "Kill"} ${state.last}`, {
      icon: "off",
      off: (_values, state) => !isDown(state) && up(state).length <= 3,
    }),
  ];

  /** @returns {State} */
  begin() {
    const hosts = LETTERS.slice(0, this.values.hosts);
    const down = hosts.includes(this.values.down) ? this.values.down : "";
    return { hosts, down, before: hosts, last: down || "C", event: down ? "kill" : "" };
  }

  act(/** @type {string} */ action, /** @type {string} */ host) {
    const { hosts, down, last } = this.state;
    const before = up(this.state);
    if (action === "add") {
      const fresh = LETTERS[hosts.length];
      this.state = { ...this.state, hosts: hosts + fresh, before, last: fresh, event: "add" };
      return;
    }
    const target = host || last;
    const revives = down.includes(target);
    if (!revives && before.length <= 3) return;
    this.state = {
      hosts,
      down: revives ? down.replace(target, "") : down + target,
      before,
      last: target,
      event: revives ? "revive" : "kill",
    };
  }

  layout() {
    return '<div class="ring"><div data-part="drawing"></div><div class="ring-side"><div class="ring-hosts" data-part="hosts"></div><div data-part="bars"></div></div></div>';
  }

  get #side() {
    return this.isNarrow ? this.width : this.width - Math.min(380, this.width * 0.56) - 20;
  }

  compute() {
    const after = up(this.state);
    const run = simulate(this.state.before, after, /** @type {any} */ (this.values));
    return { ...run, arcs: makeArcs(run), trace: traceKey(run, this.values.seed) };
  }

  drawRun() {
    const { run, state, values, uid } = this;
    const width = this.isNarrow ? Math.min(380, this.width) : Math.min(380, this.width * 0.56);
    const busiest = run.holds.indexOf(Math.max(...run.holds));
    const center = state.event
      ? {
          above: EVENTS[/** @type {"kill"} */ (state.event)](state.last),
          big: percent(run.moved, 1),
          below: values.copies > 1 ? "of copies moved" : "of keys moved",
        }
      : { above: `busiest host ${LETTERS[busiest]}`, big: `${fixed(run.holds[busiest] / run.fair, 2)}×`, below: "its fair share" };
    this.put("drawing", drawRing({ width, uid, run, center, isRing: values.placement === "ring", moved: state.event !== "" }));
    this.put("hosts", [...state.hosts].map((host) => this.#button(host)).join(""));
    this.put("bars", this.#bars(this.#side - 42));
  }

  #button(/** @type {string} */ host) {
    const off = this.state.down.includes(host);
    const share = off ? "down" : percent(this.run.holds[LETTERS.indexOf(host)], 1);
    const name = `Host ${host}, ${share}. ${off ? "Revive it" : "Kill it"}`;
    return `<button type="button" class="ring-host h${LETTERS.indexOf(host)}" data-act="toggle" data-value="${host}" aria-pressed="${!off}" aria-label="${name}" title="${off ? "Revive" : "Kill"} ${host}">${host}</button>`;
  }

  #bars(/** @type {number} */ width) {
    const { run, state, uid } = this;
    const most = Math.max(run.fair * 1.5, ...run.holds, ...run.held);
    const x = (/** @type {number} */ share) => (share / most) * (width - 108);
    const patterns = [...state.hosts].map((host) => hatch(`${uid}-bar-${host}`, `h${LETTERS.indexOf(host)}`)).join("");
    const parts = [tag("defs", {}, patterns), text(x(run.fair), 13, `fair share ${percent(run.fair)}`, "second", "middle")];
    if (state.event) parts.push(text(width, 13, "gain", "muted", "end"));
    [...state.hosts].forEach((host, row) => {
      const i = LETTERS.indexOf(host);
      const y = 30 + row * 34;
      if (state.down.includes(host)) {
        parts.push(rect(0.5, y, x(run.held[i]), 14, "ring-gone"), text(width - 44, y + 12, "down", "number muted", "end"));
        return;
      }
      const kept = x(run.holds[i] - run.gained[i]);
      parts.push(
        rect(0, y, kept, 14, `h${i}`),
        rect(kept + 1, y, x(run.gained[i]) - 1, 14, `h${i} ring-gain`, { fill: `url(#${uid}-bar-${host})` }),
      );
      parts.push(text(width - 44, y + 12, percent(run.holds[i], 1), "number", "end"));
      if (state.event) parts.push(text(width, y + 12, signed(run.holds[i] - run.held[i]), "number muted", "end"));
    });
    const height = 34 + state.hosts.length * 34;
    parts.push(line(x(run.fair), 20, x(run.fair), height - 6, "reference"));
    return svg(width, height, "Share of each host, before and after", parts.join(""));
  }

  says() {
    const { run, state } = this;
    const busiest = run.holds.indexOf(Math.max(...run.holds));
    const load = `${LETTERS[busiest]} now carries ${percent(run.holds[busiest], 1)}, ${fixed(run.holds[busiest] / run.fair)} times its fair share.`;
    const takers = run.gained.filter((/** @type {number} */ one) => one > 0.0005).length;
    if (state.event === "")
      return `The busiest host carries ${percent(run.holds[busiest], 1)} of all keys, ${fixed(run.holds[busiest] / run.fair)} times its fair share. Kill a host and see who pays.`;
    const what = this.values.copies > 1 ? "copies" : "keys";
    if (this.values.placement === "modulo")
      return `${percent(run.moved, 1)} of all ${what} moved, because nearly every key has another remainder when N changes.`;
    const top = run.gained.indexOf(Math.max(...run.gained));
    if (state.event === "kill") {
      const part = run.gained[top] / run.moved;
      const most = takers > 1 ? `, and ${LETTERS[top]} took ${Math.abs(part - 0.5) < 0.03 ? "half" : percent(part)} of it` : "";
      return `${state.last}'s ${percent(run.moved, 1)} went to ${NUMBERS[takers]} ${takers === 1 ? "neighbor" : "neighbors"}${most}. ${load}`;
    }
    const losers = run.held.filter((/** @type {number} */ one, /** @type {number} */ i) => one - run.holds[i] > 0.0005).length;
    return `${state.last} took ${percent(run.gained[LETTERS.indexOf(state.last)], 1)} from ${count(losers, "host")}; no other key moved. ${load}`;
  }
}

const EVENTS = {
  kill: (/** @type {string} */ host) => `host ${host} is down`,
  revive: (/** @type {string} */ host) => `host ${host} is back`,
  add: (/** @type {string} */ host) => `host ${host} joined`,
};

const signed = (/** @type {number} */ share) => `${share < -0.0005 ? "−" : "+"}${fixed(Math.abs(share) * 100)}`;

define("consistent-hashing-ring", ConsistentHashingRing);
