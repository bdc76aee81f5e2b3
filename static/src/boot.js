// Runs before the first paint: what the reader chose earlier is there from the start. At most 1 kB when built.
const root = document.documentElement;
root.classList.add("has-js");
try {
  const { theme, level, known, outline } = JSON.parse(localStorage.getItem("tradeoff") || "{}");
  if (theme) root.dataset.theme = theme;
  if (level) root.dataset.level = level;
  if (known) root.dataset.known = "";
  if (outline === "folded") root.classList.add("outline-folded");
} catch {
  // No storage: system theme, all levels.
}

// The words of a page come before what moves in it: its modules are asked for once it has been painted.
const start = async () => {
  const metas = /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll("meta[name=module]"));
  await Promise.allSettled(Array.from(metas, ({ content }) => import(content)));
  root.classList.add("is-started");
};
const whenParsed = () => (document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start());
if (document.hidden) whenParsed();
else requestAnimationFrame(() => setTimeout(whenParsed));
