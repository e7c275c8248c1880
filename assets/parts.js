/* Parts of a page as the server wrote them, put in place of those of the view before. */

import { reveal } from "./copying.js";

/* What an address got wrong is gone once a choice has led to another. */
export function forgetNotices() {
  document.querySelector("main > .notice[role='status']")?.remove();
}

/**
 * The parts of the page as they stand, by id.
 * @returns {Record<string, string>}
 */
export function writtenParts() {
  const slots = document.querySelectorAll(".slot[id]:not(.map-slot)");
  return Object.fromEntries([...slots].map((slot) => [slot.id, slot.innerHTML]));
}

/**
 * Parts as the server wrote them, escaped there, read ahead of their place on the page: reading a
 * long table and laying it out would together keep a hand waiting.
 * @param {Record<string, string>} texts
 * @returns {Promise<[string, ChildNode[]][]>}
 */
export async function read(texts) {
  /** @type {[string, ChildNode[]][]} */
  const found = [];
  for (const [id, text] of Object.entries(texts)) {
    if (text.length > LONG) await inAnotherTask();
    found.push([id, [...new DOMParser().parseFromString(text, "text/html").body.childNodes]]);
  }
  await inAnotherTask();
  return found;
}

/* Characters of a part that take a slow processor some milliseconds. */
const LONG = 8000;

/* Let a hand be answered first. */
export const inAnotherTask = () =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done(undefined);
    };
    port2.postMessage(0);
  });

/**
 * Put a part that was read in its place; what was open stays open.
 * @param {string} id
 * @param {ChildNode[]} nodes
 */
export function put(id, nodes) {
  const slot = document.getElementById(id);
  if (!slot) return;
  const wereOpen = [...slot.querySelectorAll("details")].map((found) => found.open);
  const hadFocus = slot.contains(document.activeElement);
  slot.replaceChildren(...nodes);
  [...slot.querySelectorAll("details")].forEach((found, i) => {
    found.open = Boolean(wereOpen[i]);
  });
  if (hadFocus) {
    slot.tabIndex = -1;
    slot.focus({ preventScroll: true });
  }
  reveal(slot);
}
