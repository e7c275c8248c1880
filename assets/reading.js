/* Charts read by hand, tap and keys. The drawing carries its words, as the server wrote them: a
   place on it is turned into a period, and every line says its value there, or why it has none. */

import { targetOf } from "./elements.js";
import { fetched } from "./fetching.js";
import { heightAt, nearest, numbers, parsed, places, walked } from "./readings.js";

/** @import { Point, Reading } from "./types.js" */
/** @typedef {{ head: string, rows: { name: string, style: string, words: string, trace?: string }[],
 *   more: string[], x: number | null, dots: (Point & { style: string })[], box: Element | null,
 *   trace?: string }} Told */

const NS = "http://www.w3.org/2000/svg";
const CHARTS = "svg.chart[data-keys]";
const NEAR_EVENT = 5;
const MOVED_ON = 80;
const LONG = 45;
const DAY = 864e5;
/** @type {SVGSVGElement} */
let open = null; /* the chart that is read */
let openedAt = 0; /* where the page was scrolled to then */
let isKept = false; /* by a tap, a click or Enter: its numbers are links then */
let at = 0; /* the period, the row or the cell read of it, counted from the first */

/** @param {Element} from @returns {SVGSVGElement} */
const chartOf = (from) => from.closest?.(CHARTS);

/** What is written in a chart, or in the drawing of the same beside it.
 * @param {SVGSVGElement} svg */
function written(svg) {
  if (svg.dataset.reading) return svg;
  return svg.closest(".figure")?.querySelector("[data-reading]") ?? svg;
}

/** The points a line is drawn through. @param {SVGSVGElement} svg @param {number} i */
function runsOf(svg, i) {
  const drawn = [...svg.querySelectorAll(`[data-line="${i}"] > *`)];
  return drawn.map((part) => {
    if (part.localName === "circle")
      return [{ x: Number(part.getAttribute("cx")), y: Number(part.getAttribute("cy")) }];
    return walked(part.getAttribute("d"));
  });
}

/* Each kind of chart: how many places it has, the one under a point, and what is told there. */
const lineChart = {
  size: (svg) => lineChart.all(svg).length,
  all: (svg) => places(svg.dataset.scale, written(svg).dataset.days),
  under: (svg, point) => nearest(lineChart.all(svg), point.x),
  /** @returns {Told} */
  told(svg, i, hand) {
    const { periods, lines } = parsed(written(svg).dataset.reading);
    const all = lineChart.all(svg);
    const rows = lines.map((line, row) => ({
      name: line.name,
      style: line.style,
      words: line.words[i],
      trace: traceOf(written(svg).querySelector(`[data-line="${row}"]`), dayAt(svg, i)),
      y: heightAt(runsOf(svg, row), all[i]),
    }));
    rows.sort((one, other) => (one.y ?? Infinity) - (other.y ?? Infinity));
    const dots = rows.filter((row) => row.y !== null);
    return {
      head: periods[i],
      rows,
      more: happened(svg, all, i, hand),
      x: all[i],
      dots: dots.map(({ style, y }) => ({ style, x: all[i], y })),
      box: null,
    };
  },
};

const barChart = {
  marks: (svg) => [...svg.querySelectorAll(":is(rect, circle):has(> title)")],
  size: (svg) => barChart.marks(svg).length,
  under: (svg, point) =>
    Math.min(barChart.size(svg) - 1, Math.max(0, Math.floor(point.y / Number(svg.dataset.row)))),
  /** @returns {Told} */
  told(svg, i) {
    const mark = barChart.marks(svg)[i];
    const trace = traceOf(mark.closest("[data-trace]"), null);
    return { head: mark.textContent, rows: [], more: [], x: null, dots: [], box: mark, trace };
  },
};

/* The cells of a heatmap, row after row. */
const heatMap = {
  /** @type {Map<string, Reading>} */
  known: new Map(),
  edges: (svg) => places(svg.dataset.scale, svg.dataset.days),
  rows: (svg) => svg.querySelectorAll("text.name").length,
  size: (svg) => heatMap.edges(svg).length * heatMap.rows(svg),
  under(svg, point) {
    const edges = heatMap.edges(svg);
    const period = edges.findIndex((edge) => point.x < edge);
    const row = Math.floor(point.y / Number(svg.dataset.row));
    const inside = Math.min(Math.max(row, 0), heatMap.rows(svg) - 1);
    return inside * edges.length + (period < 0 ? edges.length - 1 : period);
  },
  /** @returns {Promise<Told>} */
  async told(svg, i) {
    const edges = heatMap.edges(svg);
    const [row, period] = [Math.floor(i / edges.length), i % edges.length];
    const { state } = await fetched(svg.dataset.at);
    const text = state.readings["industries-heat-map"];
    if (!heatMap.known.has(text)) heatMap.known.set(text, parsed(text));
    const { periods, lines } = heatMap.known.get(text);
    const trace = traceOf(
      svg.querySelectorAll("text.name")[row],
      period ? dayAt(svg, period - 1) : svg.dataset.from,
    );
    const left = period ? edges[period - 1] : numbers(svg.dataset.scale)[0];
    const [high, above] = [Number(svg.dataset.row), Number(svg.dataset.above)];
    return {
      head: periods[period],
      rows: [{ name: lines[row].name, style: "", words: lines[row].words[period], trace }],
      more: [],
      x: null,
      dots: [],
      box: boxed(svg, left, row * high + above, edges[period] - left, high - 1 - above),
    };
  },
};

/** The day a place of a chart stands at. @param {SVGSVGElement} svg @param {number} i */
function dayAt(svg, i) {
  const { from, days } = written(svg).dataset;
  if (!from || !days) return null;
  const passed = numbers(days)
    .slice(0, i + 1)
    .reduce((sum, each) => sum + each, 0);
  return writtenDay(Date.parse(from) + passed * DAY);
}

/** Where the number of a line comes from on a day: the address the server wrote for its newest
 * number, with that day. A mean of a week or a month names its first and last day.
 * @param {Element | null | undefined} line @param {string | null | undefined} day */
function traceOf(line, day) {
  const address = line?.getAttribute("data-trace");
  if (!address) return "";
  const url = new URL(address, location.href);
  const release = new URLSearchParams(location.search).get("release");
  if (release) url.searchParams.set("release", release);
  const { searchParams: asked } = url;
  if (day && asked.has("period")) asked.set("period", day);
  if (day && asked.has("from")) {
    const [first, last] = spanAt(day, asked.get("from"), asked.get("to"));
    asked.set("from", first);
    asked.set("to", last);
  }
  return `${url.pathname}${url.search}`;
}

/* The period a day is in, of the length of a known one: a week ends that day, a month holds it. */
function spanAt(day, first, last) {
  const length = Date.parse(last) - Date.parse(first);
  if (length < 27 * DAY) return [writtenDay(Date.parse(day) - length), day];
  const [year = 0, month = 1] = day.split("-").map(Number);
  return [Date.UTC(year, month - 1, 1), Date.UTC(year, month, 0)].map(writtenDay);
}

/** @param {number} moment */
const writtenDay = (moment) => new Date(moment).toISOString().slice(0, 10);

/** @param {SVGSVGElement} svg */
function kindOf(svg) {
  if (svg.classList.contains("heat-chart")) return heatMap;
  return svg.classList.contains("bar-chart") ? barChart : lineChart;
}

/* What happened in a period, or on the line that a hand points at, and what changed in how it is
   measured. A short period stands at its last day, a long one at its middle. */
function happened(svg, all, i, hand) {
  const [, days = 0] = numbers(written(svg).dataset.days);
  const isLong = days > LONG;
  const before = (all[i] - (all[i - 1] ?? -Infinity)) / (isLong ? 2 : 1);
  const after = isLong ? ((all[i + 1] ?? Infinity) - all[i]) / 2 : 0;
  const marks = [...svg.querySelectorAll(".event-mark, .break-mark")];
  return marks
    .filter((one) => {
      const x = Number(one.getAttribute("x1"));
      const isIn = x > all[i] - before && x <= all[i] + after;
      return isIn || Math.abs(x - (hand?.at ?? -Infinity)) < NEAR_EVENT;
    })
    .map((one) => `${one.dataset.on}: ${one.textContent}`);
}

/* A cell as a mark that is put on the drawing while it is read. */
function boxed(svg, x, y, width, height) {
  return made("rect", { x, y, width: Math.max(width, 2), height, class: "reading-cell" });
}

function made(name, attributes) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/* Show a place of a chart, beside `hand` where a hand points at it; say it where keys do. */
async function read(svg, i, hand, isSpoken) {
  if (open && open !== svg) close();
  open = svg;
  at = i;
  openedAt = scrollY;
  const told = await kindOf(svg).told(svg, i, hand);
  if (open !== svg || at !== i || !svg.isConnected) return;
  marked(svg, told);
  const before = svg.dataset.before ?? "";
  show(svg, told, before, hand);
  if (isSpoken) say(before + sentence(told));
}

function marked(svg, told) {
  svg.querySelector(".reading")?.remove();
  const group = made("g", { class: "reading", "aria-hidden": "true" });
  if (told.x !== null) {
    const [, , , height] = numbers(svg.getAttribute("viewBox"));
    const feet = [...svg.querySelectorAll("line.rule, line.zero")].map((line) =>
      Number(line.getAttribute("y1")),
    );
    const foot = feet.length ? Math.max(...feet.filter((y) => y < height - 20)) : height;
    const top = Math.min(...feet, height);
    group.append(made("line", { x1: told.x, x2: told.x, y1: top, y2: foot }));
  }
  for (const { style, x, y } of told.dots)
    group.append(made("circle", { cx: x, cy: y, r: 3.6, class: style }));
  if (told.box && !told.box.isConnected) group.append(told.box);
  if (told.box?.isConnected) told.box.classList.add("is-read");
  svg.append(group);
}

function show(svg, told, before, hand) {
  const box = tip();
  const head = document.createElement("b");
  head.textContent = before + told.head;
  const rows = told.rows.map((row) => {
    const line = document.createElement("span");
    line.className = "tip-row";
    const key = document.createElement("i");
    key.className = `key ${row.style}`;
    const name = document.createElement("span");
    name.textContent = row.name;
    const words = document.createElement("span");
    words.className = "tip-value";
    words.append(isKept && row.trace ? traceLink(row.trace, row.words) : row.words);
    line.append(...(row.style ? [key] : []), name, words);
    return line;
  });
  const more = told.more.map((text) => {
    const line = document.createElement("span");
    line.className = "tip-more";
    line.textContent = text;
    return line;
  });
  box.replaceChildren(head, ...rows, ...more, ...onward(svg, told));
  box.classList.toggle("is-kept", isKept);
  const { x, y } = hand ?? anchor(svg, told);
  const wide = box.offsetWidth;
  const beside = x + 14 + wide + 8 > innerWidth ? x - 14 - wide : x + 14;
  const above = y - box.offsetHeight - 12;
  box.style.left = `${Math.max(8, Math.min(beside, innerWidth - wide - 8))}px`;
  const foot = innerHeight - box.offsetHeight - 8;
  box.style.top = `${Math.max(8, Math.min(above < 8 ? y + 18 : above, foot))}px`;
}

/* A number of a reading that is kept, leading to where it comes from. */
function traceLink(trace, words) {
  const link = document.createElement("a");
  link.href = trace;
  link.className = "trace";
  link.textContent = words;
  return link;
}

/* How to get from a reading to where its numbers come from: by keeping it, then by a link. */
function onward(svg, told) {
  const { traceWords, traceHint } = svg.dataset.traceWords ? svg.dataset : written(svg).dataset;
  const traces = [told.trace, ...told.rows.map((row) => row.trace)].filter(Boolean);
  if (!traces.length) return [];
  const line = document.createElement("span");
  line.className = "tip-more";
  const isOne = traces.length === 1;
  line.append(isKept && isOne ? traceLink(traces[0], traceWords) : isKept ? traceWords : traceHint);
  return [line];
}

/* Where a reading stands when no hand points. */
function anchor(svg, told) {
  if (told.box?.isConnected) {
    const { right, top } = told.box.getBoundingClientRect();
    return { x: right, y: top };
  }
  const frame = svg.getBoundingClientRect();
  const [, , width] = numbers(svg.getAttribute("viewBox"));
  return { x: frame.left + ((told.x ?? 0) * frame.width) / width, y: frame.top + 30 };
}

function tip() {
  const known = document.getElementById("chart-tip");
  if (known) return known;
  const box = document.createElement("div");
  box.id = "chart-tip";
  box.className = "tip chart-tip";
  document.body.append(box);
  return box;
}

function close() {
  const svg = open;
  isKept = false;
  open = null; /* first: where the focus is in the tip, taking it away tells that it is left */
  document.getElementById("chart-tip")?.remove();
  svg?.querySelector(".reading")?.remove();
  svg?.querySelector(".is-read")?.classList.remove("is-read");
}

function sentence(told) {
  const said = told.rows.map((row) => [row.name, row.words].filter(Boolean).join(" "));
  return [told.head, ...said, ...told.more].join(". ");
}

function say(text) {
  let box = document.getElementById("chart-spoken");
  if (!box) {
    box = document.createElement("div");
    box.id = "chart-spoken";
    box.className = "visually-hidden";
    box.setAttribute("aria-live", "polite");
    document.body.append(box);
  }
  box.textContent = text;
}

/** A point of the window in the pixels of a drawing. @param {SVGSVGElement} svg */
function pointOf(svg, event) {
  const frame = svg.getBoundingClientRect();
  const [, , width] = numbers(svg.getAttribute("viewBox"));
  const scale = width / frame.width;
  return { x: (event.clientX - frame.left) * scale, y: (event.clientY - frame.top) * scale };
}

function pointed(event) {
  const svg = chartOf(event.target);
  if (isInTip(event.target) || (isKept && event.type === "pointermove")) return;
  if (!svg) {
    if (event.type === "pointerdown" || !open?.matches(":focus")) close();
    return;
  }
  if (open && open !== svg) close();
  isKept = event.type === "pointerdown";
  const place = pointOf(svg, event);
  const hand = { x: event.clientX, y: event.clientY, at: place.x };
  read(svg, kindOf(svg).under(svg, place), hand, false);
}

/** @param {EventTarget | null} node */
const isInTip = (node) => node instanceof Element && node.closest("#chart-tip") !== null;

document.addEventListener("pointermove", (event) => {
  if (event.pointerType !== "touch" && (open || chartOf(targetOf(event)))) pointed(event);
});
document.addEventListener("pointerdown", pointed);
/* What a finger opened stays under it; once the page has moved on, it would cover other things.
   What keys opened goes with its chart: the page moves when a chart is reached. */
function moved() {
  if (!open || Math.abs(scrollY - openedAt) <= MOVED_ON || isInTip(document.activeElement)) return;
  if (open.matches(":focus-visible")) read(open, at, null, false);
  else close();
}
addEventListener("scroll", moved, { passive: true });

/* Keys: a step along time; in a list, and between rows of a heatmap, up and down. */
const ends = { Home: 0, End: Infinity };
function stepped(svg, key) {
  const kind = kindOf(svg);
  const along = kind === barChart ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
  const row = kind === heatMap ? heatMap.edges(svg).length : 0;
  if (key in ends) return Math.min(ends[key], kind.size(svg) - 1);
  const by = { [along[0]]: -1, [along[1]]: 1, ...(row && { ArrowUp: -row, ArrowDown: row }) }[key];
  if (by === undefined) return null;
  const next = at + by;
  return next < 0 || next >= kind.size(svg) ? at : next;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open) {
    const svg = isInTip(event.target) ? open : null;
    close();
    svg?.focus();
    close(); /* the focus would open it again */
  }
  const svg = chartOf(targetOf(event));
  if (!svg || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter") {
    event.preventDefault();
    keep(svg);
    return;
  }
  const next = stepped(svg, event.key);
  if (next === null) return;
  event.preventDefault();
  isKept = false;
  read(svg, next, null, true);
});

/* Keep the reading, and go to the first of its numbers. */
async function keep(svg) {
  isKept = true;
  await read(svg, at, null, false);
  document.querySelector("#chart-tip a")?.focus();
}
document.addEventListener("focusin", (event) => {
  const svg = chartOf(targetOf(event));
  if (!svg || !svg.matches(":focus-visible")) return;
  if (open !== svg) at = kindOf(svg) === lineChart ? lineChart.size(svg) - 1 : 0;
  read(svg, at, null, true);
});
document.addEventListener("focusout", (event) => {
  const isLeft = chartOf(targetOf(event)) || isInTip(event.target);
  if (open && isLeft && !isInTip(event.relatedTarget)) close();
});

/* A tab stop each, with its keys in its name. Charts come with parts of the page too. */
function enliven() {
  for (const svg of document.querySelectorAll(CHARTS)) {
    if (svg.hasAttribute("tabindex")) continue;
    svg.setAttribute("tabindex", "0");
    svg.setAttribute("role", "application");
    svg.setAttribute("aria-label", `${svg.getAttribute("aria-label")} ${svg.dataset.keys}`);
  }
}
new MutationObserver(enliven).observe(document.getElementById("main") ?? document.body, {
  childList: true,
  subtree: true,
});
enliven();
