/* Where a person stands on the map. The place is asked of the phone and set on the shapes the page
   already has; nothing of it is sent anywhere. */

const RADIANS = Math.PI / 180;
/* New York State Plane, Long Island (EPSG:2263): Lambert's conformal cone on GRS80, in feet. */
const ECCENTRICITY = Math.sqrt(0.0066943800229);
const SEMI_MAJOR_FEET = (6378137 * 3937) / 1200;
const [SOUTH, NORTH, ORIGIN] = [40 + 40 / 60, 41 + 2 / 60, 40 + 10 / 60].map((x) => x * RADIANS);
const MERIDIAN = -74 * RADIANS;
const FALSE_EAST_FEET = (300000 * 3937) / 1200;
/* The frame that all shapes share, as curation draws them (curate/geography/svg_paths.py). */
const [WEST_FEET, NORTH_FEET, FEET_PER_PIXEL] = [912900, 273100, 154.8];

/** @param {number} lat */
function scaleAt(lat) {
  const sine = Math.sin(lat);
  return Math.cos(lat) / Math.sqrt(1 - (ECCENTRICITY * sine) ** 2);
}

/** @param {number} lat */
function conformal(lat) {
  const e = ECCENTRICITY * Math.sin(lat);
  return Math.tan(Math.PI / 4 - lat / 2) / ((1 - e) / (1 + e)) ** (ECCENTRICITY / 2);
}

const CONE =
  (Math.log(scaleAt(SOUTH)) - Math.log(scaleAt(NORTH))) /
  (Math.log(conformal(SOUTH)) - Math.log(conformal(NORTH)));
const RADIUS = (SEMI_MAJOR_FEET * scaleAt(SOUTH)) / (CONE * conformal(SOUTH) ** CONE);

/**
 * A point of the earth in pixels of the map.
 * @param {number} latitude
 * @param {number} longitude
 * @returns {[number, number]}
 */
export function pixelOf(latitude, longitude) {
  const from = RADIUS * conformal(ORIGIN) ** CONE;
  const away = RADIUS * conformal(latitude * RADIANS) ** CONE;
  const turn = CONE * (longitude * RADIANS - MERIDIAN);
  const east = FALSE_EAST_FEET + away * Math.sin(turn);
  const north = from - away * Math.cos(turn);
  return [(east - WEST_FEET) / FEET_PER_PIXEL, (NORTH_FEET - north) / FEET_PER_PIXEL];
}

/**
 * The area drawn at a point; null outside of all.
 * @param {Element} svg
 * @param {[number, number]} point
 */
export function areaAt(svg, [x, y]) {
  const at = new DOMPoint(x, y);
  /** @type {NodeListOf<SVGPathElement>} */
  const paths = svg.querySelectorAll(".areas path");
  return [...paths].find((path) => path.isPointInFill(at))?.dataset.id ?? null;
}
