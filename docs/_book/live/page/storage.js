/* What the reader has written and done on this page, kept by the browser alone. It is read anew each time:
   another tab may have written too. */
export const page = document.querySelector(".live-page");
const NAME = page.dataset.page;

/* The texts of cells by what they are an edit of, and the exercises done, whatever lies there. */
export function kept() {
  const found = bookStorage.read(NAME);
  const texts = Object.entries(found.cells ?? {}).filter(([, text]) => typeof text === "string");
  return { cells: Object.fromEntries(texts), done: [found.done ?? []].flat() };
}

/* Change what is kept; return whether the browser has kept the change. */
export function keep(change) {
  const now = kept();
  change(now);
  return bookStorage.write(NAME, now);
}

export const forget = () => bookStorage.write(NAME, undefined);
