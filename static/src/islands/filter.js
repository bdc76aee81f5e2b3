/**
 * Shows only what fits the chosen values, and keeps them in the address. Without script the form leads to a page that does the same.
 * @example <tradeoff-filter data-for="interviews"><form><select name="kind">…</select><a data-surprise href="…">…</a></form>
 *          <p aria-live="polite"></p></tradeoff-filter> <div id="interviews"><article data-kind="product">…</article></div>
 */
class Filter extends HTMLElement {
  connectedCallback() {
    const query = new URLSearchParams(location.search);
    for (const select of this.selects) if (query.has(select.name)) select.value = query.get(select.name) ?? "";
    this.addEventListener("change", () => this.apply());
    if (this.wanted.length) this.apply();
  }

  get selects() {
    return /** @type {HTMLSelectElement[]} */ ([...this.querySelectorAll("select")]);
  }

  get wanted() {
    return this.selects.filter(({ value }) => value);
  }

  apply() {
    const rows = /** @type {HTMLElement[]} */ ([...(document.getElementById(this.dataset.for ?? "")?.children ?? [])]);
    const { wanted } = this;
    for (const row of rows) row.hidden = wanted.some(({ name, value }) => !(row.dataset[name] ?? "").split(" ").includes(value));
    const shown = rows.filter((row) => !row.hidden).length;
    this.tell(shown, rows.length);
    const none = document.getElementById("none-fits");
    if (none) none.hidden = shown > 0;
  }

  tell(/** @type {number} */ shown, /** @type {number} */ all) {
    const query = new URLSearchParams(this.wanted.map(({ name, value }) => [name, value])).toString();
    const end = query ? `?${query}` : "";
    history.replaceState(null, "", end || location.pathname);
    const surprise = /** @type {HTMLAnchorElement | null} */ (this.querySelector("[data-surprise]"));
    if (surprise) surprise.search = end;
    const line = this.querySelector("[aria-live]");
    if (line) line.textContent = query ? `${shown} of ${all} fit.` : `${all} can be sat now.`;
  }
}

customElements.define("tradeoff-filter", Filter);
