/* How places rank for what was typed: the rules of components/search/ranking.py, from the same
   rows. What is typed stays here, so the ranking has to be here too; a test holds both together. */

/** @typedef {import("./types").Rules} Rules */
/** @typedef {import("./types").RankedPlace} RankedPlace */

const DISTRICT_NUMBER = /\b(cb|cd)(\d{1,2})\b/g;
const ZIP_CODE = /\b(\d{5})(?:-\d{4})?\b/g;
const WHOLE_NUMBER = /^\d{1,2}$/;

/** @param {string} text */
export const normalized = (text) =>
  text
    .replace(/['\u2019]/g, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, " ")
    .trim();

/** @param {string} text @param {Rules} rules */
export function spelled(text, rules) {
  const words = normalized(text).replace(DISTRICT_NUMBER, "$1 $2").split(" ");
  return words
    .map((word) => rules.same_word[word] ?? word)
    .filter(Boolean)
    .join(" ");
}

/** @param {string} word @param {string} part */
const isBegun = (word, part) => (WHOLE_NUMBER.test(part) ? word === part : word.startsWith(part));

/** @param {Iterable<string>} names @param {string} wanted */
function begins(names, wanted) {
  const words = [...names].flatMap((name) => name.split(" "));
  return wanted.split(" ").every((part) => words.some((word) => isBegun(word, part)));
}

/** Whether one name has a word for every word wanted, in their order.
    @param {string[]} names @param {string} wanted */
function isInOrder(names, wanted) {
  const parts = wanted.split(" ");
  return names.some((name) => {
    let at = 0;
    for (const word of name.split(" ")) if (at < parts.length && isBegun(word, parts[at])) at += 1;
    return at === parts.length;
  });
}

/** The number of the closeness, the lower the better; null where a place does not match.
    @param {RankedPlace} place @param {string} wanted */
function closeness(place, wanted) {
  const { own, used, others } = place;
  if (!wanted) return null;
  if (place.id.toLowerCase() === wanted) return 0;
  if (own[0] === wanted || wanted in used) return 1;
  if (own.includes(wanted)) return 2;
  if (isInOrder(own, wanted)) return own.some((name) => name.startsWith(wanted)) ? 3 : 4;
  if (others.includes(wanted)) return 5;
  const everything = [...own, ...Object.keys(used), ...others];
  if (isInOrder(everything, wanted)) return 6;
  return begins(everything, wanted) ? 7 : null;
}

const without = (text, ending) => (text.endsWith(ending) ? text.slice(0, -ending.length) : text);

/** What a text may name, with the borough it says, the likeliest first.
    @param {string} text @param {Rules} rules @returns {[string, string][]} */
function readings(text, rules) {
  const plain = rules.state.reduce((rest, words) => without(rest, ` ${words}`), text);
  /** @type {[string, string][]} */
  const found = [[text, ""]];
  if (plain !== text) found.push([plain, ""]);
  for (const [name, borough] of rules.boroughs) {
    let rest = without(plain, ` ${name}`);
    if (rest === plain && plain.startsWith(`${name} `)) rest = plain.slice(name.length + 1);
    if (rest !== plain) found.push([rest, borough]);
  }
  return found;
}

/** Places of one reading with their closeness, best first.
    @param {RankedPlace[]} places @param {string} wanted @param {string} borough */
function matches(places, wanted, borough) {
  return places
    .map((place, order) => ({ place, order, closeness: closeness(place, wanted) }))
    .filter((match) => match.closeness !== null)
    .filter((match) => !borough || match.place.borough === borough)
    .sort(
      (a, b) =>
        a.closeness - b.closeness ||
        (a.place.used[wanted] ?? 0) - (b.place.used[wanted] ?? 0) ||
        a.order - b.order,
    );
}

/** Places for what was typed, best first; no guesses.
    @param {string} typed @param {RankedPlace[]} places @param {Rules} rules */
export function ranked(typed, places, rules) {
  const codes = [...typed.matchAll(ZIP_CODE)].map((match) => match[1]);
  const text = spelled(typed.replace(ZIP_CODE, " "), rules);
  let best = [];
  for (const [wanted, borough] of readings(text, rules)) {
    const found = matches(places, wanted, borough);
    if (found.length && (!best.length || found[0].closeness < best[0].closeness)) best = found;
  }
  const coded = codes.flatMap((code) => places.filter((place) => place.id === code));
  const others = best.map((match) => match.place);
  return [...new Set([...coded, ...others])];
}
