import { define, Simulation } from "./base.js";
import { segments, slider, steps } from "./controls.js";
import { drawBatch, drawMemory, drawPool } from "./kv-cache-memory.drawing.js";
import { BLOCK, budget, bytesPerToken, fill, largestBatch, PARAMETERS, runPrefixes, TURNS } from "./kv-cache-memory.model.js";
import { drawOutcomes } from "./outcomes.js";
import { drawTable } from "./tables.js";
import { brief, bytes, count, number, percent } from "./words.js";

/** @type {(name: string) => (values: any) => boolean} */
const inScene = (name) => (values) => values.scene === name;
const notPrefixes = (/** @type {any} */ { scene }) => scene !== "prefixes";
const NAMES = { reserved: "Reserve the longest", paged: "Pages of 16 tokens" };

/** What fills the memory of the GPUs: weights, and keys and values of sequences, of pages, or of prefixes that are shared. */
class KvCacheMemory extends Simulation {
  static parameters = PARAMETERS;
  static controls = [
    slider("layers", "Layers", [8, 16, 24, 32, 40, 48, 64, 80, 96, 128], String, inScene("fit")),
    slider("kv_heads", "Key-value heads", [1, 2, 4, 8, 16, 32, 64], String, inScene("fit")),
    segments(
      "bits",
      "Bits",
      [
        [16, "16"],
        [8, "8"],
        [4, "4"],
      ],
      { when: notPrefixes },
    ),
    slider("context", "Context, tokens", [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072], number, notPrefixes),
    slider("used", "Mean part of it used", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1], percent, inScene("pages")),
    slider("shared", "System prompt, tokens", [0, 512, 1024, 2048, 4096, 8192], number, inScene("prefixes")),
    slider("prompts", "Different system prompts", [1, 2, 3, 4, 6, 10, 20, 30], String, inScene("prefixes")),
    slider("pool", "Room for blocks", steps(100, 2000, 100), number, inScene("prefixes")),
  ];
  static clock = { perSecond: 8, word: "Turns", show: (/** @type {number} */ now) => count(now, "turn") };

  layout() {
    return '<div class="beside"><div data-part="drawing"></div><div data-part="side"></div></div>';
  }

  compute() {
    if (this.values.scene !== "prefixes") return fill(this.values);
    let [found, all] = [0, 0];
    const turns = runPrefixes(this.values);
    const ratios = turns.map(({ hit, fresh }) => {
      found += hit;
      all += hit + fresh;
      return found / all;
    });
    return { turns, ratios };
  }

  length() {
    return this.run.turns ? TURNS : 0;
  }

  drawRun() {
    if (this.run.turns) return;
    this.put("drawing", drawMemory({ width: this.mainWidth, uid: this.uid, values: this.values, run: this.run }));
    this.put("side", this.values.scene === "fit" ? drawBatch(this.values, this.sideWidth) + this.#numbers() : this.#ways());
  }

  #numbers() {
    const perToken = bytesPerToken(this.values);
    return drawTable(
      "Memory",
      ["size"],
      [
        ["One token", bytes(perToken)],
        ["One sequence", bytes(perToken * this.values.context)],
        ["Left for keys and values", `${brief(budget(this.values) / 1e9)} GB`],
      ],
    );
  }

  #ways() {
    const { sequences, other, waste } = this.run;
    const own = sequences.length;
    const [reserved, paged] = this.values.paging === "reserved" ? [own, other] : [other, own];
    const rows = [
      { value: "reserved", label: NAMES.reserved, number: number(reserved), solid: reserved },
      { value: "paged", label: NAMES.paged, number: number(paged), solid: paged },
    ];
    const table = drawTable(
      "Taken memory",
      [""],
      [
        ["holds tokens", percent(1 - waste, 1)],
        ["is empty", percent(waste, 1)],
      ],
    );
    return (
      drawOutcomes({
        name: "paging",
        chosen: this.values.paging,
        most: Math.max(paged, reserved, 1),
        width: this.sideWidth,
        title: "Sequences at once",
        rows,
      }) + table
    );
  }

  drawNow() {
    const { turns, ratios } = this.run;
    if (!turns) return;
    const turn = turns[Math.max(0, this.now - 1)];
    this.put("drawing", drawPool({ width: this.mainWidth, turns, ratios, now: this.now, values: this.values }));
    const past = turns.slice(0, this.now);
    const sum = (/** @type {"hit" | "fresh" | "evicted"} */ name) =>
      past.reduce((/** @type {number} */ total, /** @type {any} */ one) => total + one[name], 0);
    const rows = [
      ["Found in the cache", this.now ? percent(ratios[this.now - 1], 1) : "–"],
      ["Prompt tokens computed", number(sum("fresh") * BLOCK)],
      ["Tokens saved", number(sum("hit") * BLOCK)],
      ["Blocks evicted", number(sum("evicted"))],
    ];
    const last = [
      ["session", String(turn.session)],
      ["found", `${number(turn.hit * BLOCK)} tokens`],
      ["computed", `${number(turn.fresh * BLOCK)} tokens`],
    ];
    this.put("side", drawTable(count(this.now, "turn"), [""], rows) + drawTable("This turn", [""], this.now ? last : []));
  }

  says() {
    const { values, run } = this;
    if (run.turns) return this.#saysPrefixes();
    const own = run.sequences.length;
    if (values.scene === "pages") {
      const [more, less] = [Math.max(own, run.other), Math.min(own, run.other)];
      return `${number(own)} sequences fit, and ${percent(run.waste, 1)} of the memory they take holds nothing. Pages hold ${brief(more / Math.max(1, less))} times as many sequences as reservations.`;
    }
    if (budget(values) === 0) return "The weights alone don't fit.";
    const size = `A token takes ${bytes(run.perToken)}, a sequence of ${number(values.context)} tokens ${bytes(run.perToken * values.context)}`;
    if (own === 0) return `${size}: not one fits into the ${brief(budget(values) / 1e9)} GB that are left.`;
    return `${size}. ${number(largestBatch(values))} of them fit beside the weights.`;
  }

  #saysPrefixes() {
    const { prompts, shared, pool } = this.values;
    const rate = `Over ${TURNS} turns ${percent(this.run.ratios[TURNS - 1])} of the prompt tokens are found in the cache`;
    const need = (prompts * shared) / BLOCK;
    if (!shared) return `${rate}, all of them from earlier turns of the same session.`;
    if (need > pool)
      return `${rate}. The system prompts alone need ${number(need)} blocks of ${number(pool)}, so they push each other out.`;
    return `${rate}. The system prompts are there once, in ${number(need)} of ${number(pool)} blocks, whoever uses them.`;
  }
}

define("kv-cache-memory", KvCacheMemory);
