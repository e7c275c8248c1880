// The same map as the dashboard's, as one would write it by hand with D3.
const RAMP = ["#e4eef0", "#b5d3d9", "#74aebb", "#33818f", "#0d4f5c"];
const NOTHING = "#ecece8";
const frames = new Map();
const indicator = d3.select("#indicator");
const period = d3.select("#period");
let frame;
let chosen;

async function load(id) {
  if (!frames.has(id)) frames.set(id, await d3.json(`${id}.json`));
  return frames.get(id);
}

function paint() {
  const position = +period.property("value");
  const color = d3.scaleThreshold(frame.classes.slice(0, RAMP.length - 1), RAMP);
  d3.selectAll(".area").style("fill", ({ id }) => {
    const value = frame.values[id]?.[position];
    return value == null ? NOTHING : color(value);
  });
  d3.select("#when").text(frame.periods[position]);
}

function draw() {
  const values = frame.values[chosen] ?? [];
  const x = d3.scaleLinear([0, frame.periods.length - 1], [30, 375]);
  const y = d3.scaleLinear([0, d3.max(values) ?? 1], [220, 10]);
  const line = d3.line((_, i) => x(i), y).defined((value) => value != null);
  const series = d3.select("#series").html("");
  series.append("g").attr("transform", "translate(30)").call(d3.axisLeft(y).ticks(4));
  series.append("path").attr("d", line(values)).attr("fill", "none").attr("stroke", "#0d4f5c");
}

async function show(id) {
  const newest = frame == null || +period.property("value") === frame.latest;
  frame = await load(id);
  period.attr("max", frame.periods.length - 1);
  if (newest) period.property("value", frame.latest);
  paint();
  draw();
}

async function start() {
  const [indicators, areas] = await Promise.all([d3.json("indicators.json"), d3.json("areas.json")]);
  indicator.selectAll("option").data(indicators).join("option")
    .attr("value", (d) => d.id).text((d) => d.title);
  chosen = areas[0].id;
  d3.select("#map").selectAll("path").data(areas).join("path")
    .attr("class", "area").attr("d", (d) => d.path)
    .on("click", (_, d) => { chosen = d.id; draw(); })
    .append("title").text((d) => d.name);
  await show(indicators[0].id);
  indicator.on("change", () => show(indicator.property("value")));
  period.on("input", paint);
}

start();
