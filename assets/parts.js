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
 * A part as the server wrote it, escaped there; what was open stays open.
 * @param {string} id
 * @param {string} text
 */
export function put(id, text) {
  const slot = document.getElementById(id);
  if (!slot) return;
  const wereOpen = [...slot.querySelectorAll("details")].map((found) => found.open);
  const hadFocus = slot.contains(document.activeElement);
  slot.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
  [...slot.querySelectorAll("details")].forEach((found, i) => {
    found.open = Boolean(wereOpen[i]);
  });
  if (hadFocus) {
    slot.tabIndex = -1;
    slot.focus({ preventScroll: true });
  }
  reveal(slot);
}
