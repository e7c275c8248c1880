/* Pages of charts: what every one of them does with its controls, its parts and its address. */

import { targetOf } from "./elements.js";
import { fetched, written } from "./fetching.js";
import { forgetNotices, put } from "./parts.js";

const clientside = (window.dash_clientside = window.dash_clientside || {});

/* Fetch a view's parts, put them on the page, keep the address. */
/* `page` = { state, wanted }: the view on the page, and the query of the newest choice, which may
   not be on it yet. `adopt` shows a state, `go` moves on from what is wanted, `listen` to a form. */
export function chartPage() {
  const page = { state: null, wanted: {} };
  let asked = 0;

  page.adopt = (state) => {
    page.state = state;
    page.wanted = state.query;
    document.title = state.window;
    /* What is read of a large chart is fetched when a hand first asks for it. */
    for (const svg of document.querySelectorAll("svg.heat-chart"))
      svg.dataset.at = `/parts${state.path}?${written(state.query)}`;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => document.dispatchEvent(new CustomEvent("page:adopted"))),
    );
  };

  page.go = (changes) => {
    page.wanted = { ...page.wanted, ...changes };
    for (const [name, value] of Object.entries(page.wanted)) if (!value) delete page.wanted[name];
    return open(`?${written(page.wanted)}`, true);
  };

  /* `choose` takes the name and value of a control. A hand may be faster than the page is ready. */
  page.listen = (form, choose) => {
    const isReady = () => page.state && document.documentElement.classList.contains("is-live");
    const early = new Map(); /* one for each control: none may be lost to another */
    const late = () => {
      if (!isReady()) return;
      const chosen = [...early];
      early.clear();
      for (const [name, value] of chosen) choose(name, value);
    };
    document.addEventListener("change", (event) => {
      if (!targetOf(event).closest(`form[data-page='${form}']`)) return;
      early.set(targetOf(event).name, targetOf(event).value);
      late();
    });
    document.addEventListener("submit", (event) => {
      if (targetOf(event).matches(`form[data-page='${form}']`) && page.state)
        event.preventDefault();
    });
    document.addEventListener("page:live", late);
    document.addEventListener("page:adopted", late);
  };

  async function open(search, isNew) {
    const mine = ++asked;
    const { path } = page.state;
    try {
      const answer = await fetched(`/parts${path}${search}`);
      if (mine === asked) apply(answer, isNew);
    } catch (error) {
      location.assign(`${path}${search}`); /* the server says in words what is wrong */
    }
  }

  /* Dash does not see views that came from the address alone, so Back and Forward are ours. */
  addEventListener("popstate", () => {
    if (!page.state || location.pathname !== page.state.path) return;
    page.wanted = Object.fromEntries(new URLSearchParams(location.search));
    open(location.search, false);
  });

  function apply(answer, isNew) {
    const address = `?${written(answer.state.query)}`;
    if (isNew && address !== location.search)
      history.pushState(null, "", `${answer.state.path}${address}`);
    const focused = document.activeElement && document.activeElement.id;
    forgetNotices();
    for (const [id, part] of Object.entries(answer.parts)) {
      if (typeof part === "string") put(id, part);
      else clientside.set_props(id, { children: part }); /* of the island, which Dash holds */
    }
    page.adopt(answer.state);
    requestAnimationFrame(() => {
      const again = focused && document.getElementById(focused);
      if (again && document.activeElement !== again) again.focus();
    });
  }
  return page;
}
