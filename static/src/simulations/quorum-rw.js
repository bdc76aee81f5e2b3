import { define, Simulation } from "./base.js";
import { segments, slider, steps } from "./controls.js";
import { circle, hatch, line, path, piece, point, rect, scale, svg, tag, text, through } from "./drawing.js";
import { makeStates, PARAMETERS, simulate, TRIALS } from "./quorum-rw.model.js";
import { duration, number, percent } from "./words.js";

/** @typedef {import("./quorum-rw.model.js").Status} Status */

const SHOWN = 30;
const [TOP, PITCH, BAR] = [44, 40, 16];
/** @type {Record<Status, Status>} */
const AFTER = { up: "missed", missed: "down", down: "up" };
const WORDS = { up: "up", missed: "was away", down: "down" };
const wait = (/** @type {number} */ value) => `${number(value)} ms`;

/** One write and one read in detail, trial by trial; and how stale reads are over all trials. */
class QuorumReadsWrites extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    segments("n", "Replicas N", [
      [3, "3"],
      [4, "4"],
      [5, "5"],
    ]),
    slider("w", "Write waits for W", ({ n }) => steps(1, n)),
    slider("r", "Read waits for R", ({ n }) => steps(1, n)),
    slider("wait", "Read begins after", [...steps(0, 20), ...steps(25, 60, 5)], wait),
    segments(
      "sloppy",
      "Stand-ins acknowledge",
      [
        [false, "No"],
        [true, "Yes"],
      ],
      { when: (_values, states) => states.some((/** @type {Status} */ one) => one !== "up") },
    ),
  ];
  static clock = { perSecond: 1.25, word: "Trial", show: (/** @type {number} */ now) => `trial ${now + 1} of ${SHOWN}` };

  begin() {
    return makeStates(this.values);
  }

  act(/** @type {string} */ _action, /** @type {string} */ place) {
    this.state = this.state.map((/** @type {Status} */ one, /** @type {number} */ i) => (i === Number(place) ? AFTER[one] : one));
  }

  changed(/** @type {string} */ name) {
    const { n } = this.values;
    this.values.w = Math.min(this.values.w, n);
    this.values.r = Math.min(this.values.r, n);
    if (name === "n") this.state = makeStates({ n, missed: 0, down: 0 });
  }

  compute() {
    this.changed("");
    const run = simulate(this.values, this.state);
    const ends = run.verdicts
      .slice(0, SHOWN)
      .map(({ commit, readTime }) => (run.canWrite ? commit : 0) + this.values.wait + (run.canRead ? readTime : 0));
    return { ...run, span: Math.min(120, Math.max(24, ...ends) + 3) };
  }

  length() {
    return SHOWN - 1;
  }

  layout() {
    return '<div class="beside"><div class="quorum-lanes"><div class="quorum-names" data-part="names"></div><div data-part="drawing"></div></div><div data-part="curve"></div></div>';
  }

  get #lanes() {
    return this.mainWidth - 76;
  }

  drawRun() {
    const names = this.state.map((/** @type {Status} */ one, /** @type {number} */ i) => {
      const label = `Replica ${i + 1} ${WORDS[one]}. Make it ${WORDS[AFTER[one]]}`;
      return `<button type="button" class="quorum-name ${one}" data-act="toggle" data-value="${i}" aria-label="${label}"><b>R${i + 1}</b> ${WORDS[one]}</button>`;
    });
    this.put("names", names.join(""));
    const height = TOP + this.values.n * PITCH + 40;
    const old = tag("defs", {}, hatch(`${this.uid}-old`, "idle-line", "ground", 1.5));
    this.put(
      "drawing",
      svg(
        this.#lanes,
        height,
        "Each replica over time: hatched while it holds the old value, filled once it has the new one.",
        `${old}<g data-part="now"></g>`,
      ),
    );
    this.put("curve", this.#curve(this.sideWidth));
  }

  drawNow() {
    const { run, values } = this;
    const verdict = run.verdicts[this.now];
    const width = this.#lanes;
    const x = scale([0, run.span], [4, width - 6]);
    const start = verdict.commit + values.wait;
    const bottom = TOP + values.n * PITCH - 8;
    const parts = run.trials[this.now].map((/** @type {any} */ delays, /** @type {number} */ i) =>
      this.#lane(delays, i, x, start, verdict),
    );
    if (run.canWrite)
      parts.push(
        this.#moment(x(verdict.commit), 12, "written", "quorum-commit", bottom),
        this.#moment(x(start), 30, "read", "now", bottom),
      );
    const state = run.canWrite && run.canRead ? (verdict.freshAfter > values.wait ? "old" : "new") : "none";
    const result = {
      old: "This read returns the old value.",
      new: "This read returns the new value.",
      none: run.canWrite ? "The read times out." : "The write times out.",
    }[state];
    parts.push(text(4, bottom + 26, result, state === "new" ? "heavy" : "heavy point-words"), this.#strip(x, bottom + 36, width));
    this.put("now", parts.join(""));
  }

  /** @type {(at: number, y: number, words: string, name: string, bottom: number) => string} */
  #moment(at, y, words, name, bottom) {
    const isLate = at > this.#lanes - 60;
    return (
      line(at, y - 8, at, bottom, name) + text(at + (isLate ? -5 : 5), y, words, name === "now" ? "now" : "second", isLate ? "end" : "")
    );
  }

  /**
   * @type {(delays: import("./quorum-rw.model.js").Delays, i: number, x: (ms: number) => number, start: number, verdict: any) => string}
   */
  #lane({ write, ack, read }, i, x, start, { commit, readers }) {
    const state = /** @type {Status} */ (this.state[i]);
    const y = TOP + i * PITCH;
    const end = x(this.run.span);
    if (state === "down") return rect(x(0), y, end - x(0), BAR, "ring-gone");
    const arrived = state === "up" ? Math.min(end, x(write)) : end;
    const parts = [
      path(piece(x(0), y, arrived - x(0), BAR), "quorum-old", { fill: `url(#${this.uid}-old)` }),
      rect(arrived, y, end - arrived, BAR, "bar"),
    ];
    if (state === "up" && write + ack < this.run.span)
      parts.push(circle(x(write + ack), y + BAR + 6, 3, write + ack <= commit + 1e-9 ? "quorum-ack" : "quorum-ack late"));
    if (Number.isFinite(start) && start + read < this.run.span) {
      const isNew = state === "up" && write <= start + read;
      parts.push(circle(x(start + read), y + BAR / 2, readers.includes(i) ? 6 : 3.5, `quorum-read ${isNew ? "new" : "old"}`));
    }
    return parts.join("");
  }

  /** One tick a trial: the stale ones stand out. @type {(x: unknown, y: number, width: number) => string} */
  #strip(_x, y, width) {
    const step = (width - 8) / SHOWN;
    const cells = ["", ""];
    this.run.verdicts.slice(0, SHOWN).forEach((/** @type {any} */ { freshAfter }, /** @type {number} */ i) => {
      const isStale = freshAfter > this.values.wait;
      cells[Number(isStale)] += piece(4 + i * step, y + (isStale ? 0 : 5), step - 2, isStale ? 10 : 5);
    });
    return (
      path(cells[0], "quorum-fresh") + path(cells[1], "quorum-stale") + path(piece(4 + this.now * step, y + 12, step - 2, 3), "quorum-here")
    );
  }

  /** How stale reads are, the later they begin. */
  #curve(/** @type {number} */ width) {
    const { run, values } = this;
    const [left, top, bottom] = [46, 30, 128];
    const most = run.stale(0) > 0.5 ? 1 : 0.5;
    const x = scale([0, 60], [left, width - 8]);
    const y = scale([0, most], [bottom, top]);
    const parts = [text(0, 13, "Stale reads", "heavy"), text(width, 13, percent(run.stale(values.wait), 1), "number heavy", "end")];
    for (const share of [0, most / 2, most])
      parts.push(
        line(left, y(share), width - 8, y(share), share ? "gridline" : "axis"),
        text(left - 6, y(share) + 4, percent(share), "number muted", "end"),
      );
    for (const ms of [0, 20, 40, 60]) parts.push(text(x(ms), bottom + 17, ms, "number muted", "middle"));
    parts.push(text(width, bottom + 34, "ms after the write", "muted", "end"));
    const points = steps(0, 60).map((ms) => /** @type {[number, number]} */ ([x(ms), y(run.stale(ms))]));
    parts.push(
      path(through(points), "s1"),
      line(x(values.wait), top - 6, x(values.wait), bottom, "now"),
      point(x(values.wait), y(run.stale(values.wait))),
    );
    const tails = /** @type {[string, number][]} */ ([
      ["Write, slowest 1%", run.writeTail],
      ["Read, slowest 1%", run.readTail],
    ]);
    tails.forEach(([name, value], i) => {
      const shown = Number.isFinite(value) ? duration(value / 1000) : "times out";
      parts.push(text(0, bottom + 60 + i * 20, name, "second"), text(width, bottom + 60 + i * 20, shown, "number", "end"));
    });
    return svg(width, bottom + 88, `Share of stale reads against the time since the write, over ${number(TRIALS)} trials`, parts.join(""));
  }

  says() {
    const { run, values, state } = this;
    const sum = `R + W is ${values.r + values.w}`;
    if (!run.canWrite)
      return `Only ${up(state)} of ${values.n} replicas can acknowledge, so a write that waits for ${values.w} fails. It is consistent and unavailable.`;
    if (!run.canRead) return `A read that waits for ${values.r} replies fails.`;
    const stale = run.stale(values.wait);
    if (run.overlaps && stale > 0)
      return `${sum}, more than ${values.n}, yet ${percent(stale, 1)} of reads are stale: a stand-in's acknowledgement isn't in the set that is read.`;
    if (run.overlaps)
      return `${sum}, more than ${values.n}: every read set meets every write set, and none of ${number(TRIALS)} reads is stale. Slow writes take ${duration(run.writeTail / 1000)}.`;
    return `${sum}, not more than ${values.n}: ${percent(stale, 1)} of reads that begin ${wait(values.wait)} after the acknowledgement miss the write.`;
  }
}

const up = (/** @type {Status[]} */ states) => states.filter((one) => one === "up").length;

define("quorum-rw", QuorumReadsWrites);
