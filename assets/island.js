/* Where Dash mounts anything: our own components, and the boxes that find in a list. */

import "./controls.js";
import "./pickers.js";
