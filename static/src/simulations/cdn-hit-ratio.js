import { define, Simulation } from "./base.js";
import { BUCKETS, DISKS, FRAMES, PARAMETERS, RATE, SITES, SPAN, simulate, sweep } from "./cdn-hit-ratio.model.js";
import { drawLevels, makePlane } from "./charts.js";
import { segments, slider, steps } from "./controls.js";
import { choose, line, path, piece, point, rect, scale, svg, text, through } from "./drawing.js";
import { drawTable } from "./tables.js";
import { duration, number, percent } from "./words.js";

const [TOP, LANE, PITCH, LEFT] = [40, 38, 66, 4];
const TTLS = [5, 15, 30, 60, 120, 300, 600, 86_400];

/** What three sites and a shield hold, by popularity; hit ratio by requests and by bytes against the size of the disk. */
class CdnHitRatio extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    slider("disk", "Disk, of the catalog", DISKS, (value) => percent(value, value < 0.01 ? 1 : 0)),
    slider("skew", "Popularity skew", steps(0.4, 1.3, 0.1), (value) => number(value, 1)),
    slider("catalog", "Objects", [500, 1000, 2000, 5000, 10_000, 20_000], number),
    slider("ttl", "Time to live", TTLS, (value) => (value === 86_400 ? "a day" : duration(value))),
    segments("shield", "Shield", [
      [true, "Yes"],
      [false, "No"],
    ]),
  ];
  static clock = { perSecond: 8, word: "Time", show: (/** @type {number} */ now) => duration((now / FRAMES) * SPAN) };
  /** @type {{ disk: number, requests: number, bytes: number }[]} */
  curve = [];
  key = "";

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div data-part="side"></div></div>';
  }

  compute() {
    const key = JSON.stringify({ ...this.values, disk: 0, shield: false });
    if (key !== this.key) {
      this.key = key;
      this.later(this.#grow());
    }
    return simulate(this.values);
  }

  *#grow() {
    const fresh = [];
    for (const one of sweep(this.values)) {
      fresh.push(one);
      yield;
    }
    this.curve = fresh;
  }

  length() {
    return FRAMES;
  }

  get #x() {
    return scale([0, BUCKETS], [LEFT, this.mainWidth - LEFT]);
  }

  drawRun() {
    const x = this.#x;
    const rows = this.values.shield ? 4 : 3;
    const bottom = TOP + (rows - 1) * PITCH + LANE;
    const parts = [text(0, 13, "Which objects are held", "heavy")];
    for (let row = 0; row < rows; row += 1) parts.push(rect(LEFT, TOP + row * PITCH, this.mainWidth - 2 * LEFT, LANE, "breaker-lane"));
    for (let rank = 1; rank <= this.values.catalog; rank *= 10) {
      const at = x((Math.log(rank) / Math.log(this.values.catalog)) * BUCKETS);
      const anchor = rank === 1 ? "" : at > this.mainWidth - 40 ? "end" : "middle";
      parts.push(text(at, bottom + 16, rank === 1 ? "1st" : rank < 1000 ? `${rank}th` : `${rank / 1000}kth`, "number muted", anchor));
    }
    const label = "For each site, how many of the objects it holds, from the most popular to the rarest";
    this.put("drawing", svg(this.mainWidth, bottom + 46, label, `${parts.join("")}<g data-part="now"></g>`));
    this.put("side", this.#chart(this.sideWidth) + this.#numbers());
  }

  drawNow() {
    const x = this.#x;
    const { frames, catalog } = this.run;
    const frame = frames[Math.max(0, this.now - 1)];
    const names = this.values.shield ? [...SITES, "Shield, for what the sites lack"] : SITES;
    const parts = names.map((name, row) => {
      const top = TOP + row * PITCH;
      const filled = this.now ? frame.filled[row] : new Int32Array(BUCKETS);
      let bars = "";
      filled.forEach((/** @type {number} */ count, /** @type {number} */ i) => {
        const height = (count / (catalog.count[i] || 1)) * LANE;
        const end = i + 1 + catalog.count.subarray(i + 1).findIndex((/** @type {number} */ one) => one > 0);
        if (count) bars += piece(x(i), top + LANE - height, x(end > i ? end : BUCKETS) - x(i) - 0.5, height);
      });
      const ratio = this.now && frame.asked[row] ? percent(frame.hits[row] / frame.asked[row]) : "";
      return (
        text(0, top - 6, name, "second") +
        text(this.mainWidth, top - 6, ratio && `${ratio} hits`, "number", "end") +
        path(bars, row === 3 ? "f2" : "bar")
      );
    });
    parts.push(text(this.mainWidth, 13, duration((this.now / FRAMES) * SPAN), "number now", "end"));
    parts.push(text(0, TOP + (names.length - 1) * PITCH + LANE + 40, this.#origin, "second"));
    this.put("now", parts.join(""));
  }

  get #origin() {
    const { origin, revalidated, requests, originBytes, bytes } = this.run.totals;
    const perSecond = ((origin + revalidated) / requests) * RATE * SITES.length;
    const seen = `The origin sees ${number(perSecond, 1)}`;
    const all = `${seen} of ${RATE * SITES.length} requests/s, ${percent(originBytes / bytes)} of the bytes.`;
    return choose(this.mainWidth, all, `${seen} requests/s, ${percent(originBytes / bytes)} of bytes.`);
  }

  #chart(/** @type {number} */ width) {
    const plane = makePlane({ width, top: 26, height: 104, span: 1, most: 1, right: 10 });
    const at = scale([Math.log(DISKS[0]), Math.log(DISKS[DISKS.length - 1])], [plane.left, plane.right]);
    const x = (/** @type {number} */ disk) => at(Math.log(disk));
    const of = (/** @type {"requests" | "bytes"} */ name) =>
      through(this.curve.map((one) => /** @type {[number, number]} */ ([x(one.disk), plane.y(one[name])])));
    const here = this.curve.find(({ disk }) => disk === this.values.disk);
    const parts = [
      text(0, 13, "Edge hits by disk", "heavy"),
      drawLevels(plane, 1, percent, 2),
      path(of("requests"), "s1"),
      path(of("bytes"), "s2"),
    ];
    for (const disk of [0.005, 0.02, 0.1, 0.5])
      parts.push(text(x(disk), plane.bottom + 16, percent(disk, disk < 0.01 ? 1 : 0), "number muted", disk > 0.4 ? "end" : "middle"));
    if (here) {
      parts.push(
        line(x(here.disk), plane.top - 4, x(here.disk), plane.bottom, "now"),
        point(x(here.disk), plane.y(here.requests)),
        point(x(here.disk), plane.y(here.bytes)),
      );
      parts.push(
        text(plane.right, plane.y(this.curve[6].requests) - 8, "requests", "second halo", "end"),
        text(plane.right, plane.y(this.curve[6].bytes) + 20, "bytes", "second halo", "end"),
      );
    }
    return svg(
      width,
      plane.bottom + 26,
      "Hit ratio at the edge by requests, and dashed by bytes, against the size of the disk",
      parts.join(""),
    );
  }

  #numbers() {
    const { totals } = this.run;
    const share = (/** @type {number} */ value) => percent(value / totals.requests, 1);
    return drawTable(
      "Requests answered",
      ["share"],
      [
        ["by the edge, fresh", share(totals.edge)],
        ["after asking: unchanged", share(totals.revalidated)],
        ["by the shield", share(totals.shield)],
        ["by the origin", share(totals.origin)],
      ],
    );
  }

  says() {
    const { totals } = this.run;
    const { disk, ttl, shield } = this.values;
    const [requests, bytes] = [totals.edge / totals.requests, totals.edgeBytes / totals.bytes];
    const first = `With disk for ${percent(disk, disk < 0.01 ? 1 : 0)} of the catalog the edge answers ${percent(requests)} of requests, and has ${percent(bytes)} of the bytes.`;
    if (totals.revalidated / totals.requests > 0.1)
      return `${first} A time to live of ${duration(ttl)} makes it ask again for ${percent(totals.revalidated / totals.requests)} of requests: no bytes, but a round trip.`;
    if (!shield)
      return `${first} Each site fetches for itself, so the origin sends ${percent(totals.originBytes / totals.bytes)} of all bytes.`;
    return `${first} The shield turns ${percent(totals.shield / Math.max(1, totals.shield + totals.origin))} of the misses into one fetch for all sites.`;
  }
}

define("cdn-hit-ratio", CdnHitRatio);
