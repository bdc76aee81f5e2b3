import { define, Simulation } from "./base.js";
import { area, curve, drawLevels, drawTimes, makePlane } from "./charts.js";
import { segments, slider, steps } from "./controls.js";
import { choose, hatch, line, path, svg, tag, text } from "./drawing.js";
import { EACH, PARAMETERS, SPAN, STEP, simulate } from "./gpu-autoscaling-lag.model.js";
import { drawOutcomes } from "./outcomes.js";
import { drawTable } from "./tables.js";
import { brief, number, percent } from "./words.js";

/** @type {Record<string, string>} */
const NAMES = { utilization: "By utilization", queue: "By the queue", forecast: "By forecast", warm: "With a warm pool" };

/** Demand against replicas that are ready and that are starting; what waits and what is lost meanwhile. */
class GpuAutoscalingLag extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    segments("shape", "Demand", [
      ["spike", "Spike"],
      ["ramp", "Day"],
    ]),
    slider("startup", "A replica starts in", [0.5, 1, 2, 3, 5, 8, 10, 15, 20, 30], (value) => `${value} min`),
    slider("target", "Target utilization", steps(0.3, 0.95, 0.05), percent),
    slider("warm", "Warm pool", [0, 1, 2, 4, 6, 8, 10, 15, 20, 30], String, ({ policy }) => policy === "warm"),
  ];
  static clock = { perSecond: 12, word: "Time", show: (/** @type {number} */ now) => `${now} min` };

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div data-part="side"></div></div>';
  }

  compute() {
    return simulate(this.values);
  }

  length() {
    return SPAN;
  }

  get #planes() {
    const { chosen, demand } = this.run;
    const all = chosen.ready.map(
      (/** @type {number} */ one, /** @type {number} */ i) => (one + chosen.starting[i] + chosen.spare[i]) * EACH,
    );
    const most = Math.max(...demand, ...all) * 1.1;
    const width = this.mainWidth;
    const top = makePlane({ width, top: 28, height: 128, span: SPAN, most });
    return {
      width,
      most,
      all,
      top,
      low: makePlane({ width, top: 204, height: 62, span: SPAN, most: Math.max(this.values.patience * 1.15, 1) }),
    };
  }

  drawRun() {
    const { width, most, all, top, low } = this.#planes;
    const { chosen, demand, least } = this.run;
    const ready = chosen.ready.map((/** @type {number} */ one) => one * EACH);
    const pattern = `${this.uid}-starting`;
    const lost = chosen.lost.map((/** @type {number} */ one, /** @type {number} */ i) => one / (demand[i] || 1));
    const parts = [
      tag("defs", {}, hatch(pattern, "pen-line", "ground", 1)),
      text(0, 13, "Requests a second", "heavy"),
      drawLevels(top, most, brief, 3),
    ];
    parts.push(
      path(area(all, ready, top, STEP), "", { fill: `url(#${pattern})` }),
      path(area(ready, null, top, STEP), "fleet-ready"),
      path(curve(demand, top, STEP), "queue-arrivals"),
    );
    parts.push(text(top.left + 4, top.y(demand[0]) + 16, "demand", "second halo"));
    parts.push(
      text(0, 190, "Seconds of wait", "heavy"),
      drawLevels(low, this.values.patience, brief, 2),
      path(area(chosen.wait, null, low, STEP), "queue-depth"),
    );
    const share = { ...low, y: (/** @type {number} */ one) => low.bottom - one * (low.bottom - low.top) };
    parts.push(
      path(area(lost, null, share, STEP), "fleet-lost"),
      drawTimes(low, [0, 30, 60, 90, 120], (value) => `${value} min`),
      '<g data-part="now"></g>',
    );
    this.put(
      "drawing",
      svg(
        width,
        292,
        "Demand and the capacity that is ready or starting, the wait, and the share of requests that is lost",
        parts.join(""),
      ),
    );
    this.put("side", this.#side(least));
  }

  #side(/** @type {number} */ least) {
    const { ways, chosen } = this.run;
    const rows = ways.map((/** @type {any} */ { name, lostShare, hours }) => ({
      value: name,
      label: NAMES[name],
      number: `${percent(lostShare, 1)}, ${number(hours)} h`,
      solid: hours,
    }));
    const most = Math.max(...rows.map((/** @type {any} */ { solid }) => solid));
    const table = drawTable(
      NAMES[chosen.name],
      [""],
      [
        ["Longest wait", `${brief(chosen.worst)} s`],
        ["Replicas at most", number(Math.max(...chosen.ready))],
        ["GPU-hours used", percent(least / chosen.hours)],
      ],
    );
    return (
      drawOutcomes({ name: "policy", chosen: chosen.name, most, width: this.sideWidth, title: "Lost requests, GPU-hours (bar)", rows }) +
      table
    );
  }

  drawNow() {
    const { top, low, width } = this.#planes;
    const { chosen } = this.run;
    const i = Math.min(chosen.ready.length - 1, Math.round(this.now / STEP));
    const at = top.x(this.now);
    const ready = `${chosen.ready[i]} ready`;
    const both = `${ready}, ${chosen.starting[i]} starting`;
    const words = choose(width - 130, chosen.spare[i] ? `${both}, ${chosen.spare[i]} warm` : both, both, ready);
    const state = chosen.lost[i] > 0.5 ? `${number(chosen.lost[i])} requests/s are lost` : `${brief(chosen.wait[i])} s`;
    const parts = [
      line(at, top.top - 4, at, top.bottom, "now"),
      line(at, low.top - 4, at, low.bottom, "now"),
      text(width, 13, words, "number second", "end"),
    ];
    parts.push(text(width, 190, state, chosen.lost[i] > 0.5 ? "fleet-word" : "number second", "end"));
    this.put("now", parts.join(""));
  }

  says() {
    const { chosen, ways } = this.run;
    const { startup, shape, target, policy, warm } = this.values;
    const hours = `${number(chosen.hours)} GPU-hours`;
    const lost = percent(chosen.lostShare, 1);
    if (chosen.lostShare < 0.0005)
      return `Nothing is lost, for ${hours}. ${policy === "forecast" ? "The fleet starts before the demand comes." : `At ${percent(target)} there is headroom for the ${startup} min that a replica takes.`}`;
    if (policy === "forecast" && shape === "spike")
      return `No forecast knows of the spike, so it is like reacting: ${lost} of requests are lost while replicas start.`;
    if (policy === "warm") return `${warm} warm replicas help at once, then the rest takes ${startup} min: ${lost} lost, for ${hours}.`;
    if (policy === "queue")
      return `A queue shows the lack only once it is there, and asks for too much: ${Math.max(...chosen.ready)} replicas, ${lost} lost, ${hours}.`;
    return `Demand rises faster than replicas start (${startup} min each): ${lost} of requests are lost. A warm pool would lose ${percent(ways[3].lostShare, 1)}, for ${number(ways[3].hours)} GPU-hours instead of ${number(chosen.hours)}.`;
  }
}

define("gpu-autoscaling-lag", GpuAutoscalingLag);
