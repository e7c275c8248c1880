/* The map as a drawing: its shapes, the colors of its areas, and the rings around some. Nothing here
   knows what is chosen or asked for. */

import { boundsAt, cellAt, colorOf } from "./frames.js";
/** @import { Frame, MapView, Marks, Painting, Shapes } from "./types.js" */

/** @type {WeakMap<Frame, Map<string, number>>} */
const rowsOfFrames = new WeakMap();
/** @type {{ map: Element, areas: { path: Element, id: string, style: string }[] } | null} */
let painted = null;

const NS = "http://www.w3.org/2000/svg";
function node(name, attributes) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** A map of shapes whose areas have no color yet. @param {Shapes} shapes @param {MapView} of */
export function built(shapes, of) {
  const size = `${shapes.width} ${shapes.height}`;
  const made = node("svg", { viewBox: `0 0 ${size}`, "data-size": size, class: "map" });
  const pattern = node("pattern", {
    id: "map-hatch",
    width: 6,
    height: 6,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45) scale(2.4)", // as the server draws it
  });
  pattern.append(
    node("rect", { class: "hatch-ground", width: 6, height: 6 }),
    node("line", { class: "hatch-line", x1: 0, y1: 0, x2: 0, y2: 6 }),
  );
  const defs = node("defs", {});
  defs.append(pattern);
  const group = node("g", { class: "areas" });
  for (const [id, d] of Object.entries(shapes.paths))
    group.append(node("path", { d, "data-id": id }));
  made.append(defs, group);
  if (shapes.outline) made.append(node("path", { d: shapes.outline, class: "outline" }));
  made.append(node("g", { class: "rings" }));
  if (of.mark) made.append(parsed(of.mark));
  return made;
}

/* The word across simulated maps, as the server wrote it. */
function parsed(text) {
  const read = new DOMParser().parseFromString(
    text.replace("<g", `<g xmlns="${NS}"`),
    "image/svg+xml",
  );
  return document.importNode(read.documentElement, true);
}

/** Color the areas of a map. @param {Element} map @param {Painting} painting @param {Marks} marks */
export function paintAreas(map, painting, marks) {
  const { frame: its, position, ramp } = painting;
  const rows = rowsOf(its);
  const bounds = boundsAt(painting);
  for (const area of areasOf(map)) {
    const name = colorOf(cellAt(its, rows.get(area.id), position, marks), bounds, ramp, marks);
    if (area.style !== name) area.path.setAttribute("class", name);
    area.style = name;
  }
  performance.mark("map:painted");
}

/** The row of each area in a frame, kept with the frame. @param {Frame} its */
function rowsOf(its) {
  const known = rowsOfFrames.get(its) ?? new Map(its.areas.map((id, row) => [id, row]));
  rowsOfFrames.set(its, known);
  return known;
}

/** The areas of a map with the style each has: looked up once for a map. @param {Element} map */
function areasOf(map) {
  if (painted?.map !== map) {
    const paths = [...map.querySelectorAll(".areas path")];
    const found = paths.map((path) => ({
      path,
      id: path.dataset.id,
      style: path.getAttribute("class"),
    }));
    painted = { map, areas: found };
  }
  return painted.areas;
}

/** An area of a map; null where it has none of that id. @param {Element} map @param {string} id */
export const areaOf = (map, id) => map.querySelector(`.areas path[data-id="${CSS.escape(id)}"]`);

/** Rings around the areas chosen, and around the one that keys stand on.
 * @param {Element} map @param {string[]} chosen @param {string | null} cursor */
export function drawRings(map, chosen, cursor) {
  const rings = map.querySelector(".rings");
  rings.replaceChildren();
  const all = [...chosen.map((id) => [id, "ring"]), ...(cursor ? [[cursor, "cursor"]] : [])];
  for (const [id, style] of all) {
    const area = areaOf(map, id);
    if (area) rings.append(node("path", { d: area.getAttribute("d"), class: style }));
  }
}
