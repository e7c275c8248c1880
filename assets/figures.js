/* Pages of charts: what every one of them does with its controls, its parts and its address. */

import { targetOf } from "./elements.js";
import { fetched, written } from "./fetching.js";
import { forgetNotices, inAnotherTask, put, read, tellAbout } from "./parts.js";
import { answered, unanswered } from "./unanswered.js";

const clientside = (window.dash_clientside = window.dash_clientside || {});

/* Tell Dash a part of the island, which it writes anew some moments later: what was open stays open,
   and the keys stay on their control, as long as they have gone nowhere else. */
const REWRITTEN_WITHIN = 1000; /* milliseconds */
function rewritten(id, children, focused) {
  const slot = document.getElementById(id);
  const wereOpen = [...slot.querySelectorAll("details")].map((found) => found.open);
  const observer = new MutationObserver(() => {
    [...slot.querySelectorAll("details")].forEach((found, i) => {
      found.open ||= Boolean(wereOpen[i]);
    });
    requestAnimationFrame(() => {
      const again = focused && document.getElementById(focused);
      if (again && document.activeElement === document.body) again.focus({ preventScroll: true });
    });
  });
  observer.observe(slot, { childList: true, subtree: true });
  setTimeout(() => observer.disconnect(), REWRITTEN_WITHIN);
  clientside.set_props(id, { children });
}

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
      const parts = Object.entries(answer.parts);
      const texts = parts.filter(([, part]) => typeof part === "string");
      const nodes = await read(Object.fromEntries(texts));
      if (mine !== asked) return;
      const focused = document.activeElement?.id;
      apply(answer, nodes, isNew);
      await inAnotherTask(); /* what is read first; the controls already show what a hand chose */
      if (mine !== asked) return;
      for (const [id, part] of parts) if (typeof part !== "string") rewritten(id, part, focused);
    } catch (error) {
      if (mine === asked) unanswered(error, `${path}${search}`, () => open(search, isNew));
    }
  }

  /* Dash does not see views that came from the address alone, so Back and Forward are ours. */
  addEventListener("popstate", () => {
    if (!page.state || location.pathname !== page.state.path) return;
    page.wanted = Object.fromEntries(new URLSearchParams(location.search));
    open(location.search, false);
  });

  function apply(answer, parts, isNew) {
    const address = `?${written(answer.state.query)}`;
    if (isNew && address !== location.search)
      history.pushState(null, "", `${answer.state.path}${address}`);
    answered();
    forgetNotices();
    for (const [id, nodes] of parts) put(id, nodes);
    tellAbout(answer.about);
    page.adopt(answer.state);
  }
  return page;
}
