/* The search page: what is told to Sphinx's own search before it starts. */

/* A dotted name is found by its last part: pages that write np. but not linspace are not meant by np.linspace. */
// oxlint-disable-next-line no-unused-vars -- Sphinx's search calls it
var splitQuery = (query) =>
  query
    .split(/[^\p{Letter}\p{Number}_.]+/u)
    .map((word) => word.replace(/^\.+|\.+$/g, ""))
    .map((word) => (/^[\p{Letter}_]/u.test(word) ? word.split(".").at(-1) : word))
    .flatMap((word) => word.split("."))
    .filter((word) => word);

document.addEventListener("DOMContentLoaded", () => {
  "use strict";

  const nothing =
    "Your search did not match any documents. Please make sure that all words are spelled correctly " +
    "and that you've selected enough categories.";
  Documentation.TRANSLATIONS[nothing] = "No page has all of these words. Are they spelled as in the book? Try fewer.";

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
