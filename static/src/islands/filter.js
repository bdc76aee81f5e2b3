/**
 * Shows only what fits the chosen values; without script everything is shown.
 * @example <tradeoff-filter data-for="interviews"><select data-key="kind">…</select><p aria-live="polite"></p></tradeoff-filter>
 *          <div id="interviews"><article data-kind="product">…</article></div>
 */
class Filter extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.apply());
  }

  apply() {
    const list = document.getElementById(this.dataset.for ?? "");
    if (!list) return;
    const wanted = /** @type {HTMLSelectElement[]} */ ([...this.querySelectorAll("select")]).filter((select) => select.value);
    const rows = /** @type {HTMLElement[]} */ ([...list.children]);
    for (const row of rows) row.hidden = wanted.some((select) => row.dataset[select.dataset.key ?? ""] !== select.value);
    const shown = rows.filter((row) => !row.hidden).length;
    const line = this.querySelector("[aria-live]");
    if (line) line.textContent = wanted.length ? `${shown} of ${rows.length} fit.` : "";
  }
}

customElements.define("tradeoff-filter", Filter);
