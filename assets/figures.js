/* Live charts. A chart drawn by the server stands until its place comes into sight;
   then plotly.js is fetched, once and late, and draws the same chart with numbers on hover. If
   that fails the first drawing stays. */

import { targetOf } from "./elements.js";
import { fetched, written } from "./fetching.js";
import { put } from "./parts.js";

const CONFIG = {
  displayModeBar: false,
  showSendToCloud: false,
  responsive: true,
  displaylogo: false,
};
const NARROW = 560;
let library = null;
let shown = null; /* the view whose charts stand on the page: { plotly, plots() } */
let observer = null;

function plotly(url) {
  library =
    library ||
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = url;
      script.async = true;
      script.fetchPriority = "low";
      script.onload = () => resolve(window.Plotly);
      script.onerror = () => {
        library = null;
        reject(new Error(url));
      };
      document.head.append(script);
    });
  return library;
}

/* Colors and type are named after the style sheet's variables. */
function dressed(value, style) {
  if (typeof value === "string") {
    return value.replace(/var\((--[\w-]+)\)/g, (_all, name) => style.getPropertyValue(name).trim());
  }
  if (Array.isArray(value)) return value.map((one) => dressed(one, style));
  if (value && typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, dressed(one, style)]),
    );
  }
  return value;
}

async function draw(place) {
  const view = shown;
  try {
    const [Plotly, plots] = await Promise.all([plotly(view.plotly), view.plots()]);
    const figure = plots[place.id];
    if (!figure || view !== shown || !place.isConnected) return;
    const style = getComputedStyle(document.documentElement);
    const isNarrow = place.parentElement.clientWidth < NARROW;
    if (isNarrow && !figure.narrow) {
      clear(place);
      place.dataset.drawn = "narrow";
      return;
    }
    const layout = isNarrow ? figure.narrow : figure.layout;
    await Plotly.react(place, dressed(figure.data, style), dressed(layout, style), CONFIG);
    if (view !== shown) {
      clear(place);
      return;
    }
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", place.dataset.title);
    place.parentElement.classList.add("is-live-plot");
    place.dataset.drawn = isNarrow ? "narrow" : "wide";
  } catch (error) {
    clear(place); /* the drawing of the first response stays */
  }
}

function clear(place) {
  if (window.Plotly && place.classList.contains("js-plotly-plot")) window.Plotly.purge(place);
  place.replaceChildren();
  delete place.dataset.drawn;
  place.removeAttribute("role");
  place.removeAttribute("aria-label");
  if (place.parentElement) place.parentElement.classList.remove("is-live-plot");
}

const places = () => document.querySelectorAll(".plot[id]");

/* Watch the charts of a view; those of the view before are taken down. */
function show(view) {
  shown = view;
  if (observer) observer.disconnect();
  observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      observer.unobserve(entry.target);
      draw(entry.target);
    }
  });
  for (const place of places()) {
    clear(place);
    if (view.plotly) observer.observe(place);
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const place of places()) if (place.dataset.drawn) draw(place);
});
addEventListener("resize", () => {
  for (const place of places()) {
    const isNarrow = place.parentElement && place.parentElement.clientWidth < NARROW;
    if (place.dataset.drawn && (place.dataset.drawn === "narrow") !== isNarrow) draw(place);
  }
});

/* A page of charts: fetch a view's parts, put them on the page, keep the address. */
const clientside = (window.dash_clientside = window.dash_clientside || {});
clientside.figures = { config: CONFIG }; /* for tests: nothing is sent anywhere */

/* `page` = { state, wanted }: the view on the page, and the query of the newest choice, which may
   not be on it yet. `adopt` shows a state, `go` moves on from what is wanted, `listen` to a form. */
export function chartPage() {
  const page = { state: null, wanted: {} };
  let asked = 0;

  page.adopt = (state) => {
    page.state = state;
    page.wanted = state.query;
    document.title = state.window;
    const plots = async () =>
      state.plots || (await fetched(`/parts${state.path}?${written(state.query)}`)).state.plots;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        show({ plotly: state.plotly, plots });
        document.dispatchEvent(new CustomEvent("page:adopted"));
      }),
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
    for (const place of places()) clear(place);
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
