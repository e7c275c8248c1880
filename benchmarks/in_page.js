// Watches a page from its first moment; `AREAS` selects the map's areas, `COLORED` is how many
// of them must be colored for the map to count as painted.
(() => {
  const fills = () => [...document.querySelectorAll(AREAS)].map((area) => getComputedStyle(area).fill);
  const colored = () => {
    const areas = document.querySelectorAll(AREAS);
    return areas.length >= COLORED && fills().filter((fill) => fill !== "none").length >= COLORED;
  };
  // What stands in the page when a frame is prepared is on the screen right after that frame.
  const afterThisFrame = (then) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(performance.now());
    channel.port2.postMessage(0);
  };
  const when = (true_, then) => requestAnimationFrame(() =>
    true_() ? afterThisFrame(then) : when(true_, then));
  const seen = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each))
    .observe({ type, buffered: true });

  const REPAINTED_WITHIN = 20_000;
  const watched = (window.watched = {
    painted: null, first: null, live: null, blocking: 0, longest: 0, largest: 0, shift: 0, interaction: 0,
  });
  const tasks = [];
  const judge = () => {
    const after = tasks.filter((task) => watched.first !== null
      && task.startTime + task.duration > watched.first);
    watched.longest = Math.max(0, ...after.map((task) => task.duration));
  };
  seen("paint", (entry) => {
    if (entry.name === "first-contentful-paint") watched.first = entry.startTime;
    judge();
  });
  document.addEventListener("page:live", () => { watched.live = performance.now(); });
  seen("longtask", (task) => {
    watched.blocking += Math.max(0, task.duration - 50);
    tasks.push(task);
    judge();
  });
  seen("largest-contentful-paint", (entry) => { watched.largest = entry.startTime; });
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    if (entry.interactionId) watched.interaction = Math.max(watched.interaction, entry.duration);
  })).observe({ type: "event", durationThreshold: 16 });
  seen("layout-shift", (entry) => { if (!entry.hadRecentInput) watched.shift += entry.value; });
  if (AREAS) when(colored, (now) => { watched.painted = now; });

  // Bytes of whatever had arrived in full when the map was painted.
  watched.bytesBeforePaint = () => [
    ...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource"),
  ].filter((entry) => entry.responseEnd <= watched.painted)
    .reduce((bytes, entry) => bytes + entry.transferSize, 0);
  // Milliseconds from an act until the map it changes is on the screen.
  watched.repainted = (act) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`not repainted within ${REPAINTED_WITHIN} ms`)), REPAINTED_WITHIN);
    const before = fills().join();
    const start = performance.now();
    act();
    when(() => fills().join() !== before, (now) => resolve(now - start));
  });
  const write = (control, value) => {
    const kind = control instanceof HTMLSelectElement ? HTMLSelectElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(control, value);
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };
  watched.step = (selector) => {
    const control = document.querySelector(selector);
    write(control, String(Number(control.value) - 1));
  };
  watched.choose = (selector, value) => write(document.querySelector(selector), value);
})();
