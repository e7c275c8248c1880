/* A color stands for a value and for nothing else. `NYC_MARKS` are the server's own letters. */
import assert from "node:assert/strict";
import test from "node:test";

import * as frames from "../../assets/frames.js";
import * as tips from "../../assets/tips.js";

const marks = JSON.parse(process.env.NYC_MARKS ?? "null");
const letters = [...JSON.parse(process.env.NYC_LETTERS ?? "[]")];
const frame = {
  periods: [
    ["2020-01-01", "2020-01-31"],
    ["2020-02-01", "2020-02-29"],
    ["2020-06-01", "2020-06-30"],
  ],
  areas: ["A", "B"],
  values: [
    [1, null, 3],
    [0, 5, null],
  ],
  statuses: ["nwn", "nlm"],
  classes: [1, 2],
  period_classes: [[], [4], []],
};

test("the server said its letters", () => {
  assert.equal(letters.length, 9);
  assert.ok(marks.valueless.includes(marks.missing));
});

test("no status without a value is painted as one, whatever lies in its place", () => {
  for (const code of letters)
    for (const value of [null, undefined, NaN, 0, 7]) {
      const cell = frames.cellAt({ ...frame, values: [[value]], statuses: [code] }, 0, 0, marks);
      const color = frames.colorOf(cell, [1, 2], "s", marks);
      const hasValue = !marks.valueless.includes(code) && Number.isFinite(value);
      assert.equal(/^s\d/.test(color), hasValue, `${code} ${value}: ${color}`);
      if (marks.hidden.includes(code)) assert.equal(color, marks.names.hidden);
    }
});

test("a period or an area that is none is missing, never the lowest color", () => {
  for (const position of [null, undefined, -1, 3, 0.5, NaN])
    assert.deepEqual(frames.cellAt(frame, 0, position, marks), {
      value: null,
      code: marks.missing,
    });
  for (const row of [undefined, -1, 2])
    assert.equal(frames.cellAt(frame, row, 0, marks).value, null);
});

test("the lowest class has the first step and the highest the last, signed or not", () => {
  const bounds = [1, 2, 3];
  const color = (value, ramp) => frames.colorOf({ value, code: "n" }, bounds, ramp, marks);
  assert.equal(color(1, "s"), "s0");
  assert.equal(color(9, "s"), `s${marks.steps - 1}`);
  assert.equal(color(1.5, "w"), "w2");
  assert.equal(frames.colorOf({ value: 1, code: "n" }, [], "s", marks), "s3");
  assert.match(frames.colorOf({ value: 1, code: marks.uncertain }, [], "s", marks), / low$/);
});

test("colors compare a period's own areas where it has bounds of its own", () => {
  assert.deepEqual(frames.boundsAt({ frame, position: 1, within: true }), [4]);
  assert.deepEqual(frames.boundsAt({ frame, position: 0, within: true }), [1, 2]);
  assert.deepEqual(frames.boundsAt({ frame, position: 1, within: false }), [1, 2]);
});

test("a day is in the period that contains it, else in the nearest", () => {
  const at = (day) => frames.nearestPeriod(frame, day);
  assert.deepEqual(
    ["2019-01-01", "2020-01-31", "2020-02-10", "2020-03-05", "2020-05-30", "2021-01-01"].map(at),
    [0, 0, 1, 1, 2, 2],
  );
  assert.equal(frames.newestPeriod(frame), 2);
  assert.equal(frames.newestPeriod({ ...frame, values: [[null, null, null]] }), 2);
});

test("packed steps become values, and cells without one stay empty", () => {
  const packed = {
    frame: { ...frame, values: [] },
    places: 1,
    steps: [
      [10, 20],
      [0, 50],
    ],
  };
  assert.deepEqual(frames.unpacked(packed, marks).values, frame.values);
  assert.equal(frames.unpacked({ frame, places: null, steps: [] }, marks), frame);
});

test("a shape of several areas shows what the server made of them", () => {
  const joined = frames.joined(frame, { A: [[null, null, null], "www"], C: [[1, 2, 3], "nnn"] });
  assert.equal(frames.cellAt(joined, 0, 0, marks).code, "w");
  assert.equal(frames.cellAt(joined, joined.areas.indexOf("C"), 2, marks).value, 3);
  assert.deepEqual(frame.areas, ["A", "B"]);
});

test("a noisy figure says the range its true count lies in, and no other does", () => {
  const noisy = { ...frame, statuses: ["2w2", "nlm"], margins: [3, 0] };
  const number = { decimals: 0, signed: false, pattern: "{} jobs", one: "{} job" };
  const page = { number, marks: { plain: "n" } };
  const state = { ...page, statuses: { 2: "Noisy", w: "Hidden" } };
  globalThis.document = { documentElement: { lang: "en" } };
  const told = (row, at) => tips.told(frames.cellAt(noisy, row, at, marks), state);
  assert.equal(told(0, 2), "3 jobs (Noisy; 0\u20136)");
  assert.equal(told(0, 1), "Hidden");
  assert.equal(told(1, 0), "0 jobs");
  assert.equal(tips.told({ value: 1, code: "n", margin: 0 }, state), "1 job");
  assert.deepEqual(frames.joined(noisy, { A: [[9, 9, 9], "222"] }).margins, [0, 0]);
});
