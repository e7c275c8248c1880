/* Files and parts of views, each fetched once; addresses as the server writes them. */

/** @type {Map<string, Promise<any>>} */
const cache = new Map();

/** There is no line to the server, or it broke. */
export const Unreached = class extends Error {};

/**
 * What is at an address, from memory where it was fetched before. Throws Unreached without a line.
 * @param {string} url
 * @returns {Promise<any>}
 */
export function fetched(url) {
  const known = cache.get(url);
  if (known) return known;
  const answer = reached(url).then((response) => {
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    return response.json();
  });
  answer.catch(() => cache.delete(url));
  cache.set(url, answer);
  return answer;
}

/** @param {string} url @param {RequestInit} [options] */
export const reached = (url, options) =>
  fetch(url, options).catch(() => {
    throw new Unreached(url);
  });

/**
 * What is known to be at an address without having fetched it.
 * @param {string} url
 * @param {unknown} answer
 */
export function remember(url, answer) {
  if (!cache.has(url)) cache.set(url, Promise.resolve(answer));
}

/**
 * A query as it stands in the address bar, without parameters that say nothing.
 * @param {Record<string, string | undefined>} query
 * @returns {string}
 */
export function written(query) {
  /** @type {[string, string][]} */
  const kept = [];
  for (const [name, value] of Object.entries(query)) if (value) kept.push([name, value]);
  return new URLSearchParams(kept).toString().replaceAll("%7E", "~");
}
