/* What a reader has done, kept by the browser alone, a value under each name. Other sites, other copies of the book, may
   share the storage, so keys begin with the path of the site. For one that is blocked, page.html has a stand-in. */
globalThis.bookStorage = (() => {
  "use strict";

  const root = new URL(document.documentElement.dataset.content_root, document.baseURI).pathname;
  const KEYS = `live:${root}:`;
  const blocked = !(localStorage instanceof Storage);
  const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  return {
    root, blocked, isRecord,

    /* All that is there, as it lies there. */
    texts() {
      const ours = Object.keys(localStorage).filter((key) => key.startsWith(KEYS)).sort();
      return Object.fromEntries(ours.map((key) => [key.slice(KEYS.length), localStorage.getItem(key)]));
    },

    read(name) {
      try {
        const found = JSON.parse(localStorage.getItem(KEYS + name));
        return isRecord(found) ? found : {};
      } catch {
        return {}; // not ours
      }
    },

    /* Keep a value, or none any more; return whether the browser has done so. */
    write(name, value) {
      try {
        if (value === undefined) localStorage.removeItem(KEYS + name);
        else localStorage.setItem(KEYS + name, JSON.stringify(value));
      } catch {
        return false; // it is full
      }
      dispatchEvent(new Event("kept")); // for marks.js
      return !blocked;
    },
  };
})();
