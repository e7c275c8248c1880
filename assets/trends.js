/* Trends: each control changes the view; links that add or take away need no new page. */

import "./island.js";
import { targetOf } from "./elements.js";
import { chartPage } from "./figures.js";
const page = chartPage();
const clientside = (window.dash_clientside = window.dash_clientside || {});
const joined = (list, more) => [...(list ? list.split("~") : []), more].join("~");
const DAY = /^(\d{4}(-\d{2}){0,2})?$/;

clientside.trends = {
  /* Called by Dash when the island is mounted. */
  update(given) {
    if (given) page.adopt(given);
    return clientside.no_update;
  },
};

page.listen("trends", (name, value) => {
  const query = page.wanted;
  if (name === "indicator" || name === "areas") {
    if (value) page.go({ [name]: joined(query[name], value) });
  } else if (name === "geography") {
    page.go({ geography: value, areas: "" });
  } else if (name === "from" || name === "to") {
    if (DAY.test(value)) page.go({ [name]: value });
  } else if (name === "show") {
    page.go({ show: value, ...(value === "level" && { baseline: "" }) });
  } else {
    page.go({ [name]: value });
  }
});

/* What is typed shows at once, and not the month that was in force. */
document.addEventListener("input", (event) =>
  targetOf(event).closest(".unset")?.classList.remove("unset"),
);

document.addEventListener("click", (event) => {
  /** @type {HTMLAnchorElement} */
  const link = targetOf(event).closest("#trends-controls .chips a[href]");
  if (!link || !page.state || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const wanted = Object.fromEntries(new URL(link.href).searchParams);
  page.go({ indicator: wanted.indicator || "", areas: wanted.areas || "" });
});
