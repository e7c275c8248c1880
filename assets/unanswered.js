/* A choice whose answer does not come. What is wrong with an address the server says in words;
   where there is no line to it, the page stays as it is, says so, and asks again once there is one. */

import { targetOf } from "./elements.js";
import { Unreached } from "./fetching.js";

const note = () => document.getElementById("unreached");
let again = () => {};

/**
 * Lead to what was chosen, or say that the figures are still those before it.
 * @param {unknown} error
 * @param {string} address
 * @param {() => unknown} ask asks for the same once more
 */
export function unanswered(error, address, ask) {
  if (!(error instanceof Unreached)) return location.assign(address);
  again = ask;
  note().hidden = false;
}

/* What is on the page is what was chosen. */
export function answered() {
  note()?.setAttribute("hidden", "");
}

document.addEventListener("click", (event) => {
  if (targetOf(event).closest("#unreached button")) again();
});
addEventListener("online", () => {
  if (note()?.hidden === false) again();
});
