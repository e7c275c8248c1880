/* Buttons that copy: the address of a view, or the words before them. */

import { targetOf } from "./elements.js";

const SAID_FOR = 2000;

/**
 * Show the buttons of a part of the page, where the browser lets a page copy.
 * @param {ParentNode} part
 */
export function reveal(part) {
  const can = Boolean(navigator.clipboard);
  /* Over plain HTTP there is none: no room is kept, nor an item of a list. */
  document.documentElement.classList.toggle("no-copies", !can);
  for (const button of part.querySelectorAll("button:is(.copy, .copy-text)[hidden]")) {
    const item = button.closest("li");
    if (can) button.hidden = false;
    else if (item?.children.length === 1) item.hidden = true;
  }
}

/* A voice does not read a button anew whose words change: what was done is said here. */
const said = document.createElement("div");
said.id = "copied";
said.className = "visually-hidden";
said.setAttribute("role", "status");
document.body.append(said);

document.addEventListener("click", async (event) => {
  const button = targetOf(event).closest("button:is(.copy, .copy-text)");
  if (!button) return;
  const { copy, done } = button.dataset;
  const text = copy
    ? new URL(copy, location.href).href
    : button.previousElementSibling.textContent.replaceAll('src="/', `src="${location.origin}/`);
  await navigator.clipboard.writeText(text);
  const words = button.textContent;
  button.textContent = done;
  said.textContent = done;
  setTimeout(() => {
    button.textContent = words;
    said.textContent = "";
  }, SAID_FOR);
});

reveal(document);
