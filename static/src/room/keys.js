/**
 * Shortcuts that don't get in the way of typing: Alt with the arrows moves between steps, Ctrl or Command with S saves, and `?` outside of a
 * field shows the list.
 *
 * @param {object} actions
 * @param {(by: 1 | -1) => void} actions.move
 * @param {() => void} actions.save
 * @param {() => void} actions.help
 */
export function listenToKeys({ move, save, help }) {
  document.addEventListener("keydown", (event) => {
    if (event.altKey && !event.ctrlKey && !event.metaKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save();
    } else if (event.key === "?" && !(/** @type {HTMLElement} */ (event.target).closest("input, textarea, select, .excalidraw"))) {
      help();
    }
  });
}
