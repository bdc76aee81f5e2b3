/**
 * Three edge sites that keep what was asked for last, a shield before the origin, and a catalog with Zipf popularity in which rare objects are
 * larger. An expired object is revalidated: that costs a round trip, and no bytes.
 */
import { random, zipf } from "./random.js";

/** @type {Record<string, import("./parameters.js").Parameter>} */
export const PARAMETERS = {
  catalog: { kind: "integer", min: 500, max: 20_000, default: 5000 },
  skew: { kind: "number", min: 0.4, max: 1.3, default: 0.9 },
  disk: { kind: "number", min: 0.005, max: 0.5, default: 0.05 },
  ttl: { kind: "integer", min: 5, max: 86_400, default: 300 },
  shield: { kind: "boolean", default: true },
  growth: { kind: "number", min: 0, max: 1, default: 0.5 },
  seed: { kind: "integer", min: 1, max: 9999, default: 1 },
};

export const SITES = ["Virginia", "Frankfurt", "Tokyo"];
/** Seconds; requests a second at each site. */
export const SPAN = 600;
export const RATE = 20;
export const FRAMES = 60;
/** Ranks of the catalog in so many buckets of equal ratio. */
export const BUCKETS = 40;
/** What is asked for before is not counted: the caches are still empty. */
const WARM = 0.4;
/** Sizes of disks that are compared, as shares of the catalog's bytes. */
export const DISKS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5];

/** @typedef {{ sizes: Float64Array, bytes: number, bucket: Uint8Array, count: Int32Array }} Catalog */
/** @typedef {{ object: Int32Array, site: Uint8Array, time: Float64Array }} Requests */

/** Sizes in MB; the rarer an object, the larger (by its rank to the power of `growth`). @type {(values: Record<string, any>) => Catalog} */
export function makeCatalog({ catalog, growth, seed }) {
  const draw = random(seed + 1);
  const sizes = Float64Array.from({ length: catalog }, (_, rank) => 0.05 * (rank + 1) ** growth * (growth ? draw.lognormal(1, 0.8) : 1));
  const bucket = Uint8Array.from({ length: catalog }, (_, rank) =>
    Math.min(BUCKETS - 1, Math.floor((Math.log(rank + 1) / Math.log(catalog)) * BUCKETS)),
  );
  const count = new Int32Array(BUCKETS);
  for (const one of bucket) count[one] += 1;
  return { sizes, bytes: sizes.reduce((sum, one) => sum + one, 0), bucket, count };
}

/** @type {(values: Record<string, any>) => Requests} */
export function makeRequests({ catalog, skew, seed }) {
  const draw = random(seed);
  const popularity = zipf(catalog, skew);
  const length = SPAN * RATE * SITES.length;
  const [object, site, time] = [new Int32Array(length), new Uint8Array(length), new Float64Array(length)];
  for (let i = 0; i < length; i += 1) {
    object[i] = popularity.rank(draw.uniform());
    site[i] = draw.integer(SITES.length);
    time[i] = ((i + draw.uniform()) / length) * SPAN;
  }
  return { object, site, time };
}

/** What was asked for last, as far as its bytes fit: a list through two columns of neighbours. */
export class Lru {
  used = 0;
  constructor(/** @type {Float64Array} */ sizes, /** @type {number} */ room, /** @type {Uint8Array} */ bucket) {
    const end = sizes.length;
    this.sizes = sizes;
    this.room = room;
    this.bucket = bucket;
    this.end = end;
    this.next = new Int32Array(end + 1).fill(-1);
    this.last = new Int32Array(end + 1).fill(-1);
    this.next[end] = end;
    this.last[end] = end;
    this.validated = new Float64Array(end);
    this.filled = new Int32Array(BUCKETS);
  }

  has(/** @type {number} */ object) {
    return this.next[object] >= 0;
  }

  #unlink(/** @type {number} */ object) {
    this.next[this.last[object]] = this.next[object];
    this.last[this.next[object]] = this.last[object];
    this.next[object] = -1;
    this.used -= this.sizes[object];
    this.filled[this.bucket[object]] -= 1;
  }

  /** Puts an object in front, and out what no longer fits. */
  keep(/** @type {number} */ object) {
    if (this.has(object)) this.#unlink(object);
    if (this.sizes[object] > this.room) return;
    while (this.used + this.sizes[object] > this.room) this.#unlink(this.last[this.end]);
    const front = this.next[this.end];
    this.next[object] = front;
    this.last[object] = this.end;
    this.last[front] = object;
    this.next[this.end] = object;
    this.used += this.sizes[object];
    this.filled[this.bucket[object]] += 1;
  }
}

/**
 * @typedef {{ edge: number, revalidated: number, shield: number, origin: number, requests: number, edgeBytes: number, originBytes: number, bytes: number }} Totals
 */

/**
 * Serves all requests. `edge` hits are fresh ones; `revalidated` had the bytes but asked; `shield` and `origin` fetched them there. A shield has
 * four times the disk of an edge.
 * @type {(values: Record<string, any>, catalog: Catalog, requests: Requests, isKept?: boolean) => { totals: Totals, frames: { filled: Int32Array[], hits: number[], asked: number[] }[] }}
 */
export function serve({ disk, ttl, shield }, { sizes, bytes, bucket }, { object, site, time }, isKept = false) {
  const edges = SITES.map(() => new Lru(sizes, disk * bytes, bucket));
  const behind = new Lru(sizes, Math.min(1, 4 * disk) * bytes, bucket);
  const totals = { edge: 0, revalidated: 0, shield: 0, origin: 0, requests: 0, edgeBytes: 0, originBytes: 0, bytes: 0 };
  const frames = [];
  let [hits, asked] = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  for (let i = 0; i < object.length; i += 1) {
    const [one, now, edge] = [object[i], time[i], edges[site[i]]];
    const isHeld = edge.has(one);
    const isFresh = isHeld && now - edge.validated[one] < ttl;
    const isBehind = !isHeld && shield && behind.has(one);
    if (!isFresh) edge.validated[one] = now;
    edge.keep(one);
    if (!isHeld && shield) behind.keep(one);
    asked[site[i]] += 1;
    hits[site[i]] += Number(isFresh);
    if (!isHeld) asked[3] += 1;
    hits[3] += Number(isBehind);
    if (now > WARM * SPAN) {
      totals[isFresh ? "edge" : isHeld ? "revalidated" : isBehind ? "shield" : "origin"] += 1;
      totals.requests += 1;
      totals.bytes += sizes[one];
      if (isHeld) totals.edgeBytes += sizes[one];
      else if (!isBehind) totals.originBytes += sizes[one];
    }
    if (isKept && (i + 1) % (object.length / FRAMES) === 0) {
      frames.push({ filled: [...edges, behind].map(({ filled }) => filled.slice()), hits, asked });
      [hits, asked] = [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ];
    }
  }
  return { totals, frames };
}

/**
 * Catalog and requests of the last values: most changes leave them as they are.
 * @type {{ key: string, catalog: Catalog, requests: Requests } | null}
 */
let kept = null;

function makeWorld(/** @type {Record<string, any>} */ values) {
  const key = [values.catalog, values.skew, values.growth, values.seed].join(" ");
  if (kept?.key !== key) kept = { key, catalog: makeCatalog(values), requests: makeRequests(values) };
  return kept;
}

export function simulate(/** @type {Record<string, any>} */ values) {
  const { catalog, requests } = makeWorld(values);
  return { catalog, ...serve(values, catalog, requests, true) };
}

/** Hit ratios for other disks, one at a time. @returns {Generator<{ disk: number, requests: number, bytes: number }>} */
export function* sweep(/** @type {Record<string, any>} */ values) {
  const { catalog, requests } = makeWorld(values);
  for (const disk of DISKS) {
    const { totals } = serve({ ...values, disk, shield: false }, catalog, requests);
    yield { disk, requests: totals.edge / totals.requests, bytes: totals.edgeBytes / totals.bytes };
  }
}

/**
 * Share of requests that an LRU cache of equal objects answers (Che, Tung, Wang 2002), to compare with.
 * @type {(catalog: number, skew: number, room: number) => number}
 */
export function cheHitRatio(catalog, skew, room) {
  const shares = Float64Array.from({ length: catalog }, (_, rank) => (rank + 1) ** -skew);
  const sum = shares.reduce((total, one) => total + one, 0);
  const held = (/** @type {number} */ time) => shares.reduce((total, one) => total + 1 - Math.exp((-one / sum) * time), 0);
  let [low, high] = [0, 1e9];
  for (let i = 0; i < 80; i += 1) {
    const middle = (low + high) / 2;
    if (held(middle) < room) low = middle;
    else high = middle;
  }
  return shares.reduce((total, one) => total + (one / sum) * (1 - Math.exp((-one / sum) * low)), 0);
}
