import { define, Simulation } from "./base.js";
import { curve, drawLevels, drawTimes, makePlane } from "./charts.js";
import { slider, steps } from "./controls.js";
import { choose, line, path, svg, tag, text } from "./drawing.js";
import { drawOutcomes } from "./outcomes.js";
import { LANES, lagAt, PARAMETERS, SPAN, simulate } from "./replication-lag.model.js";
import { drawTable } from "./tables.js";
import { brief, count, number, percent } from "./words.js";

/** @type {Record<string, string>} */
const NAMES = { none: "Any follower", sticky: "Always the same one", leader: "Leader after a write", token: "Position token" };
const [LANE_TOP, LANE] = [196, 30];
const EACH = 0.5;

/** How far followers are behind, and what one session reads; with the anomalies that each way of routing leaves. */
class ReplicationLag extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    slider("writes", "Writes a second", [50, 200, 400, 600, 800, 900, 1000, 1100, 1200, 1500], number),
    slider("delay", "Follower 2 is late by", [0, 0.1, 0.2, 0.5, 1, 1.5, 2, 3, 5], (value) => `${value} s`),
    slider(
      "window",
      "Leader for",
      [0, 0.5, 1, 2, 3, 5, 10, 20],
      (value) => `${value} s`,
      ({ guarantee }) => guarantee === "leader",
    ),
    slider("user", "Session shown", steps(0, 29), (value) => String(value + 1)),
  ];
  static clock = { perSecond: 8, word: "Time", show: (/** @type {number} */ now) => `${now * EACH} s` };

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div data-part="side"></div></div>';
  }

  compute() {
    const run = simulate(this.values);
    const lags = [0, 1].map((follower) => Float64Array.from({ length: SPAN / EACH + 1 }, (_, i) => lagAt(run.log, follower, i * EACH)));
    return { ...run, lags };
  }

  length() {
    return SPAN / EACH;
  }

  get #planes() {
    const most = Math.max(1, ...this.run.lags[0], ...this.run.lags[1]) * 1.1;
    const width = this.mainWidth;
    const plane = makePlane({ width, top: 28, height: 98, span: SPAN, most, left: 66 });
    return { width, most, plane };
  }

  drawRun() {
    const { width, most, plane } = this.#planes;
    const parts = [text(0, 13, "Seconds behind the leader", "heavy"), drawLevels(plane, most, brief, 3)];
    parts.push(path(curve(this.run.lags[0], plane, EACH), "s1"), path(curve(this.run.lags[1], plane, EACH), "s2"));
    parts.push(
      drawTimes(plane, [0, 15, 30, 45, 60], (value) => `${value} s`),
      text(0, LANE_TOP - 24, `What session ${this.values.user + 1} reads, and where`, "heavy"),
    );
    const peak = this.run.lags[1].indexOf(Math.max(...this.run.lags[1]));
    const isLate = peak * EACH > SPAN - 20;
    parts.push(
      text(
        plane.x(peak * EACH) + (isLate ? -8 : 8),
        plane.y(this.run.lags[1][peak]) + 10,
        "follower 2",
        "second halo",
        isLate ? "end" : "",
      ),
    );
    LANES.forEach((name, i) => {
      const y = LANE_TOP + i * LANE;
      parts.push(line(plane.left, y, plane.right, y, "gridline"), text(0, y + 4, name, i ? "second lag-name" : "second"));
    });
    parts.push('<g data-part="now"></g>', this.#key(LANE_TOP + 3 * LANE + 6));
    this.put(
      "drawing",
      svg(
        width,
        LANE_TOP + 3 * LANE + (width < 330 ? 32 : 14),
        "Lag of both followers over time, and the reads and writes of one session",
        parts.join(""),
      ),
    );
    this.put("side", this.#side());
  }

  /** @type {(y: number) => string} */
  #key(y) {
    const [x, low] = this.mainWidth < 330 ? [5, y + 18] : [234, y];
    const parts = [mark({ isWrite: true }, 5, y - 4), text(14, y, "write", "second"), mark({}, 60, y - 4), text(69, y, "read", "second")];
    parts.push(mark({ missesOwn: true }, 110, y - 4), text(120, y, "own write missing", "second"));
    parts.push(mark({ goesBack: true }, x, low - 4), text(x + 10, low, "back in time", "second"));
    return parts.join("");
  }

  #side() {
    const { ways, chosen } = this.run;
    const rows = ways.map((/** @type {any} */ { name, own, back, reads }) => ({
      value: name,
      label: NAMES[name],
      number: `${own} + ${back}`,
      solid: own / reads,
      light: (own + back) / reads,
    }));
    const most = Math.max(0.1, ...rows.map((/** @type {any} */ { light }) => light));
    const table = drawTable(
      NAMES[chosen.name],
      [""],
      [
        ["Reads of all sessions", number(chosen.reads)],
        ["of them at the leader", percent(chosen.leader / chosen.reads)],
      ],
    );
    return (
      drawOutcomes({
        name: "guarantee",
        chosen: chosen.name,
        most,
        width: this.sideWidth,
        title: "Own write missing + back in time",
        rows,
      }) + table
    );
  }

  drawNow() {
    const { width, plane } = this.#planes;
    const time = this.now * EACH;
    const at = plane.x(time);
    const lags = this.run.lags.map((/** @type {Float64Array} */ list) => `${brief(list[this.now])} s`).join(" and ");
    const parts = this.run.steps
      .filter((/** @type {any} */ one) => one.time <= time)
      .map((/** @type {any} */ one) => mark(one, plane.x(one.time), LANE_TOP + one.lane * LANE));
    parts.push(
      line(at, plane.top - 4, at, plane.bottom, "now"),
      line(at, LANE_TOP - 12, at, LANE_TOP + 2 * LANE + 12, "now"),
      text(width, 13, choose(width - 160, lags, ""), "number second", "end"),
    );
    const last = this.run.steps.findLast((/** @type {any} */ one) => one.time <= time);
    if (last && !last.isWrite)
      parts.push(
        text(
          width,
          LANE_TOP - 24,
          choose(
            width - 190,
            last.behind ? `${count(last.behind, "entry", "entries")} behind` : "up to date",
            last.behind ? `${number(last.behind)} behind` : "",
            "",
          ),
          "number second",
          "end",
        ),
      );
    this.put("now", parts.join(""));
  }

  says() {
    const { chosen, lags } = this.run;
    const { writes, apply, window } = this.values;
    if (writes > apply)
      return `${number(writes)} writes a second come, and a follower applies ${number(apply)}: the lag grows without end, and routing can only choose between old and the leader.`;
    const share = percent(chosen.odd / chosen.reads, 1);
    const leader = percent(chosen.leader / chosen.reads);
    if (chosen.name === "none")
      return `Follower 2 is up to ${brief(Math.max(...lags[1]))} s behind. ${share} of reads miss the session's own write or show it something older than it has seen.`;
    if (chosen.name === "sticky")
      return `A session that stays with one follower never goes back in time, but ${chosen.own} reads still miss its own write.`;
    if (chosen.name === "leader")
      return `For ${window} s after a write a session reads from the leader: ${chosen.own} reads miss an own write, ${leader} of all reads load the leader, and ${chosen.back} go back in time afterwards.`;
    return `A session carries the newest position it has seen, and reads where that is reached: no anomaly is left, and ${leader} of reads need the leader.`;
  }
}

/**
 * A square for a write; a disc for a read; a cross for one that misses an own write; an arrow for one that goes back.
 * @type {(step: any, x: number, y: number) => string}
 */
function mark({ isWrite, missesOwn, goesBack }, x, y) {
  if (isWrite) return path(`M${x - 4} ${y - 4}h8v8h-8z`, "lag-write");
  if (missesOwn) return path(`M${x - 4} ${y - 4}l8 8m0 -8l-8 8`, "lag-miss");
  if (goesBack) return path(`M${x + 4} ${y - 5}l-8 5l8 5z`, "lag-back");
  return tag("circle", { cx: x, cy: y, r: 3, class: "bar" });
}

define("replication-lag", ReplicationLag);
