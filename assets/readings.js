/* What a chart says, out of the text it carries: periods, lines, and where they stand. No page here. */

/** @import { Point, Reading } from "./types.js" */

const SAME_PLACE = 0.5; /* points are written to a tenth of a pixel */

/** @param {string} text */
export const numbers = (text) => text.split(" ").map(Number);

/** @param {string} text @returns {Reading} */
export function parsed(text) {
  const [periods = [], ...lines] = text.split("\u00a7").map((line) => line.split("|"));
  return {
    periods,
    lines: lines.map(([name = "", style = "", ...words]) => ({ name, style, words })),
  };
}

/** The points of a line that is written as steps from one to the next.
 * @param {string} steps @returns {Point[]} */
export function walked(steps) {
  const points = [];
  let [x, y] = [0, 0];
  for (const [, across = "", down = ""] of steps.matchAll(/(-?[\d.]+) ?(-?[\d.]+)/g))
    points.push({ x: (x += Number(across)), y: (y += Number(down)) });
  return points;
}

/** Where each period stands: days from the start of the axis, in the pixels of the drawing.
 * @param {string} scale @param {string} days @returns {number[]} */
export function places(scale, days) {
  const [left = 0, right = 0, span = 1] = numbers(scale);
  let day = 0;
  return numbers(days).map((step) => left + ((right - left) * (day += step)) / (span || 1));
}

/** The position of the place nearest to a point. @param {number[]} all @param {number} x */
export function nearest(all, x) {
  let best = 0;
  all.forEach((place, i) => {
    if (Math.abs(place - x) < Math.abs((all[best] ?? Infinity) - x)) best = i;
  });
  return best;
}

/** How high a line stands at a place: at the point drawn there, else between two it is drawn
 * through. @param {Point[][]} runs @param {number} x @returns {number | null} */
export function heightAt(runs, x) {
  const points = runs.flat();
  const across = points.map((point) => point.x);
  const closest = points[nearest(across, x)];
  if (closest && Math.abs(closest.x - x) < SAME_PLACE) return closest.y;
  for (const run of runs) {
    for (const [i, from] of run.entries()) {
      const to = run[i + 1] ?? from;
      if (from.x < x && x < to.x)
        return from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
    }
  }
  return null;
}
