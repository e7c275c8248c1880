/* What the map says of one area: its name, its number in words, and the box both stand in beside a
   hand. Nothing here knows which area it is or why. */

/** @import { Areas, Cell, MapView } from "./types.js" */

/** A number as the page writes it, or why there is none. @param {Cell} cell @param {MapView} of */
export function told({ value, code, margin }, { number, statuses, marks }) {
  if (value === null) return statuses[code];
  /** @param {number} size */
  const written = (size) =>
    size.toLocaleString(document.documentElement.lang, {
      minimumFractionDigits: number.decimals,
      maximumFractionDigits: number.decimals,
    });
  const digits = written(Math.abs(value));
  // No change is neither a rise nor a fall.
  const rises = number.signed ? "+" : "";
  const sign = !Number(digits.replace(/[^0-9.]/g, "")) ? "" : value < 0 ? "\u2212" : rises;
  const text = sign + (digits === "1" ? number.one : number.pattern).replace("{}", digits);
  if (code === marks.plain) return text;
  const range = margin
    ? `; ${written(Math.max(value - margin, 0))}\u2013${written(value + margin)}`
    : "";
  return `${text} (${statuses[code]}${range})`;
}

/** An area as people call it; a ZIP area with its code. @param {string} id @param {Areas} areas */
export function named(id, areas) {
  const name = areas && areas[id] ? areas[id][0] : id;
  return /^\d{5}$/.test(id) && name !== id ? `${id} ${name}` : name;
}

/** Show the box at a place of the screen; one that is kept lets a hand reach its link.
 * @param {string} name @param {string} number @param {string | Element} onward
 * @param {boolean} isKept @param {number} x @param {number} y */
export function showTip(name, number, onward, isKept, x, y) {
  const box = document.getElementById("map-tip") ?? made();
  const bold = document.createElement("b");
  bold.textContent = name;
  const more = document.createElement("span");
  more.className = "tip-more";
  more.append(onward);
  box.replaceChildren(bold, number, more);
  box.classList.toggle("is-kept", isKept);
  const wide = box.offsetWidth;
  box.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - wide - 8))}px`;
  box.style.top = `${Math.max(8, y - box.offsetHeight - 12)}px`;
}

function made() {
  const box = document.createElement("div");
  box.id = "map-tip";
  box.className = "tip";
  document.body.append(box);
  return box;
}

export const removeTip = () => document.getElementById("map-tip")?.remove();
