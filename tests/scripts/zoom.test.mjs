import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = { addEventListener() {}, querySelector: () => null };
const { scaled, within } = await import("../../assets/zoom.js");
const { pixelOf } = await import("../../assets/near.js");

const ALL = [0, 0, 1000, 990];

test("closer keeps the point under the finger, and never leaves the city", () => {
  assert.deepEqual(scaled(ALL, 2, [0.5, 0.5], ALL), [250, 247.5, 500, 495]);
  assert.deepEqual(scaled(ALL, 2, [0, 0], ALL), [0, 0, 500, 495]);
  assert.deepEqual(scaled([250, 247.5, 500, 495], 0.1, [0.5, 0.5], ALL), ALL);
  assert.deepEqual(within([900, -50, 500, 495], ALL), [500, 0, 500, 495]);
});

test("there is an end to looking closer", () => {
  let box = ALL;
  for (let i = 0; i < 50; i++) box = scaled(box, 2, [0.5, 0.5], ALL);
  assert.ok(Math.abs(box[2] - 1000 / 12) < 1e-9);
});

/* Worked out with PROJ for EPSG:2263. */
const PLACES = [
  [40.7127, -74.0059, 450.3511, 479.119],
  [40.8738, -73.8294, 765.7026, 99.6602],
  [40.5113, -74.2442, 22.2639, 952.5086],
  [40.5586, -73.917, 609.9039, 841.7283],
];

test("a point of the earth lies where the map draws it, to a tenth of a pixel", () => {
  for (const [latitude, longitude, x, y] of PLACES) {
    const found = pixelOf(latitude, longitude);
    assert.ok(Math.hypot(found[0] - x, found[1] - y) < 0.1, `${found} is not ${x}, ${y}`);
  }
});
