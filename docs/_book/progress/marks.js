/* Beside each chapter in the side bar: how much of what it asks is done. */
(() => {
  "use strict";

  const KEYS = `live:${new URL(document.documentElement.dataset.content_root, document.baseURI).pathname}:`;
  const stored = (name) => {
    try {
      return JSON.parse(localStorage.getItem(KEYS + name)) ?? {};
    } catch {
      return {}; // not ours
    }
  };

  function mark() {
    for (const link of document.querySelectorAll(".sidebar-tree [data-tasks]")) {
      const { page, tasks } = link.dataset;
      const said = Object.entries(stored(`${page}.html?predictions`)).filter(([key, answer]) =>
        key.includes("-exercise-") ? answer?.right === true : (answer?.said ?? null) !== null);
      const done = Math.min(tasks, said.length + [stored(page).done ?? []].flat().length);
      if (done) link.dataset.done = `${done} of ${tasks}`;
      else delete link.dataset.done;
    }
  }

  addEventListener("kept", mark); // by predict.js, progress.js and the live cells
  addEventListener("storage", mark); // in another tab
  mark();
})();
