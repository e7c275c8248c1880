/* Frames: what is known of an area in a period, and the color that stands for it. No page here. */

/** @import { Cell, Frame, Marks, MapView, PackedFrame, Painting } from "./types.js" */

/**
 * A frame as it is read: its values travel as whole-number steps, cells without a value not at all.
 * @param {PackedFrame} packed
 * @param {Marks} marks
 * @returns {Frame}
 */
export function unpacked({ frame, places, steps }, marks) {
  if (places === null) return frame;
  const scale = 10 ** places;
  const values = frame.statuses.map((codes, row) =>
    unpackedRow(steps[row] ?? [], codes, scale, marks),
  );
  return { ...frame, values };
}

/**
 * @param {number[]} steps
 * @param {string} codes
 * @param {number} scale
 * @param {Marks} marks
 * @returns {(number | null)[]}
 */
function unpackedRow(steps, codes, scale, marks) {
  let next = 0;
  let sum = 0;
  return [...codes].map((code) => {
    if (marks.valueless.includes(code)) return null;
    sum += steps[next++] ?? NaN;
    return sum / scale;
  });
}

/**
 * The frame with what the server made of shapes that stand for several areas.
 * @param {Frame} plain
 * @param {MapView["together"]} together
 * @returns {Frame}
 */
export function joined(plain, together) {
  if (!Object.keys(together).length) return plain;
  const areas = [...plain.areas];
  const values = [...plain.values];
  const statuses = [...plain.statuses];
  const margins = plain.margins ? [...plain.margins] : [];
  for (const [id, [own, codes]] of Object.entries(together)) {
    const at = areas.includes(id) ? areas.indexOf(id) : areas.push(id) - 1;
    values[at] = own;
    statuses[at] = codes;
    if (margins.length) margins[at] = 0;
  }
  return { ...plain, areas, values, statuses, margins };
}

/**
 * What is known of an area in a period: what no frame says is missing, never a value.
 * @param {Frame} frame
 * @param {number | undefined} row
 * @param {number} position
 * @param {Marks} marks
 * @returns {Cell}
 */
export function cellAt(frame, row, position, marks) {
  const code = row === undefined ? undefined : frame.statuses[row]?.[position];
  if (row === undefined || code === undefined) return { value: null, code: marks.missing };
  const value = frame.values[row]?.[position] ?? null;
  const isKnown = !marks.valueless.includes(code) && Number.isFinite(value);
  return { value: isKnown ? value : null, code, margin: frame.margins?.[row] ?? 0 };
}

/**
 * Upper bounds of the color classes: of the period alone where it has enough values.
 * @param {Pick<Painting, "frame" | "position" | "within">} painting
 * @returns {number[]}
 */
export function boundsAt({ frame, position, within }) {
  const own = within ? (frame.period_classes[position] ?? []) : [];
  return own.length ? own : frame.classes;
}

/**
 * The style class of a cell: a step of the ramp only where there is a value.
 * @param {Cell} cell
 * @param {number[]} bounds
 * @param {string} ramp
 * @param {Marks} marks
 * @returns {string}
 */
export function colorOf({ value, code }, bounds, ramp, marks) {
  if (value === null) return marks.hidden.includes(code) ? marks.names.hidden : marks.names.missing;
  const above = bounds.findIndex((bound) => bound >= value);
  const low = above < 0 ? bounds.length : above;
  const last = marks.steps - 1;
  const step = bounds.length ? Math.round((low * last) / bounds.length) : last / 2;
  return `${ramp}${step}${marks.uncertain.includes(code) ? ` ${marks.names.uncertain}` : ""}`;
}

/**
 * Position of the newest period with a value in any area; the last if none has.
 * @param {Pick<Frame, "periods" | "values">} frame
 * @returns {number}
 */
export function newestPeriod({ periods, values }) {
  const withValue = periods.map((_, at) => values.some((row) => row[at] !== null));
  return withValue.includes(true) ? withValue.lastIndexOf(true) : periods.length - 1;
}

/**
 * Position of the period that contains a day, else of the nearest one.
 * @param {Pick<Frame, "periods">} frame
 * @param {string} day
 * @returns {number}
 */
export function nearestPeriod({ periods }, day) {
  const after = periods.findIndex(([, end]) => end >= day);
  if (after < 0) return periods.length - 1;
  const start = periods[after]?.[0] ?? day;
  const before = periods[after - 1]?.[1];
  const days = (/** @type {string} */ from, /** @type {string} */ to) =>
    (Date.parse(to) - Date.parse(from)) / 864e5;
  return before !== undefined && day < start && days(before, day) < days(day, start)
    ? after - 1
    : after;
}
