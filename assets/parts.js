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

/* Where the head of a page says what it is about, and the attribute that does. */
const ABOUT = {
  title: [["meta[property='og:title']", "content"]],
  description: [
    ["meta[name='description']", "content"],
    ["meta[property='og:description']", "content"],
  ],
  feed: [["link[rel='alternate']", "href"]],
};

/** What the head says of the page as it stands. @returns {Record<string, string>} */
export const about = () =>
  Object.fromEntries(
    Object.entries(ABOUT).map(([name, [[selector, attribute]]]) => [
      name,
      document.head.querySelector(selector)?.getAttribute(attribute) ?? "",
    ]),
  );

/** Let the head say what the page now shows. @param {Record<string, string>} told */
export function tellAbout(told) {
  for (const [name, places] of Object.entries(ABOUT))
    for (const [selector, attribute] of places)
      if (told[name]) document.head.querySelector(selector)?.setAttribute(attribute, told[name]);
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

/** Elements of a part that a reader cannot tell from this one.
 * @param {Element} slot @param {Element} one */
const alike = (slot, one) =>
  [...slot.querySelectorAll(one.localName)].filter(
    (other) => other.textContent === one.textContent && other.ariaLabel === one.ariaLabel,
  );

/**
 * Whether a part that is read aloud says what it said: then only its links lead elsewhere, and
 * nothing is read again.
 * @param {HTMLElement} slot
 * @param {ChildNode[]} nodes
 */
function isRelinked(slot, nodes) {
  if (!slot.ariaLive) return false;
  const next = document.createElement("div");
  next.append(...nodes.map((node) => node.cloneNode(true)));
  const [before, after] = [slot, next].map((part) => [...part.querySelectorAll("a")]);
  if (next.textContent !== slot.textContent || before.length !== after.length) return false;
  before.forEach((link, i) => {
    for (const { name, value } of after[i].attributes) link.setAttribute(name, value);
  });
  return true;
}

/**
 * Put a part that was read in its place; what was open stays open, and the keys stay where they
 * stood, or on the part where that is gone.
 * @param {string} id
 * @param {ChildNode[]} nodes
 */
export function put(id, nodes) {
  const slot = document.getElementById(id);
  if (!slot || isRelinked(slot, nodes)) return;
  const wereOpen = [...slot.querySelectorAll("details")].map((found) => found.open);
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const focused = slot.contains(active) ? active : null;
  const position = focused ? alike(slot, focused).indexOf(focused) : -1;
  slot.replaceChildren(...nodes);
  [...slot.querySelectorAll("details")].forEach((found, i) => {
    found.open = Boolean(wereOpen[i]);
  });
  if (focused) focusAgain(slot, alike(slot, focused)[position]);
  reveal(slot);
}

/** @param {HTMLElement} slot @param {Element | undefined} again */
function focusAgain(slot, again) {
  if (!again) slot.tabIndex = -1;
  const next = /** @type {HTMLElement} */ (again ?? slot);
  next.focus({ preventScroll: true });
}
