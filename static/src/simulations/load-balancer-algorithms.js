import { define, Simulation } from "./base.js";
import { slider, steps } from "./controls.js";
import { line, path, piece, svg, text } from "./drawing.js";
import { ABROAD, PARAMETERS, REGIONS, SHOWN, simulate } from "./load-balancer-algorithms.model.js";
import { drawOutcomes } from "./outcomes.js";
import { brief, duration, fixed, number, percent } from "./words.js";

/** Seconds of work that a lane has room for. */
const ROOM = 8;
const PER_SECOND = 10;
const TAILS = { 0: "none", 0.4: "light", 0.8: "some", 1.2: "heavy", 1.6: "very heavy", 2: "extreme" };
/** @type {Record<string, string>} */
const NAMES = {
  random: "Random",
  "round-robin": "Round robin",
  "two-choices": "Two choices",
  "least-requests": "Least requests",
  "least-tokens": "Least tokens",
  local: "Always at home",
  spill: "Spill over",
  anywhere: "Anywhere",
};
const isRegional = (/** @type {any} */ { scene }) => scene === "regions";
const isFleet = (/** @type {any} */ values) => !isRegional(values);

/** The queues of all servers under one algorithm, beside what each algorithm gives. */
class LoadBalancerAlgorithms extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    slider("load", "Load", steps(0.3, 0.95, 0.05), percent),
    slider("tail", "Tail of the costs", steps(0, 2, 0.4), (value) => TAILS[/** @type {0} */ (value)] ?? number(value, 1), isFleet),
    slider("stale", "Balancer's view is old by", [0, 0.25, 0.5, 1, 2, 3, 5], (value) => `${number(value, 2)} s`, isFleet),
    slider("demand", "Share of Virginia", [0.34, ...steps(0.4, 0.8, 0.05)], percent, isRegional),
    slider("spill", "Spill when home waits", steps(0, 4, 0.25), (value) => `${number(value, 2)} s`, isRegional),
  ];
  static clock = { perSecond: 20, word: "Time", show: (/** @type {number} */ now) => `${brief(now / PER_SECOND)} s` };

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div class="beside-side" data-part="ways"></div></div>';
  }

  compute() {
    return simulate(this.values);
  }

  length() {
    return SHOWN * PER_SECOND;
  }

  get #way() {
    return isRegional(this.values) ? this.values.policy : this.values.algorithm;
  }

  get #frame() {
    const width = this.mainWidth;
    const pitch = this.run.servers > 8 ? 21 : 26;
    const groups = isRegional(this.values) ? 16 : 0;
    const top = (/** @type {number} */ server) => 26 + server * pitch + (groups ? (Math.floor(server / 3) + 1) * groups : 0);
    const height = top(this.run.servers - 1) + pitch + 22;
    return {
      width,
      top,
      height,
      bar: pitch - 5,
      x: (/** @type {number} */ seconds) => 22 + (Math.min(seconds, ROOM) / ROOM) * (width - 56),
    };
  }

  drawRun() {
    const { width, height, top, bar, x } = this.#frame;
    const parts = [text(0, 13, "Work waiting at each server", "heavy")];
    for (const seconds of [0, 2, 4, 6, 8]) {
      parts.push(
        line(x(seconds), 22, x(seconds), height - 20, "gridline"),
        text(x(seconds), height - 4, `${seconds} s`, "number muted", "middle"),
      );
    }
    for (let server = 0; server < this.run.servers; server += 1) {
      if (isRegional(this.values) && server % 3 === 0) parts.push(text(0, top(server) - 5, REGIONS[server / 3], "second"));
      parts.push(text(12, top(server) + bar / 2 + 4, server + 1, "number muted", "end"));
    }
    this.put(
      "drawing",
      svg(
        width,
        height,
        "A lane for each server: the request it works on and those that wait, as seconds of work",
        `${parts.join("")}<g data-part="now"></g>`,
      ),
    );
    const rows = this.run.ways.map((/** @type {any} */ { name, median, tail }) => ({
      value: name,
      label: NAMES[name],
      number: `${fixed(median)} s, ${fixed(tail)} s`,
      solid: median,
      light: tail,
    }));
    const most = Math.min(30, Math.max(...this.run.ways.map((/** @type {any} */ { tail }) => tail)));
    const name = isRegional(this.values) ? "policy" : "algorithm";
    this.put("ways", drawOutcomes({ name, chosen: this.#way, most, width: this.sideWidth, title: "Median and slowest 1%", rows }));
  }

  drawNow() {
    const { width, top, bar, x } = this.#frame;
    const time = this.now / PER_SECOND;
    const fill = Array.from({ length: this.run.servers }, () => 0);
    const waiting = Array.from(fill);
    const paths = { busy: ["", "", ""], wait: ["", "", ""] };
    for (const { server, arrival, start, end, origin } of this.run.shown) {
      if (arrival > time) break;
      if (end <= time) continue;
      const left = end - Math.max(time, start);
      const from = x(fill[server]);
      fill[server] += left;
      if (start > time) waiting[server] += 1;
      paths[start <= time ? "busy" : "wait"][origin] += piece(from, top(server), Math.max(1, x(fill[server]) - from - 1), bar);
    }
    const regional = isRegional(this.values);
    const colour = (/** @type {number} */ origin) => (regional ? `f${origin + 1}` : "bar");
    const parts = paths.busy.map((d, origin) => path(d, colour(origin)));
    parts.push(...paths.wait.map((d, origin) => path(d, `${colour(origin)} lane-wait`)));
    waiting.forEach((count, server) => {
      if (count) parts.push(text(width, top(server) + bar / 2 + 4, fill[server] > ROOM ? `${count} ›` : count, "number second", "end"));
    });
    parts.push(text(width, 13, `${brief(time)} s`, "number now", "end"));
    this.put("now", parts.join(""));
  }

  says() {
    const of = (/** @type {string} */ name) => this.run.ways.find((/** @type {any} */ way) => way.name === name);
    const chosen = of(this.#way);
    if (isRegional(this.values)) {
      const where = `${percent(chosen.abroad)} of requests go abroad for ${duration(ABROAD)} more`;
      if (this.values.policy === "local")
        return `Nobody goes abroad, so a busy region waits while the others idle: the slowest 1% take ${duration(chosen.tail)}.`;
      return `${where}, and the slowest 1% take ${duration(chosen.tail)} instead of ${duration(of("local").tail)} at home.`;
    }
    const first = `With ${NAMES[this.#way].toLowerCase()}, half of the requests take ${duration(chosen.median)}, the slowest 1% ${duration(chosen.tail)}.`;
    if (this.#way === "round-robin") return `${first} It counts requests, not what they cost, so small ones wait behind large ones.`;
    if (this.values.stale && this.#way.startsWith("least"))
      return `${first} Everybody runs to the server that looked idle ${number(this.values.stale, 2)} s ago; power of two choices has ${duration(of("two-choices").tail)}.`;
    return `${first} Round robin has ${duration(of("round-robin").tail)}.`;
  }
}

define("load-balancer-algorithms", LoadBalancerAlgorithms);
