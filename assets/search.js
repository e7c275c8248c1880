/* Suggestions while a place is typed, in every search form of a page, as a combobox.
   Listeners stand on the document, for every form there is. The index is
   fetched at the first focus; what is typed is not sent anywhere until the form is. */

import { targetOf } from "./elements.js";
import { ranked } from "./ranking.js";

const FIELD = ".search input[name=q]";
const MOST = 8;
let index = null;
const ZIP_CODE = /^\d{5}$/;
let chosen = -1;

async function load() {
  const place = document.querySelector("[data-places]");
  if (index || !place) return;
  index = { places: [], rules: null };
  try {
    const answer = await fetch(place.dataset.places);
    if (!answer.ok) throw new Error(String(answer.status));
    index = await answer.json();
  } catch (error) {
    index = null; // The form still answers; the next focus tries again.
  }
}

const matches = (text) =>
  index?.rules ? ranked(text, index.places, index.rules).slice(0, MOST) : [];

const listOf = (field) => field.form.querySelector(".suggestions");

function prepare(field) {
  if (listOf(field)) return;
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${field.id}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.form.querySelector("label").textContent);
  list.hidden = true;
  field.form.append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
}

function close(field) {
  const list = listOf(field);
  if (!list) return;
  list.hidden = true;
  list.replaceChildren();
  chosen = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function show(field) {
  prepare(field);
  const found = matches(field.value);
  if (!found.length) return close(field);
  const list = listOf(field);
  chosen = -1;
  field.removeAttribute("aria-activedescendant");
  list.replaceChildren(...found.map((place, number) => option(list, place, number)));
  list.hidden = false;
  field.setAttribute("aria-expanded", "true");
}

function option(list, place, number) {
  const item = document.createElement("li");
  item.id = `${list.id}-${number}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.href = address(place);
  const where = document.createElement("span");
  where.textContent = place.kind === "borough" ? place.kind : `${place.kind}, ${place.where}`;
  item.append(place.name, " ", where);
  return item;
}

function address(place) {
  const release = new URLSearchParams(location.search).get("release");
  const { base } = document.querySelector("[data-places]").dataset; /* of the demonstration */
  const path = `${base}${place.page ? `/places/${place.id}` : "/search"}`;
  const query = { ...(place.page ? {} : { q: place.id }), ...(release ? { release } : {}) };
  return Object.keys(query).length ? `${path}?${new URLSearchParams(query)}` : path;
}

function move(field, step) {
  const items = [...listOf(field).children];
  if (!items.length) return;
  chosen = (chosen + step + items.length + (chosen < 0 && step < 0 ? 1 : 0)) % items.length;
  items.forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
  field.setAttribute("aria-activedescendant", items[chosen].id);
  items[chosen].scrollIntoView({ block: "nearest" });
}

/* What Enter opens: the suggestion walked to, or the one there is for a whole ZIP code. */
function wanted(field) {
  const items = listOf(field).children;
  const isWhole = ZIP_CODE.test(field.value.trim()) && items.length === 1;
  return items[chosen >= 0 ? chosen : isWhole ? 0 : -1];
}

document.addEventListener("focusin", async (event) => {
  if (!targetOf(event).matches(FIELD)) return;
  prepare(targetOf(event));
  await load();
  if (
    document.activeElement === targetOf(event) &&
    targetOf(event).value !== targetOf(event).defaultValue
  )
    show(targetOf(event));
});
document.addEventListener(
  "input",
  (event) => targetOf(event).matches(FIELD) && show(targetOf(event)),
);
document.addEventListener("focusout", (event) => {
  if (targetOf(event).matches(FIELD)) close(targetOf(event));
});
document.addEventListener("keydown", (event) => {
  const field = targetOf(event);
  if (!field.matches || !field.matches(FIELD) || event.isComposing) return;
  const open = listOf(field) && !listOf(field).hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!open) show(field);
    if (listOf(field) && !listOf(field).hidden) {
      event.preventDefault();
      move(field, event.key === "ArrowDown" ? 1 : -1);
    }
  } else if (event.key === "Escape" && open) {
    event.preventDefault();
    close(field);
  } else if (event.key === "Enter" && open && wanted(field)) {
    event.preventDefault();
    location.assign(wanted(field).dataset.href);
  }
});
// Pressing must not take the focus from the field, or the list would close before the click.
document.addEventListener(
  "mousedown",
  (event) => targetOf(event).closest(".suggestions") && event.preventDefault(),
);
document.addEventListener("click", (event) => {
  const item = targetOf(event).closest(".suggestions [role=option]");
  if (item) location.assign(item.dataset.href);
});
