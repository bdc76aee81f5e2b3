/** `<time datetime>` in the reader's language and zone. `data-format`: date, time, or both (the default). */

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const FORMATS = {
  date: { dateStyle: "medium" },
  time: { timeStyle: "short" },
  both: { dateStyle: "medium", timeStyle: "short" },
};

/**
 * @param {ParentNode} [within]
 * @param {string} [timeZone] of the account; the browser's where absent or unknown
 */
export function localiseTimes(within = document, timeZone) {
  for (const element of /** @type {NodeListOf<HTMLTimeElement>} */ (within.querySelectorAll("time[datetime]"))) {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const isDay = element.dateTime.length === 10;
    const options = FORMATS[isDay ? "date" : (element.dataset.format ?? "both")] ?? FORMATS.both;
    element.textContent = format(moment, options, isDay ? "UTC" : timeZone);
  }
}

function format(/** @type {Date} */ moment, /** @type {Intl.DateTimeFormatOptions} */ options, /** @type {string | undefined} */ timeZone) {
  try {
    return new Intl.DateTimeFormat(undefined, { ...options, timeZone }).format(moment);
  } catch {
    return new Intl.DateTimeFormat(undefined, options).format(moment);
  }
}
