/** Brings the children of an element to a given HTML and touches only what differs: what has the focus keeps it. */
export function morph(/** @type {Element} */ target, /** @type {string} */ html) {
  const fresh = /** @type {Element} */ (target.cloneNode(false));
  fresh.innerHTML = html;
  reconcile(target, fresh);
}

function reconcile(/** @type {Element} */ old, /** @type {Element} */ fresh) {
  let current = old.firstChild;
  for (let next = fresh.firstChild; next; ) {
    const node = next;
    next = next.nextSibling;
    if (!current) {
      old.append(node);
      continue;
    }
    const after = current.nextSibling;
    if (current.nodeName !== node.nodeName) current.replaceWith(node);
    else if (current instanceof Element) renew(current, /** @type {Element} */ (node));
    else if (current.nodeValue !== node.nodeValue) current.nodeValue = node.nodeValue;
    current = after;
  }
  while (current) {
    const after = current.nextSibling;
    current.remove();
    current = after;
  }
}

/** A part of its own (`data-part`) keeps its children: whoever put them renews them. */
function renew(/** @type {Element} */ current, /** @type {Element} */ node) {
  for (const { name, value } of node.attributes) if (current.getAttribute(name) !== value) current.setAttribute(name, value);
  for (const name of current.getAttributeNames()) if (!node.hasAttribute(name)) current.removeAttribute(name);
  if (current instanceof HTMLInputElement) current.value = current.getAttribute("value") ?? "";
  if (!node.hasAttribute("data-part")) reconcile(current, node);
}
