/**
 * An element with attributes and children.
 * @example make("a", { class: "button", href: "/learn/" }, "Continue")
 * @param {string} tag
 * @param {Record<string, string | boolean>} [attributes] false leaves one out
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** The sprite's address, taken from any icon on the page: the header always has one. */
function spriteAddress() {
  const href = document.querySelector("svg.icon use")?.getAttribute("href") ?? "";
  return href.slice(0, href.indexOf("#"));
}

/**
 * A decorative icon of the sprite.
 * @param {string} name
 */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${spriteAddress()}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * @template {Element} [T=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {T[]}
 */
export function all(selector, within = document) {
  return /** @type {T[]} */ ([...within.querySelectorAll(selector)]);
}
