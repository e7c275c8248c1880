/* An address that leads into what is folded opens it, as newer browsers do by themselves; one that
   leads to a heading opens what is folded right below. */

addEventListener("hashchange", unfold);
unfold();

function unfold() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  const folds = [...target.querySelectorAll(":scope > :is(.aside, .phone-folded)")];
  for (let part = target; part; part = part.parentElement) folds.push(part);
  const closed = folds.filter((part) => part instanceof HTMLDetailsElement && !part.open);
  for (const part of closed) /** @type {HTMLDetailsElement} */ (part).open = true;
  if (closed.length) target.scrollIntoView();
}
