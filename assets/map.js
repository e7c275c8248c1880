/* The map, repainted from frames: a new period costs no request, a new indicator one frame.
   Words, legend and table follow from the server, which writes them for every reader alike. */

import "./island.js";
import { areaOf, built, drawRings, paintAreas } from "./drawing.js";
import { targetOf } from "./elements.js";
import { fetched, reached, remember, written } from "./fetching.js";
import { cellAt, joined, nearestPeriod, newestPeriod, unpacked } from "./frames.js";
import { areaAt, pixelOf } from "./near.js";
import { nearestShape, toward } from "./neighbors.js";
import { about, forgetNotices, put, read, tellAbout, writtenParts } from "./parts.js";
import { named, removeTip, showTip, told } from "./tips.js";
import { answered, unanswered } from "./unanswered.js";
import { byKey, closeTo, listen, reveal, settle as settleZoom, wasDragged } from "./zoom.js";
/** @import { Areas, Frame, MapView, Marks, Painting, Query, Shapes } from "./types.js" */
const SETTLED = 140;
const FRAME_FIRST = 300; /* milliseconds that words wait for the figure they are about */
/** @type {MapView} */
let state = null; /* of the view whose words stand on the page; `frame` and `areas` are its own */
/** @type {Frame} */
let frame = null;
/** @type {Areas} */
let areas = null;
/** @type {Painting} */
let onMap = null; /* what the map is painted from; a figure chosen is painted before its words */
/** @type {Query} */
let wanted = {}; /* the newest choice, which may not be on the page yet */
let sought = ""; /* its address */
let asked = 0; /* numbers the choices: an answer to an older one is not shown */
let settle = 0;
/** @type {Record<string, string>} */
let early = {}; /* chosen before the page could answer */
let isReached = false; /* a hand or the keys have been at the map or a control */
/** @type {Promise<void> | null} */
let arriving = null; /* the numbers of the first response's view, once they are asked for */
/** @type {[string, number, number] | null} */
let hovered = null; /* the area below the pointer, and where */
let cursor = null;
/** @type {Map<string, string>} */
const firstBoundaries = new Map(); /* of each figure seen: those it has where none are asked for */
/** @type {Record<string, string> | null} */
let firstParts = writtenParts(); /* as the first response wrote them, before any script */

const clientside = (window.dash_clientside = window.dash_clientside || {});
const svg = () => document.querySelector("#map-figure svg.map");

/* What each control shows; anything else is a person's hand. */
/** @type {Record<string, string>} */
let shown = {};

/** @type {Map<string, Frame>} */
const frames = new Map();

/** A frame by its own name: its address may be signed, and another each time.
 * @param {string} url @param {Marks} marks */
async function frameAt(url, marks, name = url) {
  const known = frames.get(name) ?? unpacked(await fetched(url), marks);
  frames.set(name, known);
  return known;
}

/** The frame of a view. The address of one that may only be shown runs out: then the view's parts
 * are asked for again, past every cache, for a new one.
 * @param {MapView} of */
async function frameNow(of) {
  const { frame: url, frameName, marks } = of;
  try {
    return await frameAt(url, marks, frameName);
  } catch (error) {
    if (url.includes("/releases/")) throw error;
    const answer = await reached(partsOf(of), { cache: "reload" });
    if (!answer.ok) throw error;
    return frameAt((await answer.json()).state.frame, marks, frameName);
  }
}

clientside.map = {
  /* Called by Dash when the island is mounted. */
  update(store) {
    if (store) adopt(store);
    return clientside.no_update;
  },
};

/* A control a person moved: heard from the element, native or mounted, before Dash tells. */
const CONTROLS = ["slider", "period", "indicator", "geography", "layout", "industry", "borough"];
/* A choice of these is a step to go back from; areas, periods and colors only change the step. */
const STEPS = ["indicator", "geography", "industry", "layout", "borough"];
let isStep = false;
for (const type of ["input", "change"]) {
  document.addEventListener(type, (event) => {
    const target = targetOf(event);
    const name = CONTROLS.find((known) => target.id === `map-${known}`);
    if (!name) return;
    if (frame) return changed(name, target.value);
    early[name] = target.value;
    isReached = true;
    if (state) {
      markPending(true);
      reach();
    }
  });
}

/* The numbers of the map, the index that tells which frame a choice leads to, and the shapes where
   neighbors lie: asked for as a hand or the keys reach the map or a control. Who only reads needs
   none of them. */
for (const type of ["pointerover", "touchstart", "focusin"]) {
  document.addEventListener(type, (event) => {
    const target = targetOf(event);
    const isOurs = CONTROLS.some((known) => target.id === `map-${known}`);
    isReached ||= isOurs || Boolean(target.closest("svg.map"));
    if (!state) return;
    if (isReached) reach();
    if (STEPS.some((known) => target.id === `map-${known}`)) fetched(state.index);
    if (state.shapes && target.closest("svg.map")) fetched(state.shapes);
  });
}

function changed(name, value) {
  if (shown[name] === value) return;
  shown[name] = value;
  if (name === "slider") moveTo(Number(value));
  if (name === "period") moveTo(frame.periods.findIndex((span) => span[1] === value));
  /* A layout that was the only one of its boundaries was nobody's choice: it does not stay. */
  const layout = state.layouts[0] === state.layout ? "" : state.layout;
  if (name === "indicator") {
    const geography = firstBoundaries.get(value) ?? "";
    go({ indicator: value, geography, industry: "", layout });
  }
  if (name === "industry") go({ industry: value });
  if (name === "geography") go({ geography: value, areas: "", layout });
  if (name === "layout") go({ layout: value });
  if (name === "borough") go({ borough: value });
}

/** @param {MapView} store */
function adopt(store) {
  asked++;
  state = store;
  frame = null;
  sought = location.search;
  document.title = state.window;
  arriving = null;
  if (firstParts) keep({ parts: firstParts, state, about: about() });
  firstParts = null;
  const slot = document.getElementById("map-figure");
  if (slot) slot.dataset.shapes ??= state.shapes; /* the first response drew this view */
  shown = Object.fromEntries(
    CONTROLS.map((name) => [name, String(state.controls[`map-${name}`].value)]),
  );
  if (!isDrawn(state) || isReached || Object.keys(early).length || svg().matches(":hover"))
    return reach();
  settleZoom(/** @type {[number, number, number, number]} */ (state.box));
  ring();
  enliven();
}

/* Fetch what the page's first view is drawn from, once; what was chosen meanwhile follows. */
function reach() {
  if (!frame && state) arriving ??= begin(state).catch(missed);
  return arriving;
}

/* Without its numbers the map answers no hand: the next one asks for them again. */
function missed(error) {
  arriving = null;
  const { slider, ...chosen } = early; /* a number that no address holds */
  const address = `${state.path}?${written({ ...state.query, ...chosen })}`;
  if (slider || Object.keys(chosen).length) unanswered(error, address, reach);
}

/** @param {MapView} store */
async function begin(store) {
  const mine = asked;
  const next = await gathered(store);
  if (mine !== asked) return;
  place(next);
  settleOn(next);
  answered();
  if (hovered) tip(...hovered);
  if (document.activeElement === svg()) say();
  const chosen = early;
  early = {};
  for (const [name, value] of Object.entries(chosen)) changed(name, value);
}

/** All that a view is drawn from, so that it can be shown in one stroke; no shapes where the map
 * has them: the first response wrote them. Only the newest choice changes the map, so none does
 * before this one. @param {MapView} of */
async function gathered(of) {
  const [itsFrame, itsAreas, shapes] = await Promise.all([
    frameNow(of),
    fetched(of.areas),
    of.shapes && !isDrawn(of) ? fetched(of.shapes) : null,
  ]);
  return { state: of, frame: joined(itsFrame, of.together), areas: itsAreas, shapes };
}

/* Who comes back to a view asks for nothing. */
function keep(answer) {
  const { query, controls } = answer.state;
  remember(partsOf(answer.state), answer);
  firstBoundaries.set(query.indicator, controls["map-geography"].options[0].value);
}

/** @param {MapView} of */
const partsOf = ({ path, query }) => `/parts${path}?${written(query)}`;

/** Put the map of a view on the page, from the first response or from its shapes.
 * @param {{ state: MapView, frame: Frame, shapes: Shapes | null }} view */
function place({ state: of, frame: its, shapes }) {
  const slot = document.getElementById("map-figure");
  if (!slot) return;
  slot.className = `slot map-slot ${of.layout}`;
  if (!of.shapes) slot.replaceChildren();
  else if (shapes && !isDrawn(of)) slot.replaceChildren(built(shapes, of));
  slot.dataset.shapes = of.shapes;
  paint({
    frame: its,
    position: of.position,
    ramp: of.ramp,
    within: of.within,
    geography: of.geography,
    isShared: Object.keys(of.together).length > 0,
  });
}

/** Whether the map on the page is of a view's shapes. @param {MapView} of */
function isDrawn(of) {
  const drawn = document.getElementById("map-figure")?.dataset.shapes;
  return Boolean(svg()) && drawn === of.shapes;
}

/** From now on a view is the page's own.
 * @param {{ state: MapView, frame: Frame, areas: Areas }} next */
function settleOn(next) {
  if (state.geography !== next.state.geography || state.layout !== next.state.layout) cursor = null;
  ({ state, frame, areas } = next);
  wanted = state.query;
  sought = location.search;
  document.title = state.window;
  markPending(false);
  settleZoom(/** @type {[number, number, number, number]} */ (state.box));
  if (svg()) ring();
  enliven();
}

/* The map is ahead of its words, or behind a choice. */
function markPending(isPending) {
  const slot = document.getElementById("map-figure");
  if (!slot || slot.getAttribute("aria-busy") === String(isPending)) return;
  slot.setAttribute("aria-busy", String(isPending));
  slot.dataset.pending = state.words.pending;
}

/** The one place where areas are painted. @param {Painting} painting */
function paint(painting) {
  onMap = painting;
  if (svg()) paintAreas(svg(), painting, state.marks);
}

/* The rings of the areas chosen, and of the one the keys stand on. */
function ring() {
  drawRings(svg(), state.selected, document.activeElement === svg() ? cursor : null);
}

const pathOf = (id) => areaOf(svg(), id);

/* Time: paint at once, tell the controls, and let the words follow when the hand rests. The
   control counts the periods of the figure its page names, whichever is on the map by now. */
function moveTo(position) {
  if (position < 0 || position >= frame.periods.length) return;
  const day = frame.periods[position][1];
  const isOwn = onMap.frame === frame;
  paint({ ...onMap, position: isOwn ? position : nearestPeriod(onMap.frame, day) });
  Object.assign(shown, { slider: String(position), period: day });
  sayOnSlider(day);
  hideTip();
  markPending(true);
  asked++;
  want({ period: position === state.latest && !state.pinned ? "" : day });
  clearTimeout(settle);
  settle = setTimeout(() => {
    tell("map-slider", { value: position });
    tell("map-period", { value: day });
    go({});
  }, SETTLED);
}

function want(changes) {
  wanted = Object.fromEntries(
    Object.entries({ ...wanted, ...changes }).filter(([, value]) => value),
  );
}

function tell(id, properties) {
  const name = id.replace("map-", "");
  if ("value" in properties && CONTROLS.includes(name)) shown[name] = String(properties.value);
  const differing = changedSince(id, properties);
  if (!Object.keys(differing).length) return;
  if (name === "slider" && "value" in properties) slide(properties);
  clientside.set_props(id, differing);
}

/* The slider counts periods; a voice says the one it stands at. */
function sayOnSlider(day) {
  const option = document.querySelector(`#map-period option[value="${day}"]`);
  const slider = document.getElementById("map-slider");
  if (option && slider) slider.ariaValueText = option.textContent;
}

/* Dash is soon told where the slider stands, if a hand has just moved it: where the view is by now,
   which Back may have changed since. */
function slide({ value, max }) {
  const slider = /** @type {HTMLInputElement | null} */ (document.getElementById("map-slider"));
  if (!slider) return;
  if (max !== undefined) slider.max = String(max);
  slider.value = String(value);
}

/* Of what a control shows, whatever is another now: what is told again as it is makes Dash and React
   look at every control again. A value is the element's own, which a hand moves. */
function changedSince(id, properties) {
  const before = { ...state.controls[id] };
  const control = /** @type {HTMLInputElement | null} */ (document.getElementById(id));
  const isNew = ([name, value]) =>
    name === "value"
      ? control?.value !== String(value)
      : JSON.stringify(value) !== JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(properties).filter(isNew));
}

/* A changed view, on top of whatever was chosen and is not answered yet. */
function go(changes) {
  want(changes);
  isStep ||= STEPS.some((name) => name in changes);
  const ahead = paintAhead(wanted, asked + 1).catch(() => {}); /* the answer paints it as well */
  return open(`?${written(wanted)}`, true, ahead);
}

/* Ask for a view and show it whole; only the newest choice is shown. On a slow line what the map
   is painted from comes before the words. */
async function open(search, isNew, ahead = Promise.resolve()) {
  const mine = ++asked;
  clearTimeout(settle);
  sought = search;
  markPending(true);
  await Promise.race([ahead, new Promise((late) => setTimeout(late, FRAME_FIRST))]);
  if (mine !== asked) return;
  try {
    const answer = await fetched(`/parts${state.path}${search}`);
    keep(answer);
    const next = mine === asked ? await gathered(answer.state) : null;
    if (mine === asked) await apply(answer, next, isNew, mine);
  } catch (error) {
    const again = () => open(search, isNew);
    if (mine === asked) unanswered(error, `${state.path}${search}`, again);
  }
}

/* Dash does not see views that came from the address alone, so Back and Forward are ours. */
addEventListener("popstate", () => {
  if (!state || location.pathname !== state.path || location.search === sought) return;
  wanted = Object.fromEntries(new URLSearchParams(location.search));
  isStep = false;
  open(location.search, false);
});

/* The frame of a view is known before the server has written its words: fetch it at once, and
   where only the indicator changes, paint it as soon as it is here. */
async function paintAhead(query, mine) {
  if (!onMap || query.indicator === state.query.indicator) return;
  const { frames: entries } = await fetched(state.index);
  const ours = entries.filter((entry) => entry.indicator_id === query.indicator);
  const { geography } = onMap;
  const first = ours.find((entry) => entry.geography === (query.geography || geography));
  if (!first || ours.filter((entry) => entry.geography === first.geography).length > 1) return;
  const coming = await frameAt(state.index.replace("index.json", first.file), state.marks);
  if (mine !== asked || first.geography !== onMap.geography || !svg() || onMap.isShared) return;
  const position = query.period ? nearestPeriod(coming, query.period) : newestPeriod(coming);
  paint({
    ...onMap,
    frame: coming,
    position,
    ramp: state.ramps[query.indicator] ?? "s",
  });
}

async function apply(answer, next, isNew, mine) {
  place(next);
  await onScreen(); /* the map first: address and words follow */
  if (mine !== asked) return;
  const parts = await read(answer.parts);
  if (mine !== asked) return;
  const search = `?${written(next.state.query)}`;
  if (isNew && search !== location.search)
    history[isStep ? "pushState" : "replaceState"](null, "", `${next.state.path}${search}`);
  isStep = false;
  answered();
  forgetNotices();
  for (const [id, nodes] of parts) put(id, nodes);
  tellAbout(answer.about);
  for (const [id, properties] of Object.entries(next.state.controls)) tell(id, properties);
  settleOn(next);
}

const onScreen = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

/* The map for hands and for keys: one tab stop, arrows walk to true neighbors, Enter chooses. */
function enliven() {
  const map = svg();
  if (!map) return;
  map.classList.add("live");
  map.setAttribute("tabindex", "0");
  map.setAttribute("role", "application");
  map.setAttribute("aria-roledescription", state.words.map);
  map.setAttribute("aria-label", `${state.title}. ${state.words.keys}`);
  if (map.dataset.live) return;
  map.dataset.live = "yes";
  map.addEventListener("click", (event) => {
    const path = targetOf(event).closest(".areas path");
    if (!path || wasDragged()) return;
    choose(path.dataset.id, event.shiftKey || event.ctrlKey || event.metaKey);
    keepTip(path.dataset.id, event.clientX, event.clientY);
  });
  map.addEventListener("pointermove", (event) => {
    /** @type {SVGPathElement} */
    const path = event.pointerType === "touch" ? null : targetOf(event).closest(".areas path");
    hovered = path && [path.dataset.id, event.clientX, event.clientY];
    if (path && path.dataset.id === kept) return;
    if (hovered) {
      kept = "";
      tip(...hovered);
    } else hideTip();
  });
  map.addEventListener("pointerleave", () => {
    hovered = null;
    hideTip();
  });
  map.addEventListener("keydown", walk);
  listen(map);
  map.addEventListener("focus", () => {
    cursor = cursor || state.selected[0] || firstArea();
    ring();
    say();
  });
  map.addEventListener("blur", () => {
    ring();
    hideTip();
  });
}

const firstArea = () => svg().querySelector(".areas path").dataset.id;

function choose(id, add) {
  const now = state.selected;
  const next = now.includes(id) ? now.filter((other) => other !== id) : add ? [...now, id] : [id];
  cursor = id;
  state.selected = next;
  ring();
  sayInStrip(next[0]);
  sayChosen(id);
  go({ areas: next.join("~") });
}

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
let walked = Promise.resolve(); /* by the keys before: none overtakes one that waits for shapes */
function walk(event) {
  const isPlain = !event.ctrlKey && !event.metaKey;
  if (event.key === "Escape") {
    forgetTip();
    return;
  }
  if (isPlain && byKey(event.key)) {
    event.preventDefault();
    return;
  }
  const step = stepOf(event, isPlain && !event.altKey);
  if (!step) return;
  if (event.key !== "t") event.preventDefault();
  walked = walked.then(step).catch(() => {}); /* a key that cannot be followed stops no other */
}

/* What a key asks of the area that is stood on once the keys before are followed. */
function stepOf({ key, shiftKey }, isAlone) {
  if (key === "Enter" || key === " ") return () => cursor && choose(cursor, shiftKey);
  if (key === "t" && isAlone) return follow;
  return ARROWS[key] && isAlone ? () => stepTo(ARROWS[key]) : null;
}

async function follow() {
  await reach();
  if (cursor) location.assign(traceLink(cursor).href);
}

async function stepTo(direction) {
  await reach();
  const { centers } = await fetched(state.shapes);
  if (!areas?.[cursor]) return; /* other boundaries by now */
  const neighbors = areas[cursor][2];
  const isLoose = state.layout === "tiles" || !neighbors.length;
  const next =
    toward(direction, neighbors, centers, cursor) ||
    (isLoose && nearestShape(direction, Object.keys(areas), centers, cursor));
  if (next) {
    cursor = next;
    reveal(centers[next]);
    ring();
    say();
  } else {
    spoken(state.words.edge);
  }
}

/* The value under the finger at once; links follow with the answer. */
function sayInStrip(id) {
  const value = document.querySelector("#map-strip .strip-value, #map-strip .hint");
  if (!value || !id || !frame) return;
  const name = document.createElement("strong");
  name.textContent = `${state.words.before}${nameOf(id)}`;
  value.className = "strip-value";
  value.replaceChildren(name, ` \u00b7 ${words(id)}`);
}

/* A voice hears what a ring shows. */
function sayChosen(id) {
  const pattern = state.selected.includes(id) ? state.words.chosen : state.words.left;
  spoken(`${state.words.before}${pattern.replace("{}", nameOf(id))}`);
}

/* Near me: the place is asked of the phone, set on the shapes that are here, and goes nowhere. */
document.addEventListener("click", (event) => {
  if (!targetOf(event).closest("#map-near") || !state || !svg()) return;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const point = pixelOf(coords.latitude, coords.longitude);
      const id = areaAt(svg(), point);
      if (!id) return tellPlainly(state.words.nowhere);
      closeTo(point);
      if (!state.selected.includes(id)) choose(id, false);
    },
    () => tellPlainly(state.words.unknown),
    { maximumAge: 60000, timeout: 10000 },
  );
});

function tellPlainly(text) {
  const value = document.querySelector("#map-strip .strip-value, #map-strip .hint");
  if (value) value.textContent = text;
  spoken(text);
}

/* A figure painted ahead has no words yet. */
function words(id) {
  if (!frame || onMap.frame !== frame) return state.words.pending;
  const row = frame.areas.indexOf(id);
  return told(cellAt(frame, row < 0 ? undefined : row, onMap.position, state.marks), state);
}

const nameOf = (id) => named(id, areas);

function tip(id, x, y) {
  if (!frame || !areas) return;
  const onward = kept === id ? traceLink(id) : state.words.traced;
  showTip(`${state.words.before}${nameOf(id)}`, words(id), onward, kept === id, x, y);
}

/* The area whose tip stays, with a link: it was chosen, and a tip that follows a hand holds none. */
let kept = "";

/* Where the number of an area comes from. The page's own address says on which side we are. */
function traceLink(id) {
  const { indicator, industry, release } = state.query;
  const period = onMap.frame.periods[onMap.position]?.[1];
  const { geography } = onMap;
  const cell = { indicator, geography, areas: id, period, industry, release };
  const link = document.createElement("a");
  link.href = `${state.path.replace(/map$/, "trace")}?${written(cell)}`;
  link.className = "trace";
  link.textContent = state.words.trace;
  return link;
}

/* Its tip stays until another area is pointed at, another thing clicked, or Escape is pressed. */
function keepTip(id, x, y) {
  kept = id;
  tip(id, x, y);
}

document.addEventListener("pointerdown", (event) => {
  if (kept && !targetOf(event).closest("#map-tip, .areas path")) forgetTip();
});

function forgetTip() {
  kept = "";
  hideTip();
}

function hideTip() {
  if (!kept) removeTip();
}

function say() {
  if (!cursor || !areas || !frame) return;
  spoken(`${state.words.before}${nameOf(cursor)}: ${words(cursor)}`);
  const box = pathOf(cursor).getBoundingClientRect();
  tip(cursor, box.right, box.top);
}

function spoken(text) {
  const box = document.getElementById("map-spoken");
  if (box) box.textContent = text;
}

/* Links of the page that only change the chosen areas need no new page. */
document.addEventListener("click", (event) => {
  const scale = targetOf(event).closest("#map-legend a[data-scale]");
  if (scale && state && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    go({ scale: scale.dataset.scale });
    return;
  }
  /** @type {HTMLAnchorElement} */
  const sort = targetOf(event).closest("#map-table a[data-sort]");
  if (sort && state && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    go({ sort: new URL(sort.href).searchParams.get("sort") ?? "" });
    return;
  }
  /** @type {HTMLAnchorElement} */
  const link = targetOf(event).closest("#map-place a[data-areas], #map-table tbody th a[href]");
  if (!link || !state || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const chosen = link.dataset.areas ?? new URL(link.href).searchParams.get("areas") ?? "";
  state.selected = chosen ? chosen.split("~") : [];
  go({ areas: chosen });
});

clientside.map.isShared = (id) => id in state.together; /* stands for several ZIP codes */
clientside.map.words = words; /* for tests: a tooltip says what the table says */
clientside.map.hasNumbers = () => Boolean(frame); /* for tests: the first view's are here */
/* For tests: no choice waits for its answer, and every control shows what it was told to, where it
   offers that. */
clientside.map.isSettled = () =>
  document.getElementById("map-figure")?.getAttribute("aria-busy") !== "true" &&
  CONTROLS.every((name) => {
    const control = /** @type {HTMLInputElement} */ (document.getElementById(`map-${name}`));
    if (!control || control.value === shown[name]) return true;
    return control.value === "" && !control.querySelector(`[value="${shown[name]}"]`);
  });
