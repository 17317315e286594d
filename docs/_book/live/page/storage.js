/* What the reader has written and done on this page, kept by the browser alone. It is read anew each time:
   another tab may have written too. */
export const page = document.querySelector(".live-page");
const KEY = `live:${page.dataset.page}`;

export function kept() {
  try {
    return { cells: {}, done: [], ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    return { cells: {}, done: [] }; // blocked, or not ours
  }
}

/* Return whether the browser has changed its storage, not what stands in for one that is blocked. */
function changed(change) {
  try {
    change();
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
