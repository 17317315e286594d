/* What the reader has done, from what predict.js and the live cells keep in this browser; to a file, and back. */
(() => {
  "use strict";

  const buttons = document.querySelector(".progress");
  const KEYS = `live:${new URL(document.documentElement.dataset.content_root, document.baseURI).pathname}:`;
  const say = (text) => (buttons.querySelector("[role=status]").textContent = text);
  const BLOCKED = "The browser blocks its storage, so nothing is kept there.";

  const stored = (name) => {
    try {
      const found = JSON.parse(localStorage.getItem(KEYS + name));
      return found && typeof found === "object" ? found : {};
    } catch {
      return {}; // blocked, or not ours
    }
  };

  function show() {
    dispatchEvent(new Event("kept")); // for marks.js
    for (const chapter of document.querySelectorAll(".done[data-page]")) {
      const { page, predictions, questions, checks } = chapter.dataset;
      const said = stored(`${page}.html?predictions`);
      const solved = [stored(page).done ?? []].flat();
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

  const isOurs = (key) => key.startsWith(KEYS);

  function save() {
    if (!(localStorage instanceof Storage)) return say(BLOCKED);
    const kept = Object.keys(localStorage).filter(isOurs).sort();
    const content = Object.fromEntries(kept.map((key) => [key.slice(KEYS.length), localStorage.getItem(key)]));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify({ progress: content }, null, 1)], { type: "application/json" }));
    link.download = "progress.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it only after a moment
    say(`Saved: ${kept.length} entries.`);
  }

  /* What is in both stays in both: nothing that is kept here is lost, but the file has the last word. */
  const isRecord = (value) => value && typeof value === "object" && !Array.isArray(value);
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
    try {
      if (!(localStorage instanceof Storage)) throw new Error("blocked");
      for (const [name, value] of entries) localStorage.setItem(KEYS + name, JSON.stringify(merged(stored(name), value)));
    } catch {
      return say("The browser's storage is full or blocked: not all of the file could be kept.");
    }
    show();
    say(`Loaded: ${entries.length} entries.`);
  }

  function forget() {
    try {
      if (!(localStorage instanceof Storage)) throw new Error("blocked: something else stands in its place");
      for (const key of Object.keys(localStorage)) if (isOurs(key)) localStorage.removeItem(key);
      show();
      say("Everything is forgotten.");
    } catch {
      say("The browser blocks its storage, so nothing kept there can be forgotten.");
    }
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
