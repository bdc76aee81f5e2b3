/**
 * The graded answer that can be edited: sends its form and puts the part of the page that comes back in its own place.
 * @example <tradeoff-try><div class="graded">…<details><form method="post" action="/interviews/chatgpt/try/">…</form></details></div></tradeoff-try>
 */
class Try extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.grade(event));
    this.addEventListener("click", ({ target }) => {
      if (/** @type {Element} */ (target).closest("[data-clear]")) this.clear();
    });
  }

  get field() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
  }

  clear() {
    this.field.value = "";
    this.field.focus();
  }

  async grade(/** @type {SubmitEvent} */ event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const button = /** @type {HTMLButtonElement} */ (form.querySelector("button:not([type])"));
    button.disabled = true;
    try {
      const body = new URLSearchParams(/** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form))));
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html, application/json" } });
      if (answer.ok) this.show(await answer.text());
      else this.tell((await answer.json()).detail);
    } catch {
      this.tell("The server can't be reached. Your text is still here; try again.");
    }
    button.disabled = false;
  }

  show(/** @type {string} */ page) {
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("tradeoff-try");
    if (!fresh) return this.tell("The answer could not be read. Try again.");
    this.replaceChildren(...fresh.childNodes);
    const summary = /** @type {HTMLElement | null} */ (this.querySelector("summary"));
    summary?.focus({ preventScroll: true });
    const line = this.querySelector("[role=status]");
    const words = line?.textContent ?? "";
    if (line) line.textContent = "";
    requestAnimationFrame(() => this.tell(words));
  }

  tell(/** @type {string} */ sentence) {
    const line = this.querySelector("[role=status]");
    if (line) line.textContent = sentence;
  }
}

customElements.define("tradeoff-try", Try);
