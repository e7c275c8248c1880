/* A field that finds an option of a long list by any of its words. The browser's own suggestions
   show what there is; the list itself is what is chosen from, with and without this script. */

import { targetOf } from "./elements.js";
import { normalized } from "./ranking.js";

const FIELD = "input.picker-find";

/** @param {Element} field @returns {HTMLSelectElement} */
const listOf = (field) => field.closest(".control").querySelector("select");

/** @param {HTMLSelectElement} select */
const choices = (select) =>
  [...select.options].filter((option) => option.value && !option.disabled);

/** @param {HTMLOptionElement} option */
function themeOf(option) {
  const group = /** @type {HTMLOptGroupElement | null} */ (option.closest("optgroup"));
  return group?.label ?? "";
}

/** Options that hold every word typed, in the order of the list.
 * @param {HTMLSelectElement} select @param {string} typed */
function matching(select, typed) {
  const wanted = normalized(typed).split(" ").filter(Boolean);
  return choices(select).filter((option) => {
    const theme = themeOf(option);
    const words = normalized(`${option.label} ${theme}`).split(" ");
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
}

/** The browser's suggestions, from the list as it is now. @param {HTMLInputElement} field */
function suggest(field) {
  const id = `${field.id}-list`;
  const list = document.getElementById(id) ?? document.createElement("datalist");
  list.id = id;
  list.replaceChildren(
    ...choices(listOf(field)).map((option) => {
      const one = document.createElement("option");
      one.value = option.label;
      one.label = themeOf(option);
      return one;
    }),
  );
  document.body.append(list);
  field.setAttribute("list", id);
}

/** Choose as a hand would: React hears no value that is only assigned.
 * @param {HTMLSelectElement} select @param {string} value */
function choose(select, value) {
  Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(select, value);
  for (const type of ["input", "change"]) select.dispatchEvent(new Event(type, { bubbles: true }));
}

document.addEventListener("focusin", (event) => {
  if (targetOf(event).matches(FIELD)) suggest(targetOf(event));
});
document.addEventListener("input", (event) => {
  const field = targetOf(event);
  if (!field.matches(FIELD)) return;
  const select = listOf(field);
  const whole = choices(select).find((option) => option.label === field.value);
  if (whole) take(field, select, whole);
});
document.addEventListener("keydown", (event) => {
  const field = targetOf(event);
  if (event.key !== "Enter" || event.isComposing || !field.matches?.(FIELD)) return;
  event.preventDefault();
  const [first] = field.value ? matching(listOf(field), field.value) : [];
  if (first) take(field, listOf(field), first);
});
/* What is typed here is no choice of the form's own. */
window.addEventListener(
  "change",
  (event) => targetOf(event).matches?.(FIELD) && event.stopImmediatePropagation(),
  true,
);

function take(field, select, option) {
  field.value = "";
  select.focus();
  choose(select, option.value);
}
