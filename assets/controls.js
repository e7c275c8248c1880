/* The components of our own namespace, as Dash's renderer asks for them: native elements that
   tell Dash their value. What is chosen stays the element's own until Dash is told otherwise. */

const { createElement, useLayoutEffect, useRef } = window.React;

const SAME = ["id", "name", "type", "className", "placeholder", "pattern"];
const MORE = ["min", "max", "step", "maxLength", "autoComplete"];

function attributes(properties, style) {
  const found = {};
  for (const [name, value] of Object.entries(properties)) {
    if (SAME.includes(name) || MORE.includes(name) || /^(data|aria)-/.test(name))
      found[name] = value;
  }
  if (properties.type !== "hidden")
    found.className = `${properties.className ?? ""} ${style}`.trim();
  return found;
}

/* A slider passes many values: Dash is told of the one that a hand rests on. */
const RESTS = 100;

/* An element whose value follows Dash's, and whose hand-made changes Dash is told. */
function told({ value, type, setProps }, element) {
  const moved = useRef(0); /* the newest change that Dash does not know of */
  const wanted = String(value ?? "");
  useLayoutEffect(() => {
    if (!moved.current && element.current.value !== wanted) element.current.value = wanted;
  });
  const tell = () => {
    moved.current = 0;
    if (element.current) setProps({ value: element.current.value });
  };
  /* What a hand moved is on the screen before Dash tells all that it has mounted. */
  const onChange = () =>
    requestAnimationFrame(() => {
      clearTimeout(moved.current);
      moved.current = setTimeout(tell, type === "range" ? RESTS : 0);
    });
  return { ref: element, onChange };
}

function written(one) {
  const option = document.createElement("option");
  option.value = one.value;
  option.textContent = one.label;
  return option;
}

/* Options as they follow each other, those of one theme under its name. */
function grouped(options) {
  const found = [];
  for (const one of options) {
    const last = found.at(-1);
    if (!one.group) found.push(written(one));
    else if (last?.label === one.group) last.append(written(one));
    else {
      const theme = document.createElement("optgroup");
      theme.label = one.group;
      theme.append(written(one));
      found.push(theme);
    }
  }
  return found;
}

/* The options of a select, written where they are others than before: hundreds of them are no
   elements of React's, which would look at each whenever one value changes. */
function offered(element, options) {
  const before = useRef("");
  const now = JSON.stringify(options);
  useLayoutEffect(() => {
    if (before.current === now) return;
    before.current = now;
    const chosen = element.current.value;
    element.current.replaceChildren(...grouped(options));
    if (options.some((one) => one.value === chosen)) element.current.value = chosen;
  });
}

function Select(properties) {
  const { options = [], placeholder } = properties;
  const all = placeholder ? [{ label: placeholder, value: "" }, ...options] : options;
  const own = attributes(properties, "form-select");
  delete own.placeholder;
  const element = useRef(null);
  offered(element, all); /* before the value, which must be one of them */
  return createElement("select", { ...own, ...told(properties, element) });
}

function Input(properties) {
  const own = attributes(properties, "form-control");
  const element = useRef(null);
  const defaultValue = properties.value;
  return createElement("input", { ...own, ...told(properties, element), defaultValue });
}

function State() {
  return null;
}

window.recovery_controls = { Select, Input, State };
