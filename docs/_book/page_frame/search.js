/* The search page: what is told to Sphinx's own search before it starts. */

/* A dotted name is found by its last part: pages that write np. but not linspace are not meant by np.linspace.
   A number is found whole, as search.py takes it from the pages. */
var splitQuery = (query) =>
  (query.match(/[\p{Letter}\p{Number}_.]+/gu) ?? [])
    .map((word) => (/^\.*[\p{Letter}_]/u.test(word) ? word.replace(/\.+$/, "").split(".").at(-1) : word))
    .flatMap((word) => word.match(/\d+(?:\.\d+)+|[\p{Letter}\p{Number}_]+/gu) ?? []);

/* How many signs are left out, put in, changed or exchanged with the next. */
const mistakes = (typed, meant) => {
  let before, row = Array.from({ length: meant.length + 1 }, (_, j) => j);
  for (let i = 1; i <= typed.length; i++) {
    const next = [i];
    for (let j = 1; j <= meant.length; j++) {
      const same = typed[i - 1] === meant[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      const exchanged = before && j > 1 && typed[i - 1] === meant[j - 2] && typed[i - 2] === meant[j - 1];
      if (exchanged) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row.at(-1);
};

/* The nearest stem in the index and the page that has it; of two as near, the one on more pages. */
const nearest = (stem) => {
  const { terms, titleterms, docnames } = Search._index;
  const known = new Map([...Object.entries(terms), ...Object.entries(titleterms)]);
  if (known.has(stem) || stem.length < 4 || /^\d/.test(stem)) return;
  let best, least = stem.length > 5 ? 2.5 : 1.5;
  for (const [term, found] of known) {
    if (Math.abs(term.length - stem.length) > 2 || /\d/.test(term)) continue;
    const pages = [found].flat(), distance = mistakes(stem, term) - pages.length / 1000;
    if (distance < least) [best, least] = [{ term, page: docnames[pages[0]] }, distance];
  }
  return best;
};

/* Where no page has all the words: the query with the words of the book that are next to those it has not. */
async function suggest(query, summary) {
  const stemmer = new Stemmer(), stem = (word) => stemmer.stemWord(word);
  let meant = query;
  for (const word of splitQuery(query)) {
    const near = nearest(stem(word));
    if (!near) continue;
    /* The index has stems alone; the words themselves stand on the page. */
    const page = await fetch(`${near.page}.html`).then((got) => got.text()).catch(() => "");
    const words = new Set(page && splitQuery(Search.htmlToText(page, "").toLowerCase()));
    const whole = [...words].filter((other) => stem(other) === near.term).map((other) => [mistakes(word, other), other]);
    meant = meant.replace(word, whole.sort(([a], [b]) => a - b)[0]?.[1] ?? near.term);
  }
  if (meant === query) return;
  const link = document.createElement("a");
  link.href = `search.html?q=${encodeURIComponent(meant)}`;
  link.textContent = meant;
  summary.append(" Did you mean ", link, "?");
}

document.addEventListener("DOMContentLoaded", () => {
  "use strict";

  const nothing =
    "Your search did not match any documents. Please make sure that all words are spelled correctly " +
    "and that you've selected enough categories.";
  Documentation.TRANSLATIONS[nothing] = "No page has all of these words. Are they spelled as in the book? Try fewer.";

  /* Sphinx leaves out whole numbers, and says no more than that nothing was found. */
  const { _parseQuery, query } = Search;
  Search._parseQuery = (text) => {
    const parsed = _parseQuery(text);
    splitQuery(text).filter((word) => /^\d+$/.test(word)).forEach((word) => [1, 3].forEach((at) => parsed[at].add(word)));
    return parsed;
  };
  Search.query = (text) => {
    query(text);
    if (!document.querySelector("#search-results li")) suggest(text.toLowerCase(), Search.status);
  };

  /* From a file, a browser may not read other files: the results then come without an excerpt. */
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  /* A screen reader says how many pages were found, once the search has written it. */
  const results = document.getElementById("search-results");
  new MutationObserver((_, observer) => {
    const summary = results.querySelector(".search-summary");
    if (!summary) return;
    summary.setAttribute("role", "status");
    observer.disconnect();
  }).observe(results, { childList: true });
});
