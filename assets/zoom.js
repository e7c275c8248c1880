/* Looking closer at the map: by buttons, keys, two fingers or Ctrl and the wheel. The map's own
   numbers stay as they are; only what part of it is in view changes. */

/** @typedef {[number, number, number, number]} Box left, top, width, height in the map's pixels */

const MOST = 12; /* times closer than the whole city */
const STEP = 1.6;

/** @type {Box} */
let home = [0, 0, 1000, 990];
/** @type {Box} */
let box = home;
let dragged = 0; /* pixels of the screen since a finger came down */

/** Whether the hand moved the map, so that what it let go of was not chosen. */
export const wasDragged = () => dragged > 6;

/**
 * A box of another size around a point, which keeps its place in view; never larger than all.
 * @param {Box} from
 * @param {number} factor how much closer
 * @param {[number, number]} at where, as shares of width and height
 * @param {Box} all
 * @returns {Box}
 */
export function scaled([left, top, width, height], factor, at, all) {
  const wide = Math.min(all[2], Math.max(all[2] / MOST, width / factor));
  const high = (wide * all[3]) / all[2];
  return within([left + (width - wide) * at[0], top + (height - high) * at[1], wide, high], all);
}

/**
 * A box moved into another one.
 * @param {Box} inner
 * @param {Box} all
 * @returns {Box}
 */
export function within([left, top, width, height], all) {
  const keep = (start, size, from, most) => Math.max(from, Math.min(start, from + most - size));
  return [keep(left, width, all[0], all[2]), keep(top, height, all[1], all[3]), width, height];
}

const map = () => document.querySelector("#map-figure svg.map");
const whole = () => {
  const [width, height] = (map()?.dataset.size ?? "1000 990").split(" ").map(Number);
  return /** @type {Box} */ ([0, 0, width, height]);
};

/** Show a part of the map. @param {Box} to */
function show(to) {
  box = to;
  const svg = map();
  if (!svg) return;
  const all = whole();
  svg.setAttribute("viewBox", box.join(" "));
  svg.classList.toggle("is-close", box[2] < all[2] - 1);
  const mark = svg.querySelector(".simulated-mark");
  /* The word across a simulated map goes with every part of it. */
  const scale = box[2] / all[2];
  if (mark) mark.setAttribute("transform", `translate(${box[0]} ${box[1]}) scale(${scale})`);
}

/** The part a view shows: kept where it is the same view, however it was painted again.
 * @param {Box} of */
export function settle(of) {
  if (of.join() !== home.join()) box = home = of;
  show(box);
}

/** Move so that a point of the map is in view. @param {[number, number] | undefined} point */
export function reveal(point) {
  if (!point) return;
  const [left, top, width, height] = box;
  const isIn =
    point[0] > left && point[0] < left + width && point[1] > top && point[1] < top + height;
  if (!isIn) show(within([point[0] - width / 2, point[1] - height / 2, width, height], whole()));
}

/** Look at a point from near. @param {[number, number]} point */
export function closeTo(point) {
  const all = whole();
  const size = all[2] / 5;
  const high = (size * all[3]) / all[2];
  show(within([point[0] - size / 2, point[1] - high / 2, size, high], all));
}

const closer = (factor, at = /** @type {[number, number]} */ ([0.5, 0.5])) =>
  show(scaled(box, factor, at, whole()));

/** What a key does; whether it did anything. @param {string} key */
export function byKey(key) {
  if (key === "+" || key === "=") closer(STEP);
  else if (key === "-") closer(1 / STEP);
  else if (key === "0") show(home);
  else return false;
  return true;
}

/** Fingers, wheel and drags on the map. @param {HTMLElement} svg */
export function listen(svg) {
  const fingers = new Map();
  svg.addEventListener("pointerdown", () => (dragged = 0));
  const share = (x, y) => {
    const { left, top, width, height } = svg.getBoundingClientRect();
    return /** @type {[number, number]} */ ([(x - left) / width, (y - top) / height]);
  };
  const apart = (/** @type {number[][]} */ [one, other]) =>
    Math.hypot(one[0] - other[0], one[1] - other[1]);
  svg.addEventListener("pointerdown", (event) =>
    fingers.set(event.pointerId, [event.clientX, event.clientY]),
  );
  svg.addEventListener("pointermove", (event) => {
    const from = fingers.get(event.pointerId);
    if (!from) return;
    const before = [...fingers.values()];
    const length = before.length === 2 ? apart(before) : 0;
    const to = [event.clientX, event.clientY];
    fingers.set(event.pointerId, to);
    const after = [...fingers.values()];
    if (after.length === 2 && length) {
      const middle = share((after[0][0] + after[1][0]) / 2, (after[0][1] + after[1][1]) / 2);
      closer(apart(after) / length, middle);
      dragged += 10;
    } else if (after.length === 1 && svg.classList.contains("is-close")) {
      const { width, height } = svg.getBoundingClientRect();
      const [left, top, wide, high] = box;
      const dx = ((from[0] - to[0]) * wide) / width;
      const dy = ((from[1] - to[1]) * high) / height;
      dragged += Math.hypot(to[0] - from[0], to[1] - from[1]);
      show(within([left + dx, top + dy, wide, high], whole()));
    }
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"])
    svg.addEventListener(end, (event) =>
      fingers.delete(/** @type {PointerEvent} */ (event).pointerId),
    );
  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return; /* a wheel alone moves the page */
      event.preventDefault();
      closer(event.deltaY < 0 ? 1.15 : 1 / 1.15, share(event.clientX, event.clientY));
    },
    { passive: false },
  );
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const button = /** @type {HTMLElement | null} */ (target.closest("[data-zoom]"));
  if (button) byKey(button.dataset.zoom);
});
