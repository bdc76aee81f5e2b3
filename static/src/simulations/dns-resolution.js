import { define, Simulation } from "./base.js";
import { segments, slider, steps } from "./controls.js";
import { drawFailover, drawMessages, drawPrices, drawServers, planes } from "./dns-resolution.drawing.js";
import { AFTER, BEFORE, DELEGATION, PARAMETERS, QUESTIONS, runFailover, runLookups, STEP, sweep, TTLS } from "./dns-resolution.model.js";
import { line, point, text } from "./drawing.js";
import { drawTable } from "./tables.js";
import { brief, duration, number, percent } from "./words.js";

const isLookup = (/** @type {any} */ { scene }) => scene === "lookup";
const isFailover = (/** @type {any} */ values) => !isLookup(values);

/** Lookups cold and warm, message by message; and how long the world keeps asking for an address that has died. */
class DnsResolution extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    segments("scene", "Show", [
      ["lookup", "Lookups"],
      ["failover", "Failover"],
    ]),
    slider("ttl", "Time to live", TTLS, duration),
    slider("detection", "Failure seen after", [0, 10, 20, 30, 60, 120, 180, 300], (value) => (value ? duration(value) : "0 s"), isFailover),
    slider("clamped", "Keep it 5 min anyway", steps(0, 0.5, 0.05), percent, isFailover),
  ];
  static clock = {
    perSecond: 6,
    word: "Step",
    show: (/** @type {number} */ now, /** @type {any} */ run) => (run.lookups ? `message ${now}` : `${now * STEP - BEFORE} s`),
  };
  /** @type {{ ttl: number, queries: number, until: number }[]} */
  prices = [];
  key = "";

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div data-part="side"></div></div>';
  }

  compute() {
    if (isLookup(this.values)) return { lookups: runLookups(this.values.ttl) };
    const key = JSON.stringify({ ...this.values, ttl: 0 });
    if (key !== this.key) {
      this.key = key;
      this.later(this.#grow());
    }
    return runFailover(this.values);
  }

  *#grow() {
    const fresh = [];
    for (const one of sweep(this.values)) {
      fresh.push(one);
      yield;
    }
    this.prices = fresh;
  }

  changed(/** @type {string} */ name) {
    if (name === "scene") this.go(0);
  }

  length() {
    const { lookups } = this.run;
    return lookups
      ? lookups.reduce((/** @type {number} */ sum, /** @type {any} */ { messages }) => sum + messages.length, 0)
      : (BEFORE + AFTER) / STEP;
  }

  drawRun() {
    const isOne = isLookup(this.values);
    this.put("drawing", isOne ? drawServers(this.mainWidth, this.uid) : drawFailover(this.run, this.values, this.mainWidth));
    if (!isOne) this.put("side", drawPrices(this.prices, this.values.ttl, this.sideWidth));
  }

  drawNow() {
    if (this.run.lookups) this.#drawLookup();
    else this.#drawTime();
  }

  /** Which lookup the clock is in, and how many of its messages are out. */
  get #place() {
    let left = Math.max(1, this.now);
    for (const lookup of this.run.lookups) {
      if (left <= lookup.messages.length) return { lookup, shown: left };
      left -= lookup.messages.length;
    }
    throw new Error("The clock stands outside of the lookups.");
  }

  #drawLookup() {
    const { lookup, shown } = this.#place;
    const isDone = shown === lookup.messages.length;
    this.put("now", drawMessages(lookup, shown, this.mainWidth, this.uid));
    const before = this.run.lookups[this.run.lookups.indexOf(lookup) - 1]?.cache ?? new Map();
    const rows = [...(isDone ? lookup.cache : before)]
      .filter(([, expiry]) => expiry > lookup.time)
      .map(([what, expiry]) => {
        const left = expiry - lookup.time;
        return [what, left > DELEGATION / 2 ? "2 days" : duration(left)];
      });
    const answers = this.run.lookups.map((/** @type {any} */ { name, time, total }) => [
      `${time} s, ${name.split(".")[0]}`,
      `${brief(total)} ms`,
    ]);
    this.put(
      "side",
      drawTable("The resolver keeps", ["for"], rows.length ? rows : [["nothing yet", ""]]) + drawTable("Lookup at", ["takes"], answers),
    );
  }

  #drawTime() {
    const { dead, x } = planes(this.mainWidth);
    const time = this.now * STEP - BEFORE;
    const share = this.run.dead[Math.min(this.run.dead.length - 1, this.now)];
    this.put(
      "now",
      line(x(time), dead.top - 4, x(time), 258, "now") +
        point(x(time), dead.y(share)) +
        text(this.mainWidth, 13, percent(share), "number now", "end"),
    );
  }

  says() {
    const { ttl, detection, clamped, demand } = this.values;
    if (this.run.lookups) {
      const cold = this.run.lookups[0];
      const cached = this.run.lookups.filter((/** @type {any} */ { isCached }) => isCached).length;
      return `The first lookup walks from the root and takes ${cold.total} ms; a cached one takes 4 ms. With a time to live of ${duration(ttl)}, ${number(cached)} of ${QUESTIONS.length} lookups are answered from the cache; after it, only the last server is asked.`;
    }
    const load = `${number(demand)} lookups a second become ${number(this.run.queries, 1)} questions to the name servers`;
    const late = clamped > 0.05 ? ` Resolvers that keep records longer hold on for up to 5 min.` : "";
    return `95% of lookups have the new address ${duration(this.run.until)} after the failure, ${detection} s of which went by unseen. ${load}.${late}`;
  }
}

define("dns-resolution", DnsResolution);
