/** What a reader chose on this device: theme, level, outline, shortcuts. boot.js reads the same key before the first paint. */

/**
 * @typedef {object} Choices
 * @property {"light" | "dark"} [theme] absent: as the system says
 * @property {"all" | "mid" | "senior" | "staff"} [level] absent: not chosen, every level is shown
 * @property {"folded"} [outline]
 * @property {true} [known] somebody was here, so the header doesn't offer to sign in while it asks
 * @property {true} [noKeys] single-key shortcuts are off
 */

const KEY = "tradeoff";

/** @returns {Choices} */
export function readChoices() {
  try {
    return JSON.parse(localStorage.getItem(KEY) || "{}");
  } catch {
    return {};
  }
}

/** @param {Choices} change a value of undefined forgets the choice */
export function saveChoices(change) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readChoices(), ...change }));
  } catch {
    // Without storage a choice lasts as long as the page.
  }
}
