/**
 * The server's clock, shown. Time left comes from the server only; what passes since is measured with `performance.now()`, never with the
 * wall clock, which people set. The true deadline lies between "sent + left" and "received + left"; the earlier bound is shown, so that
 * nobody is promised a second that isn't there.
 */

/**
 * @typedef {object} Reading
 * @property {number} remaining_ms
 * @property {string} deadline_at
 * @property {boolean} [is_paused]
 */

const DRIFT_MS = 1500;

export class ServerClock {
  /**
   * @param {Reading} reading
   * @param {number} sentAt `performance.now()` when the request went out
   * @param {number} receivedAt
   */
  constructor(reading, sentAt, receivedAt) {
    this.deadline = "";
    this.isPaused = false;
    this.standing = 0;
    this.earliest = 0;
    this.latest = 0;
    this.wall = Date.now();
    this.steady = performance.now();
    this.sync(reading, sentAt, receivedAt);
  }

  /** @param {Reading} reading @param {number} sentAt @param {number} receivedAt */
  sync(reading, sentAt, receivedAt) {
    const isPaused = reading.is_paused ?? this.isPaused;
    const earliest = sentAt + reading.remaining_ms;
    const latest = receivedAt + reading.remaining_ms;
    const isSame = reading.deadline_at === this.deadline && isPaused === this.isPaused;
    if (isSame && earliest <= this.latest && latest >= this.earliest) {
      this.earliest = Math.max(this.earliest, earliest);
      this.latest = Math.min(this.latest, latest);
    } else {
      // More time, a pause, or a machine that slept: what was known before doesn't hold.
      this.earliest = earliest;
      this.latest = latest;
    }
    this.deadline = reading.deadline_at;
    this.isPaused = isPaused;
    this.standing = reading.remaining_ms;
  }

  /** Milliseconds until the deadline, never below 0. */
  remaining() {
    return this.isPaused ? this.standing : Math.max(0, this.earliest - performance.now());
  }

  /**
   * Whether the machine slept or somebody set its clock since the last look: a reason to ask the server, and nothing else is concluded.
   */
  hasJumped() {
    const wall = Date.now();
    const steady = performance.now();
    const drift = Math.abs(wall - this.wall - (steady - this.steady));
    this.wall = wall;
    this.steady = steady;
    return drift > DRIFT_MS;
  }
}

/** When the answer that holds this page was asked for and began to arrive. */
export function pageTimes() {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const now = performance.now();
  return navigation?.requestStart > 0
    ? { sentAt: navigation.requestStart, receivedAt: navigation.responseStart }
    : { sentAt: 0, receivedAt: now };
}

/** @param {number} milliseconds @returns {string} `27:48` */
export function clockText(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
