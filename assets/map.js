/* The map, repainted from frames: a new period costs no request, a new indicator one frame.
   Words, legend and table follow from the server, which writes them for every reader alike. */
"use strict";

(function () {
  const SETTLED = 140;
  const cache = new Map();
  let state = null; /* of the view whose words stand on the page; `frame` and `areas` are its own */
  let frame = null;
  let areas = null;
  let onMap = null; /* what the map is painted from; a figure chosen is painted before its words */
  let wanted = {}; /* the newest choice, which may not be on the page yet */
  let sought = ""; /* its address */
  let asked = 0; /* numbers the choices: an answer to an older one is not shown */
  let settle = 0;
  let early = {}; /* chosen before the page could answer */
  let cursor = null;

  const VALUELESS = "womx";
  const HIDDEN = "wo";

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

  /* What each control shows; anything else is a person's hand. */
  let shown = {};
  let given = null;

  /* A frame's values travel as whole-number steps; cells without a value have none. */
  const frames = new Map();
  async function frameAt(url) {
    if (!frames.has(url)) {
      const { frame: found, places, steps } = await fetched(url);
      if (places !== null) found.values = found.statuses.map((codes, row) => unpacked(steps[row], codes, 10 ** places));
      frames.set(url, found);
    }
    return frames.get(url);
  }

  /* Shapes that stand for several areas show what the server made of them. */
  async function frameOf({ frame: url, together }) {
    const plain = await frameAt(url);
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
      if (VALUELESS.includes(code)) return null;
      sum += steps[next++];
      return sum / scale;
    });
  }

  clientside.map = {
    /* Called by Dash when the page mounts. */
    update(store) {
      if (store && store.stamp !== given) {
        given = store.stamp;
        adopt(store);
      }
      return clientside.no_update;
    },
  };

  /* A control a person moved: heard from the element, first or mounted, before Dash tells. */
  const CONTROLS = ["slider", "period", "indicator", "geography", "layout", "industry"];
  for (const type of ["input", "change"]) {
    document.addEventListener(type, ({ target }) => {
      const name = CONTROLS.find((known) => target.id === `map-${known}`);
      if (!name) return;
      if (frame) changed(name, target.value);
      else early[name] = target.value;
    });
  }

  function changed(name, value) {
    if (shown[name] === value) return;
    shown[name] = value;
    if (name === "slider") moveTo(Number(value));
    if (name === "period") moveTo(frame.periods.findIndex((span) => span[1] === value));
    /* A layout that was the only one of its boundaries was nobody's choice: it does not stay. */
    const kept = state.layouts[0] === state.layout ? "" : state.layout;
    if (name === "indicator") go({ indicator: value, geography: "", industry: "", layout: kept });
    if (name === "industry") go({ industry: value });
    if (name === "geography") go({ geography: value, areas: "", layout: kept });
    if (name === "layout") go({ layout: value });
  }

  async function adopt(store) {
    const mine = ++asked;
    state = store;
    frame = null;
    sought = location.search;
    document.title = state.window;
    fillEmpty();
    const next = await gathered(state);
    if (mine !== asked) return;
    place(next);
    settleOn(next);
    shown = Object.fromEntries(CONTROLS.map((name) => [name, String(state.controls[`map-${name}`].value)]));
    const chosen = early;
    early = {};
    for (const [name, value] of Object.entries(chosen)) changed(name, value);
    fetched(state.index);
  }

  /* All that a view is drawn from, so that it can be shown in one stroke. */
  async function gathered(of) {
    const [itsFrame, itsAreas, shapes] = await Promise.all(
      [frameOf(of), fetched(of.areas), of.shapes ? fetched(of.shapes) : null]);
    return { state: of, frame: itsFrame, areas: itsAreas, shapes };
  }

  /* Put the map of a view on the page, from the first response or from its shapes. */
  function place({ state: of, frame: its, shapes }) {
    const slot = document.getElementById("map-figure");
    if (!slot) return;
    const isOther = slot.dataset.shapes !== undefined && slot.dataset.shapes !== of.shapes;
    slot.className = `slot map-slot ${of.layout}`;
    if (!shapes) slot.replaceChildren();
    else if (!svg() || isOther) slot.replaceChildren(built(shapes, of));
    slot.dataset.shapes = of.shapes;
    paint({ frame: its, position: of.position, signed: of.signed, within: of.within, geography: of.geography, isShared: Object.keys(of.together).length > 0 });
  }

  /* From now on a view is the page's own. */
  function settleOn(next) {
    if (state.geography !== next.state.geography || state.layout !== next.state.layout) cursor = null;
    ({ state, frame, areas } = next);
    wanted = state.query;
    sought = location.search;
    document.title = state.window;
    markPending(false);
    if (svg()) ring();
    enliven();
  }

  /* The map is ahead of its words, or behind a choice. */
  function markPending(isPending) {
    const slot = document.getElementById("map-figure");
    if (!slot) return;
    slot.setAttribute("aria-busy", String(isPending));
    slot.dataset.pending = state.words.pending;
  }

  const NS = "http://www.w3.org/2000/svg";
  function node(name, attributes) {
    const made = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function built(shapes, of) {
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
    if (of.mark) made.append(parsed(of.mark));
    return made;
  }

  /* The word across simulated maps, as the server wrote it. */
  function parsed(text) {
    const read = new DOMParser().parseFromString(text.replace("<g", `<g xmlns="${NS}"`), "image/svg+xml");
    return document.importNode(read.documentElement, true);
  }

  function boundsAt({ frame: its, position, within }) {
    const own = within ? its.period_classes[position] || [] : [];
    return own.length ? own : its.classes;
  }

  /* What is known of an area in a period: what no frame says is missing, never a value. */
  function cellAt(its, row, position) {
    const code = row === undefined ? undefined : its.statuses[row][position];
    if (code === undefined) return { value: null, code: "m" };
    const value = its.values[row][position];
    return { value: VALUELESS.includes(code) || !Number.isFinite(value) ? null : value, code };
  }

  function colorOf({ value, code }, bounds, signed) {
    if (value === null) return HIDDEN.includes(code) ? "hid" : "mis";
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bounds[middle] < value) low = middle + 1;
      else high = middle;
    }
    const step = bounds.length ? Math.round((low * 6) / bounds.length) : 3;
    return `${signed ? "d" : "s"}${step}${code === "l" ? " low" : ""}`;
  }

  /* The one place where areas are painted. */
  function paint(painting) {
    onMap = painting;
    const { frame: its, position, signed } = painting;
    if (!svg()) return;
    const rows = new Map(its.areas.map((id, row) => [id, row]));
    const bounds = boundsAt(painting);
    for (const path of svg().querySelectorAll(".areas path")) {
      const name = colorOf(cellAt(its, rows.get(path.dataset.id), position), bounds, signed);
      if (path.getAttribute("class") !== name) path.setAttribute("class", name);
    }
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

  /* Time: paint at once, tell the controls, and let the words follow when the hand rests. The
     control counts the periods of the figure its page names, whichever is on the map by now. */
  function moveTo(position) {
    if (position < 0 || position >= frame.periods.length) return;
    const day = frame.periods[position][1];
    const isOwn = onMap.frame === frame;
    paint({ ...onMap, position: isOwn ? position : nearestPeriod(onMap.frame, day) });
    Object.assign(shown, { slider: String(position), period: day });
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
    wanted = Object.fromEntries(Object.entries({ ...wanted, ...changes }).filter(([, value]) => value));
  }

  function tell(id, properties) {
    const name = id.replace("map-", "");
    if ("value" in properties && CONTROLS.includes(name)) shown[name] = String(properties.value);
    clientside.set_props(id, properties);
  }

  /* A changed view, on top of whatever was chosen and is not answered yet. */
  function go(changes) {
    want(changes);
    const mine = asked + 1;
    const opened = open(`?${written(wanted)}`, true);
    paintAhead(wanted, mine).catch(() => {}); /* the answer paints it all the same */
    return opened;
  }

  const written = (query) => new URLSearchParams(query).toString().replaceAll("%7E", "~");

  /* Ask for a view and show it whole; only the newest choice is shown. */
  async function open(search, isNew) {
    const mine = ++asked;
    clearTimeout(settle);
    sought = search;
    markPending(true);
    try {
      const answer = await fetched(`/parts${state.path}${search}`);
      const next = mine === asked ? await gathered(answer.state) : null;
      if (mine === asked) await apply(answer, next, isNew, mine);
    } catch (error) {
      if (mine === asked) location.assign(`${state.path}${search}`); /* the server says in words what is wrong */
    }
  }

  /* Dash does not see views that came from the address alone, so Back and Forward are ours. */
  addEventListener("popstate", () => {
    if (!state || location.pathname !== state.path || location.search === sought) return;
    wanted = Object.fromEntries(new URLSearchParams(location.search));
    open(location.search, false);
  });

  /* The frame of a view is known before the server has written its words: fetch it at once, and
     where only the indicator changes, paint it as soon as it is here. */
  async function paintAhead(query, mine) {
    const { frames: entries } = await fetched(state.index);
    const ours = entries.filter((entry) => entry.indicator_id === query.indicator);
    const { geography } = onMap;
    const first = ours.find((entry) => entry.geography === (query.geography || geography));
    if (!first || ours.filter((entry) => entry.geography === first.geography).length > 1) return;
    const coming = await frameAt(state.index.replace("index.json", first.file));
    if (mine !== asked || first.geography !== onMap.geography || !svg() || onMap.isShared) return;
    const position = query.period ? nearestPeriod(coming, query.period) : newest(coming);
    paint({ ...onMap, frame: coming, position, signed: state.signedIndicators.includes(query.indicator) });
  }

  function newest({ periods, values }) {
    for (let at = periods.length - 1; at >= 0; at--) if (values.some((row) => row[at] !== null)) return at;
    return periods.length - 1;
  }

  function nearestPeriod({ periods }, day) {
    const after = periods.findIndex((span) => span[1] >= day);
    if (after < 0) return periods.length - 1;
    const days = (from, to) => (Date.parse(to) - Date.parse(from)) / 864e5;
    const [start] = periods[after];
    return after && day < start && days(periods[after - 1][1], day) < days(day, start) ? after - 1 : after;
  }

  async function apply(answer, next, isNew, mine) {
    place(next);
    await onScreen(); /* the map first: address and words follow */
    if (mine !== asked) return;
    const search = `?${written(next.state.query)}`;
    if (isNew && search !== location.search) history.pushState(null, "", `${next.state.path}${search}`);
    for (const [id, text] of Object.entries(answer.parts)) put(id, text);
    for (const [id, properties] of Object.entries(next.state.controls)) tell(id, properties);
    settleOn(next);
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
    if (!areas[cursor]) return; /* other boundaries by now */
    const neighbors = areas[cursor][2];
    const isLoose = state.layout === "tiles" || !neighbors.length;
    const next = towards(direction, neighbors, centers) || (isLoose && nearestShape(direction, centers));
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
  function nearestShape(direction, centers) {
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

  /* A figure painted ahead has no words yet. */
  function words(id) {
    if (onMap.frame !== frame) return state.words.pending;
    const row = frame.areas.indexOf(id);
    const { value, code } = cellAt(frame, row < 0 ? undefined : row, onMap.position);
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
