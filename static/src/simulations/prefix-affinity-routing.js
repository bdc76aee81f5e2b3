import { define, Simulation } from "./base.js";
import { slider, steps } from "./controls.js";
import { choose, line, path, piece, rect, scale, svg, text } from "./drawing.js";
import { drawOutcomes } from "./outcomes.js";
import { GROUPS, makeTurns, PARAMETERS, POLICIES, route, SPAN } from "./prefix-affinity-routing.model.js";
import { drawTable } from "./tables.js";
import { brief, duration, fixed, number, percent } from "./words.js";

/** @type {Record<string, string>} */
const NAMES = {
  round: "Round robin",
  least: "Least work",
  prompt: "Hash of the prompt",
  bounded: "The same, bounded load",
  session: "Hash of the session",
  aware: "Knows the caches",
};
const [TOP, LEFT] = [30, 20];
/** Seconds of work that a lane has room for. */
const ROOM = 4;

/** The work and the cache of each replica under one router, beside what each router gives. */
class PrefixAffinityRouting extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    slider("rate", "Turns a second", steps(1, 20), (value) => number(value, 1)),
    slider("hot", "Share of the hot prompt", steps(0.1, 0.9, 0.1), percent),
    slider("memory", "Cache, tokens", [10_000, 20_000, 30_000, 40_000, 60_000, 100_000, 200_000], number),
    slider(
      "bound",
      "Load at most, of the mean",
      [1, 1.1, 1.25, 1.5, 2, 3, 4],
      (value) => `${value}×`,
      ({ policy }) => policy === "bounded",
    ),
  ];
  static clock = { perSecond: 8, word: "Time", show: (/** @type {number} */ now) => `${now} s` };

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div data-part="side"></div></div>';
  }

  compute() {
    const turns = makeTurns(this.values);
    const key = JSON.stringify({ ...this.values, policy: "" });
    const ways = this.each(POLICIES, this.values.policy, key, (name) => route(turns, name, this.values));
    return { ways, chosen: ways[POLICIES.indexOf(this.values.policy)] };
  }

  length() {
    return SPAN;
  }

  get #frame() {
    const pitch = Math.min(48, 300 / this.values.replicas);
    const width = this.mainWidth;
    return {
      width,
      pitch,
      bottom: TOP + pitch * this.values.replicas,
      x: scale([0, ROOM], [LEFT, width - 40]),
      share: scale([0, this.values.memory], [LEFT, width - 40]),
    };
  }

  drawRun() {
    const { width, pitch, bottom, x } = this.#frame;
    const parts = [text(0, 13, "Seconds of work, and the cache below it", "heavy")];
    for (const seconds of [0, 1, 2, 3, 4])
      parts.push(
        line(x(seconds), 22, x(seconds), bottom, "gridline"),
        text(x(seconds), bottom + 14, `${seconds} s`, "number muted", "middle"),
      );
    for (let i = 0; i < this.values.replicas; i += 1) {
      parts.push(
        text(10, TOP + i * pitch + 14, i + 1, "number muted", "end"),
        rect(LEFT, TOP + i * pitch + 20, width - 40 - LEFT, 9, "breaker-lane"),
      );
    }
    parts.push(
      '<g data-part="now"></g>',
      text(0, bottom + 36, choose(width, "cache: colored are system prompts, gray sessions", "cache: gray are sessions"), "second"),
    );
    this.put(
      "drawing",
      svg(width, bottom + 42, "For each replica the work before it, and the prefixes that its cache holds", parts.join("")),
    );
    this.put("side", this.#side());
  }

  #side() {
    const { ways, chosen } = this.run;
    const rows = ways.map((/** @type {any} */ { name, first, cached }) => ({
      value: name,
      label: NAMES[name],
      number: first < 10 ? `${fixed(first)} s` : `${number(first)} s`,
      solid: cached,
    }));
    const table = drawTable(
      NAMES[chosen.name],
      [""],
      [
        ["First token, median", duration(chosen.median)],
        ["slowest 5%", duration(chosen.first)],
        ["Prompt from the cache", percent(chosen.cached)],
        ["Busiest, of the mean", `${fixed(chosen.skew)}×`],
      ],
    );
    return (
      drawOutcomes({ name: "policy", chosen: chosen.name, most: 1, width: this.sideWidth, title: "Slowest 5% (bar: cached part)", rows }) +
      table
    );
  }

  drawNow() {
    const { width, pitch, x, share } = this.#frame;
    const { work, tokens } = this.run.chosen;
    const parts = [text(width, 13, `${this.now} s`, "number now", "end")];
    const paths = Array.from({ length: 7 }, () => "");
    let bars = "";
    work[this.now].forEach((/** @type {number} */ seconds, /** @type {number} */ i) => {
      const y = TOP + i * pitch;
      bars += piece(LEFT, y + 2, Math.max(0.01, x(Math.min(ROOM, seconds)) - LEFT), 15);
      if (seconds > 0.05)
        parts.push(text(width, y + 14, seconds > ROOM ? `${brief(seconds)} ›` : `${fixed(seconds)} s`, "number second", "end"));
      let from = 0;
      tokens[this.now][i].forEach((/** @type {number} */ held, /** @type {number} */ kind) => {
        if (held) paths[kind === GROUPS ? 6 : kind % 6] += piece(share(from), y + 20.5, share(from + held) - share(from) - 0.5, 8);
        from += held;
      });
    });
    const names = ["f1", "f2", "f3", "f4", "f5", "f6", "memory-own"];
    this.put("now", path(bars, "bar") + paths.map((d, i) => path(d, names[i])).join("") + parts.join(""));
  }

  says() {
    const { chosen, ways } = this.run;
    const { hot, bound } = this.values;
    const [round, , prompt] = ways;
    const own = `${percent(chosen.cached)} of prompt tokens come from a cache, and 95% of turns begin within ${duration(chosen.first)}.`;
    const reasons = {
      round: "Turns are spread evenly and prefixes as well: each replica computes what another one has.",
      least: "It watches the queues and not the caches, so prefixes are computed again everywhere.",
      prompt: `${percent(hot)} of turns share one prompt, and one replica has to serve them all: the busiest works ${fixed(chosen.skew)} times the mean.`,
      bounded: `The hot prompt spills to the next replica at ${bound} times the mean load, and is then in its cache too; without the bound it would be ${duration(prompt.first)}.`,
      session:
        "A session always finds its own history; but every replica must hold every system prompt, and a busy one can't give sessions away.",
      aware: `It weighs the wait against the tokens that a replica would save. Round robin has ${percent(round.cached)} and ${duration(round.first)}.`,
    };
    return `${own} ${reasons[/** @type {"round"} */ (chosen.name)]}`;
  }
}

define("prefix-affinity-routing", PrefixAffinityRouting);
