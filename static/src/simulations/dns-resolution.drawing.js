/** One lookup as messages between five servers; and the world after a failover. */
import { area, curve, drawLevels, makePlane } from "./charts.js";
import { AFTER, BEFORE, SERVERS, STEP, TTLS } from "./dns-resolution.model.js";
import { choose, line, path, point, scale, svg, tag, text, through } from "./drawing.js";
import { brief, duration, number, percent } from "./words.js";

const [HEAD, ROW] = [46, 25];

/** @type {(width: number, uid: string) => string} */
export function drawServers(width, uid) {
  const x = lanes(width);
  const height = HEAD + 8 * ROW + 34;
  const head = tag(
    "marker",
    { id: `${uid}-head`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    '<path d="M0 1l7 3-7 3z" class="dns-head"/>',
  );
  const names = SERVERS.map(
    (name, i) =>
      text(x(i), 34, i === 4 && width < 400 ? "zone" : name, "heavy", i === 0 ? "" : i === 4 ? "end" : "middle") +
      line(x(i) + (i === 0 ? 1 : 0), 42, x(i), height - 34, "gridline"),
  );
  return svg(
    width,
    height,
    "Messages of one lookup between client, resolver and name servers",
    `${tag("defs", {}, head)}${names.join("")}<g data-part="now"></g>`,
  );
}

const lanes = (/** @type {number} */ width) => scale([0, 4], [2, width - 2]);

/**
 * The messages so far.
 * @type {(lookup: import("./dns-resolution.model.js").Lookup, shown: number, width: number, uid: string) => string}
 */
export function drawMessages({ name, time, messages, total }, shown, width, uid) {
  const x = lanes(width);
  const parts = [text(0, 13, `At ${time} s: where is ${name}?`, "heavy")];
  messages.slice(0, shown).forEach(({ from, to, words, at, took, isReply }, i) => {
    const y = HEAD + 16 + i * ROW;
    const isLast = i === shown - 1;
    const name = `flow${isReply ? " back" : ""}${isLast ? " dns-now" : ""}`;
    parts.push(path(`M${x(from)} ${y}L${x(to) - Math.sign(to - from) * 2} ${y}`, name, { "marker-end": `url(#${uid}-head)` }));
    const left = Math.min(x(from), x(to));
    parts.push(text(left + 6, y - 4, words, "number second halo"));
    if (isLast) parts.push(text(width, 13, `${brief(at + took)} ms`, "number now", "end"));
  });
  if (shown === messages.length) parts.push(text(0, HEAD + 8 * ROW + 26, `The client has its address after ${brief(total)} ms.`, "second"));
  return parts.join("");
}

/**
 * @type {(width: number) => { dead: import("./charts.js").Plane, load: import("./charts.js").Plane, most: number, height: number, x: (time: number) => number }}
 */
export function planes(width, most = 1) {
  const options = { width, span: BEFORE + AFTER };
  const dead = makePlane({ ...options, top: 28, height: 104, most: 1 });
  const load = makePlane({ ...options, top: 182, height: 76, most });
  return { dead, load, most, height: 284, x: (time) => dead.x(time + BEFORE) };
}

/** @type {(run: any, values: Record<string, any>, width: number) => string} */
export function drawFailover(run, { detection }, width) {
  const most = Math.max(2, ...run.load) * 1.15;
  const { dead, load, x, height } = planes(width, most);
  const parts = [
    text(0, 13, "Lookups answered with the dead address", "heavy"),
    drawLevels(dead, 1, percent, 2),
    path(area(run.dead, null, dead, STEP), "queue-fresh"),
  ];
  parts.push(line(x(0), dead.top - 4, x(0), load.bottom, "reference"), text(x(0) - 5, dead.top + 10, "it dies", "second", "end"));
  if (detection) parts.push(line(x(detection), dead.top - 4, x(detection), load.bottom, "reference"));
  parts.push(
    text(
      x(detection) + 5,
      dead.top + 10,
      detection ? choose(dead.right - x(detection), "and is seen: new record", "new record", "") : "new record",
      "second halo",
    ),
  );
  parts.push(
    text(0, 168, "Questions to the name servers a second", "heavy"),
    drawLevels(load, most, brief, 2),
    path(curve(run.load, load, STEP), "s2"),
  );
  for (const time of width < 360 ? [0, 360, 720] : [0, 180, 360, 540, 720])
    parts.push(text(x(time), load.bottom + 16, time ? `${time / 60} min` : "0", "number muted", time > 700 ? "end" : "middle"));
  return svg(
    width,
    height,
    "Share of lookups that still lead to the dead address, and questions to the name servers, over time",
    `${parts.join("")}<g data-part="now"></g>`,
  );
}

/**
 * What each time to live costs: slow failover on one end, load on the other.
 * @type {(points: { ttl: number, queries: number, until: number }[], ttl: number, width: number) => string}
 */
export function drawPrices(points, ttl, width) {
  const slow = { title: "Until 95% have moved", of: (/** @type {any} */ one) => one.until, show: duration, line: "s1" };
  const load = { title: "Questions a second", of: (/** @type {any} */ one) => one.queries, show: brief, line: "s2" };
  return [slow, load].map((one) => drawPrice(one, points, ttl, width)).join("");
}

/**
 * @type {(price: { title: string, of: (one: any) => number, show: (value: number) => string, line: string }, points: { ttl: number }[], ttl: number, width: number) => string}
 */
function drawPrice({ title, of, show, line: name }, points, ttl, width) {
  const [top, bottom] = [28, 96];
  const x = scale([Math.log(5), Math.log(600)], [4, width - 10]);
  const y = scale([0, Math.log(900)], [bottom, top]);
  const at = (/** @type {any} */ one) => /** @type {[number, number]} */ ([x(Math.log(one.ttl)), y(Math.log(Math.max(1, of(one))))]);
  const parts = [text(0, 13, title, "second"), line(4, bottom, width - 10, bottom, "axis"), path(through(points.map(at)), name)];
  for (const one of [5, 30, 120, 600])
    parts.push(
      text(
        x(Math.log(one)),
        bottom + 15,
        one < 60 ? `${one} s` : `${number(one / 60)} min`,
        "number muted",
        one > 500 ? "end" : one > 5 ? "middle" : "",
      ),
    );
  const here = points.find(
    (one) => one.ttl === TTLS.reduce((best, other) => (Math.abs(other - ttl) < Math.abs(best - ttl) ? other : best)),
  );
  if (here)
    parts.push(
      line(at(here)[0], top - 4, at(here)[0], bottom, "now"),
      point(...at(here)),
      text(width, 13, show(of(here)), "number heavy", "end"),
    );
  return svg(width, bottom + 26, `${title} against the time to live`, parts.join(""));
}
