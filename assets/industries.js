/* Industries: each control changes the view; a new figure starts from its own newest period. */
"use strict";

(function () {
  const page = window.nycFigures.chartPage();
  const clientside = (window.dash_clientside = window.dash_clientside || {});

  clientside.industries = {
    /* Called when the page mounts, and when Back or Forward bring a view. */
    update(given) {
      if (given) page.adopt(given);
      return clientside.no_update;
    },
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-page='industries']");
    if (!form || !page.state || !document.documentElement.classList.contains("is-live")) return;
    const { name, value } = event.target;
    if (name === "indicator") page.go({ indicator: value, geography: "", period: "", baseline: "" });
    else page.go({ [name]: value });
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-page='industries']") && page.state) event.preventDefault();
  });
})();
