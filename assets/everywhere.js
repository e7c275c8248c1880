/* What every page loads. */

import "./search.js";
import "./copying.js";
import "./replacing.js";
import "./unfolding.js";
import "./reading.js";

/* What scripts of some pages use too. Packed, they take it from here, so no page has it twice. */
export * from "./copying.js";
export * from "./elements.js";
export * from "./fetching.js";
export * from "./ranking.js";
