import { define, Simulation } from "./base.js";
import { curve, drawLevels, drawTimes, makePlane, thin } from "./charts.js";
import { segments, slider, steps } from "./controls.js";
import { choose, hatch, line, path, piece, point, svg, tag, text } from "./drawing.js";
import { distances, EVERY, PARAMETERS, REQUESTS, simulate } from "./lru-vs-lfu-cache.model.js";
import { drawOutcomes } from "./outcomes.js";
import { number, percent } from "./words.js";

/** @type {Record<string, string>} */
const NAMES = { lru: "LRU", lfu: "LFU", sieve: "SIEVE", admission: "LRU, admits at 2nd hit" };
/** Hit ratios are means over so many requests. */
const WINDOW = 100;
const TOP = 200;

/** Hit ratio over time, and what the cache holds: keys that will soon be asked for, later, or never again. */
class LruVsLfuCache extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    segments("traffic", "Traffic", [
      ["zipf", "Zipf"],
      ["scan", "Scans"],
      ["shifting", "Shifting"],
      ["one-hit", "One-hit"],
    ]),
    slider("capacity", "Room for keys", steps(10, 240, 10)),
    slider("skew", "Skew of the popularity", steps(0.4, 1.4, 0.1), (value) => number(value, 1)),
  ];
  static clock = { perSecond: 10, word: "Requests", show: (/** @type {number} */ now) => `${number(now * EVERY)} requests` };

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div class="beside-side" data-part="ways"></div></div>';
  }

  compute() {
    return simulate(this.values);
  }

  length() {
    return REQUESTS / EVERY;
  }

  get #plane() {
    return makePlane({ width: this.mainWidth, top: 28, height: 120, span: REQUESTS, most: 0.9 });
  }

  get #grid() {
    const size = this.values.capacity > 120 ? 10 : 14;
    const across = Math.floor((this.mainWidth - 2) / size);
    return { size, across, height: TOP + Math.ceil(this.values.capacity / across) * size + 4 };
  }

  drawRun() {
    const plane = this.#plane;
    const { runs, chosen, best, bestRatio } = this.run;
    const line = (/** @type {Uint8Array} */ hits) => curve(thin(hits, WINDOW), { ...plane, x: (at) => plane.x(at + WINDOW / 2) }, WINDOW);
    const pattern = `${this.uid}-never`;
    const parts = [
      tag("defs", {}, hatch(pattern, "idle-line", "ground", 1.5)),
      text(0, 13, "Hit ratio", "heavy"),
      drawLevels(plane, 0.9, percent, 3),
    ];
    for (const { name, hits } of runs) if (name !== chosen.name) parts.push(path(line(hits), "cache-other"));
    parts.push(path(line(best), "reference"), path(line(chosen.hits), "s1"));
    parts.push(
      drawTimes(plane, [0, 1000, 2000, 3000, 4000], number),
      text(0, TOP - 12, choose(this.mainWidth - 180, `${NAMES[chosen.name]} holds`, "It holds"), "heavy"),
      '<g data-part="now"></g>',
    );
    const label = "Hit ratio over the requests, and the keys that the cache holds, shaded by how soon they are asked for again";
    this.put("drawing", svg(this.mainWidth, this.#grid.height, label, parts.join("")));
    const rows = runs.map((/** @type {any} */ { name, ratio }) => ({
      value: name,
      label: NAMES[name],
      number: percent(ratio, 1),
      solid: ratio,
      light: bestRatio,
    }));
    const title = `Hits, of ${percent(bestRatio, 1)} possible`;
    this.put(
      "ways",
      drawOutcomes({ name: "policy", chosen: chosen.name, most: Math.max(0.5, bestRatio), width: this.sideWidth, title, rows }) + KEY,
    );
  }

  drawNow() {
    const plane = this.#plane;
    const { size, across } = this.#grid;
    const { trace, chosen } = this.run;
    const keys = chosen.contents[this.now];
    const cells = ["", "", ""];
    const found = [0, 0, 0];
    distances(trace, keys, this.now * EVERY).forEach((distance, i) => {
      const kind = distance > REQUESTS ? 2 : distance > this.values.capacity * 4 ? 1 : 0;
      found[kind] += 1;
      cells[kind] += piece((i % across) * size + 1, TOP + Math.floor(i / across) * size, size - 2, size - 2);
    });
    const at = plane.x(this.now * EVERY);
    const hits = chosen.hits.subarray(Math.max(0, this.now * EVERY - WINDOW), this.now * EVERY);
    const ratio = hits.length ? hits.reduce((/** @type {number} */ sum, /** @type {number} */ one) => sum + one, 0) / hits.length : 0;
    const parts = [
      path(cells[0], "bar"),
      path(cells[1], "bar cache-later"),
      path(cells[2], "cache-never", { fill: `url(#${this.uid}-never)` }),
    ];
    parts.push(line(at, plane.top - 4, at, plane.bottom, "now"), point(at, plane.y(ratio)));
    parts.push(text(this.mainWidth, 13, `${number(this.now * EVERY)} requests`, "number now", "end"));
    parts.push(text(this.mainWidth, TOP - 12, `${found[0]} soon, ${found[1]} later, ${found[2]} never`, "second", "end"));
    this.put("now", parts.join(""));
  }

  says() {
    const { runs, chosen, bestRatio } = this.run;
    const [lru, lfu] = runs;
    const top = runs.reduce((/** @type {any} */ one, /** @type {any} */ other) => (other.ratio > one.ratio ? other : one));
    const own = `${NAMES[chosen.name]} answers ${percent(chosen.ratio, 1)} of the requests; who knew the future would answer ${percent(bestRatio, 1)}.`;
    const reason = {
      zipf: "The popular stay popular, so counting beats remembering the last use.",
      scan: "Each scan pushes what is useful out of LRU, for keys that never come back.",
      shifting: "When the hot set moves, LFU still trusts counts of yesterday.",
      "one-hit": "Half of the requests ask for something once; a filter at the door keeps that out.",
    }[/** @type {"zipf"} */ (this.values.traffic)];
    const order = lru.ratio > lfu.ratio ? "LRU beats LFU here" : "LFU beats LRU here";
    const name = top.name === "admission" ? "LRU with admission" : NAMES[top.name];
    return `${own} ${reason} ${top === chosen ? "It is the best of the four." : `${order}; ${name} is best with ${percent(top.ratio, 1)}.`}`;
  }
}

const KEY =
  '<div class="cache-key"><span><i class="soon"></i>asked for again soon</span><span><i class="later"></i>later</span><span><i class="never"></i>never again</span></div>';

define("lru-vs-lfu-cache", LruVsLfuCache);
