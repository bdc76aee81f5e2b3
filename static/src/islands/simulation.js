/**
 * Loads a simulation when it comes near the window, and nothing before that. What stands inside is what a reader without script reads.
 *
 * @example
 * <figure class="figure">
 *   <figcaption class="figure-head"><b>Who waits for the longest answer?</b><span class="figure-number">Fig. 0.1</span></figcaption>
 *   <tradeoff-simulation name="continuous-batching" params='{"slots": 5}'><div class="figure-body"><p>…</p></div></tradeoff-simulation>
 * </figure>
 */

/** The build gives each of these a hashed name and writes it here. */
const MODULES = {
  "bloom-filter": () => import("../simulations/bloom-filter.js"),
  "cdn-hit-ratio": () => import("../simulations/cdn-hit-ratio.js"),
  "circuit-breaker": () => import("../simulations/circuit-breaker.js"),
  "consistent-hashing-ring": () => import("../simulations/consistent-hashing-ring.js"),
  "continuous-batching": () => import("../simulations/continuous-batching.js"),
  "dns-resolution": () => import("../simulations/dns-resolution.js"),
  "gpu-autoscaling-lag": () => import("../simulations/gpu-autoscaling-lag.js"),
  "kv-cache-memory": () => import("../simulations/kv-cache-memory.js"),
  "load-balancer-algorithms": () => import("../simulations/load-balancer-algorithms.js"),
  "lru-vs-lfu-cache": () => import("../simulations/lru-vs-lfu-cache.js"),
  "prefix-affinity-routing": () => import("../simulations/prefix-affinity-routing.js"),
  "queue-backpressure": () => import("../simulations/queue-backpressure.js"),
  "quorum-rw": () => import("../simulations/quorum-rw.js"),
  "replication-lag": () => import("../simulations/replication-lag.js"),
  "retry-storm": () => import("../simulations/retry-storm.js"),
  "snowflake-id": () => import("../simulations/snowflake-id.js"),
  "vector-clock": () => import("../simulations/vector-clock.js"),
};

const NEAR = "600px 0px";

class TradeoffSimulation extends HTMLElement {
  #sight = new IntersectionObserver(([entry]) => entry.isIntersecting && this.#load(), { rootMargin: NEAR });

  connectedCallback() {
    if (!this.dataset.state) this.#sight.observe(this);
  }

  disconnectedCallback() {
    this.#sight.disconnect();
  }

  async #load() {
    this.#sight.disconnect();
    this.dataset.state = "loading";
    const name = this.getAttribute("name") ?? "";
    try {
      await MODULES[/** @type {keyof typeof MODULES} */ (name)]();
      const view = document.createElement(`tradeoff-simulation-${name}`);
      Object.assign(view, { given: JSON.parse(this.getAttribute("params") || "{}") });
      view.addEventListener("tradeoff:drawn", () => this.#show(view));
      this.append(view);
    } catch (error) {
      this.dataset.state = "failed";
      console.error(`The simulation ${name} did not load; its description stays.`, error);
    }
  }

  /** What stood here leaves when the drawing is there, so that nothing jumps. */
  #show(/** @type {Element} */ view) {
    for (const child of [...this.childNodes]) if (child !== view) child.remove();
    this.dataset.state = "ready";
  }
}

customElements.define("tradeoff-simulation", TradeoffSimulation);
