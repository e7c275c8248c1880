/* Walking a map by arrow keys: from shape to shape, by where their centers lie. */

/** @typedef {[number, number]} Point */
/** @typedef {Record<string, Point>} Centers */

/**
 * The true neighbor that lies most in a direction.
 * @param {Point} direction
 * @param {string[]} neighbors
 * @param {Centers} centers
 * @param {string} here
 * @returns {string | null}
 */
export function toward(direction, neighbors, centers, here) {
  const ahead = reachable(direction, neighbors, centers, here)
    .filter(({ along, length }) => along > 0.2 * length)
    .sort((a, b) => b.along / b.length - a.along / a.length);
  return ahead[0]?.id ?? null;
}

/**
 * Where boundaries are not known, or water lies between: the nearest shape in a direction.
 * @param {Point} direction
 * @param {string[]} ids
 * @param {Centers} centers
 * @param {string} here
 * @returns {string | null}
 */
export function nearestShape(direction, ids, centers, here) {
  const ahead = reachable(direction, ids, centers, here)
    .filter(({ along, length }) => along > 0.45 * length)
    .sort((a, b) => a.length - b.length);
  return ahead[0]?.id ?? null;
}

/**
 * @param {Point} direction
 * @param {string[]} ids
 * @param {Centers} centers
 * @param {string} here
 */
function reachable(direction, ids, centers, here) {
  const from = centers[here];
  if (!from) return [];
  return ids.flatMap((id) => {
    const to = centers[id];
    if (!to || id === here) return [];
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    return [{ id, along: dx * direction[0] + dy * direction[1], length: Math.hypot(dx, dy) }];
  });
}
