/* Industries: each control changes the view; a new figure starts from its own newest period. */

import "./island.js";
import { chartPage } from "./figures.js";
const page = chartPage();
const clientside = (window.dash_clientside = window.dash_clientside || {});

clientside.industries = {
  /* Called by Dash when the island is mounted. */
  update(given) {
    if (given) page.adopt(given);
    return clientside.no_update;
  },
};

page.listen("industries", (name, value) => {
  /* An area belongs to its geography: another of both may have the same id. */
  const geography = page.wanted.areas ? page.wanted.geography : "";
  if (name === "indicator") page.go({ indicator: value, geography, period: "", baseline: "" });
  else if (name === "areas") page.go({ areas: value, geography: "" });
  else page.go({ [name]: value });
});
