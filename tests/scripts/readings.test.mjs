import assert from "node:assert/strict";
import { test } from "node:test";
import { heightAt, walked } from "../../assets/readings.js";

test("a line of steps goes through the points they lead to", () => {
  assert.deepEqual(walked("m2 4 1.5 0-1.5-2.5"), [
    { x: 2, y: 4 },
    { x: 3.5, y: 4 },
    { x: 2, y: 1.5 },
  ]);
  assert.deepEqual(walked("m-3-4"), [{ x: -3, y: -4 }]);
});

test("many steps lead to the same place as one", () => {
  const points = walked(`m0 0${" 0.1 0.1".repeat(1000)}`);
  assert.ok(Math.abs(points[1000].x - 100) < 0.001);
  assert.ok(Math.abs(heightAt([points], 100) - 100) < 0.001);
});
