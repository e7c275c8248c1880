/* The map, repainted from frames: a new period costs no request, a new indicator one frame.
   Words, legend and table follow from the server, which writes them for every reader alike. */
"use strict";

(function () {
  const SETTLED = 140;
  const cache = new Map();
  let state = null; /* what the page shows */
  let frame = null;
  let areas = null;
  let settle = 0;
  let asked = 0;
  let address = location.search; /* of the view on the page */
  let cursor = null;

  const clientside = (window.dash_clientside = window.dash_clientside || {});
  const svg = () => document.querySelector("#map-figure svg.map");

  function fetched(url) {
    if (!cache.has(url)) {
      const answer = fetch(url).then((response) => {
        if (!response.ok) throw new Error(`${response.status} ${url}`);
        return response.json();
      });
      answer.catch(() => cache.delete(url));
      cache.set(url, answer);
    }
    return cache.get(url);
  }

  /* What each control was last told or told us; anything else is a person's hand. */
  const shown = {};
  let given = null;

  /* A frame's values travel as whole-number steps; cells without a value have none. */
  const frames = new Map();
  async function frameAt(url, name = url) {
    if (!frames.has(name)) {
      const { frame: found, places, steps } = await fetched(url);
      if (places !== null) found.values = found.statuses.map((codes, row) => unpacked(steps[row], codes, 10 ** places));
      frames.set(name, found);
    }
    return frames.get(name);
  }

  /* The address of a frame that may only be shown runs out: ask for the view's parts again, past
     every cache, for a new one. */
  async function frameNow({ frame: url, frameName, path, query }) {
    try {
      return await frameAt(url, frameName);
    } catch (error) {
      if (url.includes("/releases/")) throw error;
      const answer = await fetch(`/parts${path}?${written(query)}`, { cache: "reload" });
      if (!answer.ok) throw error;
      return frameAt((await answer.json()).state.frame, frameName);
    }
  }

  /* Shapes that stand for several areas show what the server made of them. */
  async function frameOf(store) {
    const { together } = store;
    const plain = await frameNow(store);
    if (!Object.keys(together).length) return plain;
    const joined = { ...plain, areas: [...plain.areas], values: [...plain.values], statuses: [...plain.statuses] };
    for (const [id, [values, codes]] of Object.entries(together)) {
      const at = plain.areas.includes(id) ? plain.areas.indexOf(id) : joined.areas.push(id) - 1;
      joined.values[at] = values;
      joined.statuses[at] = codes;
    }
    return joined;
  }

  function unpacked(steps, codes, scale) {
    let next = 0;
    let sum = 0;
    return [...codes].map((code) => {
      if ("womx".includes(code)) return null;
      sum += steps[next++];
      return sum / scale;
    });
  }

  clientside.map = {
    /* Called by Dash when the page mounts and on each control. */
    update(store, indicator, geography, period, slider, layout, industry) {
      const now = { indicator, geography, period, slider: Number(slider), layout, industry };
      if (store.stamp !== given) {
        given = store.stamp;
        Object.assign(shown, now);
        adopt(store);
        return clientside.no_update;
      }
      for (const [name, value] of Object.entries(now)) changed(name, value);
      return clientside.no_update;
    },
  };

  /* A control a person moved. Heard from the element itself, as Dash tells us only later. */
  const CONTROLS = ["slider", "period", "indicator", "geography", "layout", "industry"];
  for (const type of ["input", "change"]) {
    document.addEventListener(type, ({ target }) => {
      const name = CONTROLS.find((known) => target.id === `map-${known}`);
      if (name && state) changed(name, name === "slider" ? Number(target.value) : target.value);
    });
  }

  function changed(name, value) {
    if (shown[name] === value) return;
    shown[name] = value;
    if (name === "slider") moveTo(value);
    if (name === "period") moveTo(frame ? frame.periods.findIndex((span) => span[1] === value) : -1);
    /* A layout that was the only one of its boundaries was nobody's choice: it does not stay. */
    const kept = state && state.layouts[0] === state.layout ? "" : state && state.layout;
    if (name === "indicator") go({ indicator: value, geography: "", industry: "", layout: kept });
    if (name === "industry") go({ industry: value });
    if (name === "geography") go({ geography: value, areas: "", layout: kept });
    if (name === "layout") go({ layout: value });
  }

  async function adopt(store) {
    state = store;
    document.title = state.window;
    fillEmpty();
    await draw();
    [frame, areas] = await Promise.all([frameOf(state), fetched(state.areas)]);
    enliven();
    fetched(state.index);
  }

  /* Put the map of the state on the page, from the first response or from its shapes. */
  async function draw() {
    const slot = document.getElementById("map-figure");
    if (!slot) return;
    const isOther = slot.dataset.shapes !== undefined && slot.dataset.shapes !== state.shapes;
    slot.className = `slot map-slot ${state.layout}`;
    if (!state.shapes) slot.replaceChildren();
    else if (!svg() || isOther) slot.replaceChildren(built(await fetched(state.shapes)));
    slot.dataset.shapes = state.shapes;
    frame = await frameOf(state);
    if (!svg()) return;
    paint(state.position);
    ring();
  }

  const NS = "http://www.w3.org/2000/svg";
  function node(name, attributes) {
    const made = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function built(shapes) {
    const made = node("svg", { viewBox: `0 0 ${shapes.width} ${shapes.height}`, class: "map" });
    const pattern = node("pattern", { id: "map-hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.append(node("rect", { class: "hatch-ground", width: 6, height: 6 }), node("line", { class: "hatch-line", x1: 0, y1: 0, x2: 0, y2: 6 }));
    const defs = node("defs", {});
    defs.append(pattern);
    const group = node("g", { class: "areas" });
    for (const [id, d] of Object.entries(shapes.paths)) group.append(node("path", { d, "data-id": id }));
    made.append(defs, group);
    if (shapes.outline) made.append(node("path", { d: shapes.outline, class: "outline" }));
    made.append(node("g", { class: "rings" }));
    if (state.mark) made.append(parsed(state.mark));
    return made;
  }

  /* The word across simulated maps, as the server wrote it. */
  function parsed(text) {
    const read = new DOMParser().parseFromString(text.replace("<g", `<g xmlns="${NS}"`), "image/svg+xml");
    return document.importNode(read.documentElement, true);
  }

  function boundsAt(position) {
    const own = state.within && frame.period_classes.length ? frame.period_classes[position] : [];
    return own.length ? own : frame.classes;
  }

  function classOf(row, position) {
    const code = frame.statuses[row][position];
    const value = frame.values[row][position];
    if (value === null) return code === "w" || code === "o" ? "hid" : "mis";
    const bounds = boundsAt(position);
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bounds[middle] < value) low = middle + 1;
      else high = middle;
    }
    const step = bounds.length ? Math.round((low * 6) / bounds.length) : 3;
    return `${state.signed ? "d" : "s"}${step}${code === "l" ? " low" : ""}`;
  }

  function paint(position) {
    const rows = new Map(frame.areas.map((id, row) => [id, row]));
    for (const path of svg().querySelectorAll(".areas path")) {
      const row = rows.get(path.dataset.id);
      const name = row === undefined ? "mis" : classOf(row, position);
      if (path.getAttribute("class") !== name) path.setAttribute("class", name);
    }
    state.position = position;
    performance.mark("map:painted");
  }

  function ring() {
    const rings = svg().querySelector(".rings");
    rings.replaceChildren();
    for (const id of state.selected) {
      const path = pathOf(id);
      if (path) rings.append(node("path", { d: path.getAttribute("d"), class: "ring" }));
    }
    if (cursor && document.activeElement === svg() && pathOf(cursor)) {
      rings.append(node("path", { d: pathOf(cursor).getAttribute("d"), class: "cursor" }));
    }
  }

  const pathOf = (id) => svg().querySelector(`.areas path[data-id="${CSS.escape(id)}"]`);

  /* Time: paint at once, tell the controls, and let the words follow when the hand rests. */
  function moveTo(position) {
    if (!frame || position < 0 || position >= frame.periods.length || position === state.position) return;
    if (svg()) paint(position);
    else state.position = position;
    const day = frame.periods[position][1];
    hideTip();
    clearTimeout(settle);
    settle = setTimeout(() => {
      tell("map-slider", { value: position });
      tell("map-period", { value: day });
      go({ period: position === state.latest && !state.pinned ? "" : day });
    }, SETTLED);
  }

  function tell(id, properties) {
    const name = id.replace("map-", "");
    if ("value" in properties && name in shown) {
      if (shown[name] === properties.value && Object.keys(properties).length === 1) return;
      shown[name] = properties.value;
    }
    clientside.set_props(id, properties);
  }

  /* A changed view: the address, then its parts. The newest answer wins. */
  async function go(changes) {
    const query = { ...state.query, ...changes };
    for (const [name, value] of Object.entries(query)) if (!value) delete query[name];
    const opened = open(`?${written(query)}`, true);
    paintAhead(query, asked).catch(() => {}); /* the answer paints it all the same */
    return opened;
  }

  const written = (query) => new URLSearchParams(query).toString().replaceAll("%7E", "~");

  async function open(search, isNew) {
    const mine = ++asked;
    try {
      const answer = await fetched(`/parts${state.path}${search}`);
      if (mine !== asked) return;
      await apply(answer, isNew, mine);
    } catch (error) {
      location.assign(`${state.path}${search}`); /* the server says in words what is wrong */
    }
  }

  /* Dash does not see views that came from the address alone, so Back and Forward are ours. */
  addEventListener("popstate", () => {
    if (state && location.pathname === state.path && location.search !== address) open(location.search, false);
  });

  /* The frame of a view is known before the server has written its words: fetch it at once, and
     where only the indicator changes, paint it as soon as it is here. */
  async function paintAhead(query, mine) {
    const { frames: entries } = await fetched(state.index);
    const ours = entries.filter((entry) => entry.indicator_id === query.indicator);
    const first = ours.find((entry) => entry.geography === (query.geography || state.geography));
    if (!first || ours.filter((entry) => entry.geography === first.geography).length > 1) return;
    const coming = await frameAt(state.index.replace("index.json", first.file));
    if (mine !== asked || first.geography !== state.geography || !svg() || Object.keys(state.together).length) return;
    frame = coming;
    state = { ...state, signed: state.signedIndicators.includes(query.indicator) };
    paint(query.period ? nearest(coming, query.period) : newest(coming));
  }

  function newest({ periods, values }) {
    for (let at = periods.length - 1; at >= 0; at--) if (values.some((row) => row[at] !== null)) return at;
    return periods.length - 1;
  }

  function nearest({ periods }, day) {
    const after = periods.findIndex((span) => span[1] >= day);
    if (after < 0) return periods.length - 1;
    const days = (from, to) => (Date.parse(to) - Date.parse(from)) / 864e5;
    const [start] = periods[after];
    return after && day < start && days(periods[after - 1][1], day) < days(day, start) ? after - 1 : after;
  }

  async function apply(answer, isNew, mine) {
    const before = state;
    state = answer.state;
    await Promise.all([draw(), onScreen()]); /* the map first: address and words follow */
    if (mine !== asked) return;
    const search = `?${written(state.query)}`;
    if (isNew && search !== location.search) history.pushState(null, "", `${state.path}${search}`);
    address = location.search;
    document.title = state.window;
    for (const [id, text] of Object.entries(answer.parts)) put(id, text);
    for (const [id, properties] of Object.entries(state.controls)) tell(id, properties);
    if (before.geography !== state.geography || before.layout !== state.layout) cursor = null;
    if (before.geography !== state.geography || !areas) areas = await fetched(state.areas);
    enliven();
  }

  const onScreen = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

  /* A part of the page as the server wrote it, escaped there; what was open stays open. */
  function put(id, text) {
    const slot = document.getElementById(id);
    if (!slot) return;
    const open = [...slot.querySelectorAll("details")].map((found) => found.open);
    const hadFocus = slot.contains(document.activeElement);
    slot.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    [...slot.querySelectorAll("details")].forEach((found, i) => { found.open = Boolean(open[i]); });
    if (hadFocus) {
      slot.tabIndex = -1;
      slot.focus({ preventScroll: true });
    }
  }

  /* A page that Back or Forward mounted anew has empty parts. */
  async function fillEmpty() {
    const mine = asked;
    const words = document.getElementById("map-words");
    if (words && words.childNodes.length) return;
    const text = new URLSearchParams(state.query).toString().replaceAll("%7E", "~");
    const answer = await fetched(`/parts${state.path}?${text}`);
    if (mine === asked) for (const [id, part] of Object.entries(answer.parts)) put(id, part);
  }

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
      const path = event.target.closest(".areas path");
      if (path) choose(path.dataset.id, event.shiftKey || event.ctrlKey || event.metaKey);
    });
    map.addEventListener("pointermove", (event) => {
      const path = event.pointerType === "touch" ? null : event.target.closest(".areas path");
      if (path) tip(path.dataset.id, event.clientX, event.clientY);
      else hideTip();
    });
    map.addEventListener("pointerleave", hideTip);
    map.addEventListener("keydown", walk);
    map.addEventListener("focus", () => { cursor = cursor || state.selected[0] || firstArea(); ring(); say(); });
    map.addEventListener("blur", () => { ring(); hideTip(); });
  }

  const firstArea = () => svg().querySelector(".areas path").dataset.id;

  function choose(id, add) {
    const now = state.selected;
    const next = now.includes(id) ? now.filter((other) => other !== id) : add ? [...now, id] : [id];
    cursor = id;
    state.selected = next;
    ring();
    go({ areas: next.join("~") });
  }

  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  async function walk(event) {
    if (event.key === "Escape") { hideTip(); return; }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(cursor, event.shiftKey);
      return;
    }
    const direction = ARROWS[event.key];
    if (!direction || event.altKey || event.metaKey || event.ctrlKey || !areas[cursor]) return;
    event.preventDefault();
    const { centers } = await fetched(state.shapes);
    const neighbors = areas[cursor][2];
    const isLoose = state.layout === "tiles" || !neighbors.length;
    const next = towards(direction, neighbors, centers) || (isLoose && nearest(direction, centers));
    if (next) { cursor = next; ring(); say(); }
  }

  /* The true neighbor that lies most in a direction. */
  function towards(direction, neighbors, centers) {
    let best = null;
    for (const id of neighbors) {
      if (!centers[id]) continue;
      const { along, length } = step(direction, centers[id], centers[cursor]);
      if (along > 0.2 * length && (!best || along / length > best.along)) best = { id, along: along / length };
    }
    return best && best.id;
  }

  /* Where boundaries are not known, or water lies between: the nearest shape in that direction. */
  function nearest(direction, centers) {
    let best = null;
    for (const id of Object.keys(centers)) {
      if (id === cursor || !areas[id]) continue;
      const { along, length } = step(direction, centers[id], centers[cursor]);
      if (along > 0.45 * length && (!best || length < best.length)) best = { id, length };
    }
    return best && best.id;
  }

  function step(direction, to, from) {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    return { along: dx * direction[0] + dy * direction[1], length: Math.hypot(dx, dy) };
  }

  function words(id) {
    const row = frame.areas.indexOf(id);
    if (row < 0) return state.statuses.m;
    const value = frame.values[row][state.position];
    const code = frame.statuses[row][state.position];
    if (value === null) return state.statuses[code];
    const digits = Math.abs(value).toLocaleString(document.documentElement.lang, {
      minimumFractionDigits: state.number.decimals, maximumFractionDigits: state.number.decimals,
    });
    const sign = value < 0 && Number(digits.replace(/[^0-9.]/g, "")) ? "\u2212" : state.number.signed ? "+" : "";
    const text = sign + state.number.pattern.replace("{}", digits);
    return code === "n" ? text : `${text} (${state.statuses[code]})`;
  }

  function nameOf(id) {
    const name = areas && areas[id] ? areas[id][0] : id;
    return /^\d{5}$/.test(id) && name !== id ? `${id} ${name}` : name;
  }

  function tip(id, x, y) {
    if (!frame || !areas) return;
    let box = document.getElementById("map-tip");
    if (!box) {
      box = document.createElement("div");
      box.id = "map-tip";
      box.className = "tip";
      document.body.append(box);
    }
    const name = document.createElement("b");
    name.textContent = `${state.words.before}${nameOf(id)}`;
    box.replaceChildren(name, words(id));
    const wide = box.offsetWidth;
    box.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - wide - 8))}px`;
    box.style.top = `${Math.max(8, y - box.offsetHeight - 12)}px`;
  }

  function hideTip() {
    const box = document.getElementById("map-tip");
    if (box) box.remove();
  }

  function say() {
    if (!cursor || !areas) return;
    const spoken = document.getElementById("map-spoken");
    if (spoken) spoken.textContent = `${state.words.before}${nameOf(cursor)}: ${words(cursor)}`;
    const box = pathOf(cursor).getBoundingClientRect();
    tip(cursor, box.right, box.top);
  }

  /* Links of the page that only change the chosen areas need no new page. */
  document.addEventListener("click", (event) => {
    const scale = event.target.closest("#map-legend a[data-scale]");
    if (scale && state && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      go({ scale: scale.dataset.scale });
      return;
    }
    const link = event.target.closest("#map-place a[data-areas], #map-table a[href]");
    if (!link || !state || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const wanted = link.dataset.areas ?? new URL(link.href).searchParams.get("areas") ?? "";
    state.selected = wanted ? wanted.split("~") : [];
    go({ areas: wanted });
  });

  clientside.map.isShared = (id) => id in state.together; /* stands for several ZIP codes */
  clientside.map.words = words; /* for tests: a tooltip says what the table says */
})();
