/* The chapter as a file with what the reader has changed in it, made of the notebook that the site offers. */
const sourceOf = (cell) => [cell.source].flat().join("");

/* Put the changes of the page into a notebook: an answer stands between the solution and its check. What was
   computed before them is left out from there on, and so is what checks the book's own claims. */
export function withChanges(notebook, cells) {
  const built = notebook.cells, changed = [];
  const lacks = () => new Error("The book has changed since this page was loaded: reload the page.");
  const answers = cells.filter((cell) => cell.answer && cell.text.trim());
  let at = 0;
  for (const cell of cells) {
    if (cell.answer) continue;
    const source = cell.source.replace(/^\n+|\n+$/g, "");
    let place = built.findIndex((each, index) => index >= at && each.cell_type === "code" && sourceOf(each) === source);
    if (place < 0 && (cell.edited || cell.check)) throw lacks();
    if (place < 0) continue;
    const answer = cell.check && answers.find(({ exercise }) => exercise === cell.exercise);
    if (answer) {
      answers.splice(answers.indexOf(answer), 1);
      const before = built[place - 1].cell_type === "markdown" ? place - 1 : place;
      const of = (kind, text) => ({ cell_type: kind, id: `${kind}-${answer.index}`, metadata: {}, source: text });
      const code = { ...of("code", answer.text), outputs: [], execution_count: null };
      built.splice(before, 0, of("markdown", "### Your answer"), code);
      changed.push(code);
      place += 2;
    }
    if (cell.edited) {
      built[place].source = cell.text;
      changed.push(built[place]);
    }
    at = place + 1;
  }
  if (!changed.length) return 0;
  built[0].source = sourceOf(built[0]).replace("\n> ", "\n> With changes by a reader. ");
  const first = built.indexOf(changed[0]);
  for (const cell of built.slice(first)) if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: null });
  notebook.cells = built.filter((cell, index) => index <= first || changed.includes(cell) || !cell.metadata.tags?.includes("asserts"));
  return changed.length;
}

/* In the form that editors and Jupytext take for cells. */
function script({ cells }) {
  const comment = (text) => text.split("\n").map((line) => (line ? `# ${line}` : "#")).join("\n");
  const part = (cell) => (cell.cell_type === "code" ? `# %%\n${sourceOf(cell)}` : `# %% [markdown]\n${comment(sourceOf(cell))}`);
  return `${cells.map(part).join("\n\n")}\n`;
}

/* Save the chapter with the changes; return what is to be said of it. */
export async function take(address, suffix, cells) {
  const answer = await fetch(address, { cache: "no-cache" }).catch(() => ({}));
  if (!answer.ok) throw new Error("The notebook did not load. Are you online? Press again.");
  const notebook = await answer.json(), count = withChanges(notebook, cells);
  const content = suffix === ".py" ? script(notebook) : JSON.stringify(notebook, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  link.download = address.split("/").pop().replace(".ipynb", `${count ? "-changed" : ""}${suffix}`);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it only after a moment
  if (!count) return `Saved: ${link.download}. You have changed nothing in it.`;
  const what = `Saved: ${link.download}, with ${count} changed cell${count > 1 ? "s" : ""}.`;
  return suffix === ".py" ? what : `${what} Outputs are left out from the first change on: run it to see them.`;
}
