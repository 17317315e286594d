/* What the reader has done, from what predict.js and the live cells keep in this browser; to a file, and back. */
(() => {
  "use strict";

  const buttons = document.querySelector(".progress");
  const say = (text) => (buttons.querySelector("[role=status]").textContent = text);
  const { blocked, isRecord, read, texts, write } = bookStorage;

  function show() {
    for (const chapter of document.querySelectorAll(".done[data-page]")) {
      const { page, predictions, questions, checks } = chapter.dataset;
      const said = read(`${page}.html?predictions`);
      const solved = [read(page).done ?? []].flat();
      const count = (names, done) => {
        const all = names.split(" ").filter(Boolean);
        return [all.filter(done).length, all.length];
      };
      const predicted = count(predictions, (key) => (said[key]?.said ?? null) !== null);
      const answered = count(questions, (key) => said[key]?.right === true);
      const checked = count(checks, (label) => solved.includes(label));
      const exercises = [answered[0] + checked[0], answered[1] + checked[1]];
      const of = ([some, all], what) => `${some} of ${all} ${what}`;
      const some = predicted[0] + exercises[0] > 0;
      chapter.textContent = some ? `${of(predicted, "predictions")}, ${of(exercises, "exercises")}` : "";
      chapter.classList.toggle("all", [predicted, exercises].every(([some, all]) => some === all));
    }
  }

  function save() {
    if (blocked) return say("The browser blocks its storage, so nothing is kept there.");
    const content = texts();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify({ progress: content }, null, 1)], { type: "application/json" }));
    link.download = "progress.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it only after a moment
    say(`Saved: ${Object.keys(content).length} entries.`);
  }

  /* What is in both stays in both: nothing that is kept here is lost, but the file has the last word. */
  function merged(mine, other) {
    if (Array.isArray(mine) && Array.isArray(other)) return [...new Set([...mine, ...other])];
    if (!isRecord(mine) || !isRecord(other)) return other;
    return { ...mine, ...Object.fromEntries(Object.entries(other).map(([key, value]) => [key, merged(mine[key], value)])) };
  }

  async function load(file) {
    let entries;
    try {
      const { progress } = JSON.parse(await file.text());
      if (!isRecord(progress)) throw new Error("another kind of file");
      entries = Object.entries(progress).map(([name, text]) => [name, JSON.parse(text)]);
    } catch {
      return say("This file contains no progress saved here. Nothing has changed.");
    }
    const kept = !blocked && entries.every(([name, value]) => write(name, merged(read(name), value)));
    if (!kept) return say("The browser's storage is full or blocked: not all of the file could be kept.");
    show();
    say(`Loaded: ${entries.length} entries.`);
  }

  function forget() {
    if (blocked) return say("The browser blocks its storage, so nothing kept there can be forgotten.");
    for (const name of Object.keys(texts())) write(name, undefined);
    show();
    say("Everything is forgotten.");
  }

  // It stands in the page: one that nothing holds may be collected as garbage while its window is open.
  const chosen = buttons.querySelector("input");
  chosen.addEventListener("change", () => chosen.files.length && load(chosen.files[0]));
  function choose() {
    chosen.value = ""; // the same file may be chosen again
    chosen.click();
  }

  for (const [name, act] of Object.entries({ save, load: choose, forget })) {
    buttons.querySelector(`[data-${name}]`).addEventListener("click", act);
  }
  show();
})();
