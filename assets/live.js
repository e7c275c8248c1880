/* Says when a page is live. Where it has an island, that is when the controls Dash has mounted
   stand in place of the native ones: in one frame, with what was typed, chosen, opened and
   focused; what was chosen is then heard as a change, as if made just now. */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

const native = document.getElementById("island");
const mount = document.getElementById("react-entry-point");
const CONTROLS = "input:not([type=hidden]), select, textarea";

if (native && mount) {
  const observer = new MutationObserver(() => {
    if (!isMounted()) return;
    observer.disconnect();
    swap();
    goLive();
  });
  observer.observe(mount, { childList: true, subtree: true });
} else {
  goLive();
}

function isMounted() {
  const ids = [...native.querySelectorAll("[id]")].map((found) => CSS.escape(found.id));
  return Boolean(mount.querySelector("*")) && ids.every((id) => mount.querySelector(`#${id}`));
}

function goLive() {
  document.documentElement.classList.add("is-live");
  document.dispatchEvent(new CustomEvent("page:live"));
}

function swap() {
  const focused = /** @type {Control} */ (document.activeElement);
  const again = native.contains(focused) ? twin(focused) : null;
  const caret = again && "selectionStart" in focused ? focused.selectionStart : null;
  const scroll = [window.scrollX, window.scrollY];
  /** @type {NodeListOf<Control>} */
  const controls = native.querySelectorAll(CONTROLS);
  const chosen = [...controls].filter(isChosen).map((from) => [from, twin(from)]);
  const open = [...native.querySelectorAll("details")].map((found) => found.open);
  native.remove();
  mount.hidden = false;
  [...mount.querySelectorAll("details")].forEach((found, i) => {
    found.open = found.open || Boolean(open[i]);
  });
  for (const [from, to] of chosen) if (to) choose(from, to);
  if (again) again.focus({ preventScroll: true });
  if (again && caret !== null) again.setSelectionRange(caret, caret);
  window.scrollTo(scroll[0], scroll[1]);
}

/* The mounted element that stands for a native one. @param {Element} of @returns {Control | null} */
function twin(of) {
  if (of.id) return mount.querySelector(`#${CSS.escape(of.id)}`);
  const selector = of.getAttribute("name")
    ? `${of.localName}[name="${CSS.escape(of.getAttribute("name"))}"]`
    : of.localName;
  const position = [...native.querySelectorAll(selector)].indexOf(/** @type {any} */ (of));
  return /** @type {any} */ ([...mount.querySelectorAll(selector)][position] ?? null);
}

/* Whether a control says something else than the server wrote. @param {Control} control */
function isChosen(control) {
  if (control instanceof HTMLSelectElement) {
    const written = [...control.options].find((option) => option.defaultSelected);
    return control.value !== (written ?? control.options[0])?.value;
  }
  const box = /** @type {HTMLInputElement} */ (control);
  if (["checkbox", "radio"].includes(control.type)) return box.checked !== box.defaultChecked;
  return control.value !== control.defaultValue;
}

/* Choose in a mounted control as a hand would: React hears no value that is only assigned.
   @param {Control} from @param {Control} to */
function choose(from, to) {
  if (["checkbox", "radio"].includes(from.type)) {
    const box = /** @type {HTMLInputElement} */ (to);
    if (box.checked !== /** @type {HTMLInputElement} */ (from).checked) box.click();
    return;
  }
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(to), "value");
  set.call(to, from.value);
  for (const type of ["input", "change"]) to.dispatchEvent(new Event(type, { bubbles: true }));
}
