/* Links that only sort what is shown take the place of the page they stand on: Back leads back. */

import { targetOf } from "./elements.js";

document.addEventListener("click", (event) => {
  const link = /** @type {HTMLAnchorElement | null} */ (
    targetOf(event).closest("a[data-replaces]")
  );
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  location.replace(link.href);
});
