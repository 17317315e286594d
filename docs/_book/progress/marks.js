/* Beside each chapter in the side bar: how much of what it asks is done. */
(() => {
  "use strict";

  function mark() {
    for (const link of document.querySelectorAll(".sidebar-tree [data-tasks]")) {
      const { page, tasks } = link.dataset;
      const said = Object.entries(bookStorage.read(`${page}.html?predictions`)).filter(([key, answer]) =>
        key.includes("-exercise-") ? answer?.right === true : (answer?.said ?? null) !== null);
      const done = Math.min(tasks, said.length + [bookStorage.read(page).done ?? []].flat().length);
      if (done) link.dataset.done = `${done} of ${tasks}`;
      else delete link.dataset.done;
    }
  }

  addEventListener("kept", mark); // by storage.js
  addEventListener("storage", mark); // in another tab
  mark();
})();
