/* Dash mounts the layout that the first response already shows; this hands the page over.
   Figures drawn by the server move into the mounted slots, typed values and focus are kept,
   then the first rendering goes. Nothing jumps, as both are the same layout. */

import { targetOf } from "./elements.js";

const first = document.getElementById("first");
const mount = document.getElementById("react-entry-point");
const typed = new Set();
first?.addEventListener("input", (event) => targetOf(event).id && typed.add(targetOf(event).id));

const observer = new MutationObserver(() => {
  if (mount.querySelector("#main")) handOver();
});
if (first && mount) observer.observe(mount, { childList: true, subtree: true });

function handOver() {
  observer.disconnect();
  const focused = document.activeElement && document.activeElement.id;
  const scroll = [window.scrollX, window.scrollY];
  const plain = (root) =>
    [...root.querySelectorAll("details")].filter((found) => !found.closest(".slot"));
  const open = plain(first).map((found) => found.open);
  for (const slot of mount.querySelectorAll(".slot[id]")) {
    const drawn = first.querySelector(`#${CSS.escape(slot.id)}`);
    if (drawn) slot.replaceChildren(...drawn.childNodes);
  }
  const values = [...typed].map((id) => [
    id,
    /** @type {HTMLInputElement} */ (first.querySelector(`#${CSS.escape(id)}`)).value,
  ]);
  first.remove();
  mount.hidden = false;
  plain(mount).forEach((found, i) => {
    found.open = found.open || Boolean(open[i]);
  });
  for (const [id, value] of values) window.dash_clientside.set_props(id, { value });
  if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
  window.scrollTo(scroll[0], scroll[1]);
  document.documentElement.classList.add("is-live");
  document.dispatchEvent(new CustomEvent("page:live"));
}

/* Copy the address of a view. */
function showCopyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button.copy[hidden]")) button.hidden = false;
}
if (mount) new MutationObserver(showCopyButtons).observe(mount, { childList: true, subtree: true });
document.addEventListener("click", async (event) => {
  const button = targetOf(event).closest("button.copy");
  if (!button) return;
  await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
  const words = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => {
    button.textContent = words;
  }, 2000);
});
