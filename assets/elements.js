/* The elements of a page that events come from. */

/**
 * The element an event came from, typed as our controls are: whoever asks checks its id or form.
 * @param {Event} event
 * @returns {HTMLInputElement}
 */
export function targetOf(event) {
  return /** @type {HTMLInputElement} */ (event.target);
}
