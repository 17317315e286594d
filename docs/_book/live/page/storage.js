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

/* Change it; return whether the browser has kept the change. */
export function keep(change) {
  const now = kept();
  change(now);
  try {
    localStorage.setItem(KEY, JSON.stringify(now));
    return true;
  } catch {
    return false;
  }
}

export const forget = () => localStorage.removeItem(KEY);
