import assert from "node:assert/strict";
import test from "node:test";

import { written } from "../../assets/fetching.js";
import { nearestShape, toward } from "../../assets/neighbors.js";

const centers = { here: [0, 0], east: [10, 1], northeast: [5, -5], far: [90, 0] };
const EAST = [1, 0];

test("an arrow walks to the true neighbor that lies most in its direction", () => {
  assert.equal(toward(EAST, ["northeast", "east"], centers, "here"), "east");
  assert.equal(toward([-1, 0], ["northeast", "east"], centers, "here"), null);
  assert.equal(toward(EAST, ["without a shape"], centers, "here"), null);
});

test("across water an arrow walks to the nearest shape in its direction, never to itself", () => {
  assert.equal(nearestShape(EAST, Object.keys(centers), centers, "here"), "northeast");
  assert.equal(nearestShape(EAST, ["here", "far"], centers, "here"), "far");
  assert.equal(nearestShape(EAST, ["far"], centers, "nowhere"), null);
});

test("an address holds what was chosen, and areas are joined by a plain tilde", () => {
  assert.equal(written({ areas: "10458~BX", period: "", industry: undefined }), "areas=10458~BX");
});
