/* What the reader has written and done on this page, kept by the browser alone. It is read anew each time:
   another tab may have written too. */
export const page = document.querySelector(".live-page");
/* With the path of the site, as in live.js: other sites, other copies of the book, may share the storage. */
const ROOT = new URL(document.documentElement.dataset.content_root, document.baseURI).pathname;
const KEY = `live:${ROOT}:${page.dataset.page}`;

/* The texts of cells by what they are an edit of, and the exercises done, whatever lies there. */
export function kept() {
  let found;
  try {
    found = JSON.parse(localStorage.getItem(KEY));
  } catch {} // blocked, or not ours
  const texts = Object.entries(found?.cells ?? {}).filter(([, text]) => typeof text === "string");
  return { cells: Object.fromEntries(texts), done: [found?.done ?? []].flat() };
}

/* Return whether the browser has changed its storage, not what stands in for one that is blocked. */
function changed(change) {
  try {
    change();
    dispatchEvent(new Event("kept")); // for progress/marks.js
    return localStorage instanceof Storage;
  } catch {
    return false;
  }
}

/* Change what is kept; return whether the browser has kept the change. */
export function keep(change) {
  const now = kept();
  change(now);
  return changed(() => localStorage.setItem(KEY, JSON.stringify(now)));
}

export const forget = () => changed(() => localStorage.removeItem(KEY));
