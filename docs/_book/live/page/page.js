/* Cells that run on the page. A press on one of the buttons loads this; nothing runs before Run is
   pressed. What a reader writes stays in the browser. */
import { button, Cell, leaveLink, remember, say, showProgress } from "./cell.js";
import { compare, solutionOf } from "./compare.js";
import { made } from "./element.js";
import { broughtBy, linkTo } from "./link.js";
import { forget, kept, page } from "./storage.js";
import { python } from "./python.js";
import { take } from "./take.js";

const list = new URL(page.dataset.cells, document.baseURI);
let answer = await fetch(list);
if (!answer.ok) answer = await fetch(list, { cache: "reload" }); // the browser may remember that it was missing
if (!answer.ok) throw new Error("the list of the cells is missing");
const book = await answer.json();
if (book.digest !== list.search.slice(1)) throw new Error("The book has changed since this page was loaded: reload the page.");
const inBook = (path) => new URL(path, document.baseURI).href;
const placed = (file) => ({ ...file, url: inBook(file.url) });
const site = { python: inBook(book.python), files: book.files, core: placed(book.core), data: book.data.map(placed) };

const does = { run: (cell) => run(cell), ask, above };
const cells = book.cells.map((data, index) => new Cell(data, index, does, book.cells));
const done = []; // the cells that have run in this Python, in order, with the text that ran
let hasRun = false; // a cell in this Python, to its end or not
let begun; // the cell that ran last
let before; // what was kept before the last Reset or Forget
python.ended = () => {
  done.length = 0;
  hasRun = false;
};
const notebook = document.querySelector(".downloads a[href$='.ipynb']");
if (notebook) {
  const [whole, code] = [".ipynb", ".py"].map((suffix) => button(suffix, `Download with my changes: ${suffix}`));
  notebook.parentElement.append(made("span", { className: "live-all" }, made("br"), "With my changes: ", whole, " · ", code));
}
if (!crypto.subtle) say(page, "This page came without https, so nothing that it loads can be checked.");
python.shown = (cell, kind, first, second) => {
  if (kind === "step") return cell.steps?.add(JSON.parse(first));
  cell.outputs.show(kind, first, second);
  if (kind === "error") cell.editor?.mark(first);
};

const allHaveRun = document.querySelector(".live-not") ? "All cells have run except those that run on your computer only." : "All cells have run.";

const partsOf = (exercise) => cells.filter((cell) => cell.exercise === exercise);
const answered = (exercise) => cells.some((cell) => cell.answer && cell.exercise === exercise && cell.text.trim());

/* An answer that is run is checked at once. */
const checkOf = (cell) => cells.find((each) => each.check && each.exercise === cell.exercise);
const run = (cell) => runUpTo((cell.answer && cell.text.trim() && checkOf(cell)) || cell, cell.bar);
for (const cell of cells.filter((each) => each.answer))
  cell.wasEdited = () => {
    const check = checkOf(cell);
    if (check.outputs.place.matches(".live-own")) say(check.bar, "This was the verdict on your answer before you changed it.", false);
  };

/* The cells that lead to one, itself last. An answer takes the place of the book's solution. */
function planFor(last) {
  return cells.slice(0, last.index + 1).filter((cell) => {
    if (cell === last) return true;
    if (cell.answer) return cell.text.trim();
    return !(cell.solution && cell.exercise !== (last.solution && last.exercise) && answered(cell.exercise));
  });
}

/* Ask what is known at a cell, of what has run: with all that it has made itself, if it was the last. */
function ask(cell, about) {
  const depth = cell === begun ? done.length + 1 : done.filter((each) => each.cell.index <= cell.index).length;
  return python.ask({ depth, ...about });
}

/* The texts above a cell that a reader sees. */
function above(cell) {
  const shown = planFor(cell).filter((each) => each.bar && each !== cell);
  return shown.map((each) => each.text).join("\n");
}

let queue = Promise.resolve(), generation = 0;

/* Run a cell after those above it that have not run as they are now. */
function runUpTo(last, bar = last.bar, { afresh = false, inSteps = false } = {}) {
  const asked = generation;
  if (python.cell !== undefined) say(bar, "Waiting for another cell to finish.");
  queue = queue.then(() => asked === generation && runPlan(last, bar, afresh, inSteps));
  return queue;
}

async function runPlan(last, bar, afresh, inSteps) {
  if (afresh && hasRun) python.end("Python starts again."); // whatever a cell has set in it is gone
  const plan = planFor(last);
  let at = 0;
  while (at < plan.length - 1 && done[at]?.cell === plan[at] && done[at].text === plan[at].text) at++;
  done.length = at;
  busy(bar, true);
  python.cell = null;
  python.progress = (loaded, all) => showProgress(bar, loaded, all);
  let current = last;
  try {
    if (!python.started) say(bar, "Loading Python …");
    await python.start(site);
    for (const cell of plan.slice(at)) {
      current = cell;
      say(bar, cell === last ? "Running …" : `Running ${cell.name} …`, cell === last);
      if (!(await runOne(cell, done.length, inSteps && cell === last))) return stopAt(cell, last, bar);
      done.push({ cell, text: cell.text });
    }
    if (bar === page) return say(bar, allHaveRun);
    tellEnd(last);
    if (bar !== last.bar) say(bar, last.solved ? "Right: the exercise is done." : "Done. See what the check says.", false);
    const { top, bottom } = bar.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) last.bar.scrollIntoView({ block: "nearest" }); // who reads elsewhere stays there
  } catch (error) {
    say(bar, error.message);
    if (current.bar && current.bar !== bar) say(current.bar, "Did not finish.", false);
  } finally {
    python.cell = undefined;
    busy(bar, false);
  }
}

async function runOne(cell, depth, inSteps) {
  hasRun = true;
  python.cell = begun = cell;
  cell.editor?.mark(0);
  if (cell.bar) cell.goThrough(inSteps);
  cell.outputs?.begin();
  const hidden = !cell.bar;
  const solution = cell.check && answered(cell.exercise) ? solutionOf(partsOf(cell.exercise)) : "";
  let good = 0;
  try {
    good = await python.call("run", { depth, name: cell.name, source: cell.text, hidden, solution, in_steps: inSteps });
  } finally {
    cell.outputs?.end(good);
    cell.steps?.show(cell.steps.at);
  }
  if (hidden) {
    page.dataset.failed = Number(page.dataset.failed ?? 0) + good; // 0, unless a reader has changed something
    return true;
  }
  tell(cell, cell.outputs.text);
  const own = partsOf(cell.exercise).every(({ brought }) => brought === undefined); // not what came with a link
  cell.solved = good && cell.check && cell.outputs.text.startsWith("Right") && answered(cell.exercise) && own;
  if (cell.solved) remember((now) => (now.done = [...new Set([...now.done, cell.exercise])]));
  if (good) tellEnd(cell, false);
  else say(cell.bar, "Ended with an error.", false);
  return good;
}

function tellEnd(cell, aloud) {
  say(cell.bar, cell.result(), aloud);
  if (!cell.solved) return;
  const offer = button("Compare", "Compare with the solution");
  offer.dataset.exercise = cell.exercise;
  offer.textContent = offer.ariaLabel;
  cell.bar.querySelector(".live-said").append(" ", offer);
}

/* Behind a check: what is known of the mistake of which it says just this. */
function tell(cell, said) {
  for (let each = cell.whole.nextElementSibling; each?.firstElementChild?.matches(".mistake"); each = each.nextElementSibling) {
    const [known] = each.children;
    known.hidden = !cell.check || known.dataset.said !== said.trim();
  }
}

function stopAt(cell, last, bar) {
  const text = "Ended with an error, see below.";
  if (cell.bar === bar) return say(bar, text);
  say(bar, `An error ended ${cell.name}: `);
  bar.querySelector(".live-said").append(made("a", { href: `#live-${cell.index}` }, "go there"));
}

function busy(bar, on) {
  const stop = bar.querySelector("[data-live=stop]");
  if (!stop) return;
  if (!on && document.activeElement === stop) bar.querySelector("[data-live=run], [data-live=all]").focus();
  stop.disabled = !on;
}

const presses = {
  open(cell) {
    cell.open();
    cell.editor.focus();
    cell.place.scrollIntoView({ block: "nearest" }); // not behind the bar of the page
    if (python.started) return say(cell.bar, "Shift+Enter runs it, too.");
    python.progress = (loaded, all) => cell.editor && showProgress(cell.bar, loaded, all);
    python.start(site).then(
      () => python.cell === undefined && cell.editor && say(cell.bar, "Python is ready."),
      (error) => say(cell.bar, error.message),
    );
  },
  run,
  /* The build has written down those of some cells: they hold while nothing up to the cell is changed. */
  async steps(cell) {
    const asked = generation, unchanged = () => python.cell === undefined && planFor(cell).every((each) => !each.edited);
    const stored = cell.traced && unchanged() && (await fetch(new URL(cell.traced, list)).then((got) => got.ok && got.json(), () => null));
    if (!stored || asked !== generation || !unchanged()) return runUpTo(cell, cell.bar, { inSteps: true });
    cell.goThrough(true);
    for (const step of stored) cell.steps.add(step);
    cell.steps.show(0);
    say(cell.bar, "These are the steps of the run that the book shows.");
  },
  stop() {
    generation++;
    python.end("Stopped. The variables are gone; Run starts afresh.");
  },
  reset(cell) {
    if (cell.brought !== undefined) leaveLink();
    if (cell.hasOwn) {
      cell.reset();
      cell.open();
      cell.editor.focus();
      return say(cell.bar, "Your own code is back.");
    }
    before = kept();
    remember((now) => delete now.cells[cell.key]);
    cell.reset();
    cells.filter((each) => each.check).forEach((each) => tell(each, ""));
    cell.bar.querySelector("button").focus();
    say(cell.bar, cell.answer ? "Your answer is set aside." : "Back to the code of the book.");
    if (cell.key in before.cells) offerUndo(cell.bar);
  },
  async "copy link"(cell) {
    let link;
    try {
      link = await linkTo(cell);
      await navigator.clipboard.writeText(link);
      say(cell.bar, "Copied: the link holds this code as it is now.");
    } catch (error) {
      say(cell.bar, link ? "The browser does not let this page copy. Copy it yourself: " : error.message);
      if (link) cell.bar.querySelector(".live-said").append(made("a", { href: link }, "the link"));
    }
  },
  ".ipynb": () => save(".ipynb"),
  ".py": () => save(".py"),
  compare: (_, pressed) => compare(pressed, partsOf(pressed.dataset.exercise)),
  all: () => runUpTo(cells.findLast((cell) => cell.bar), page, { afresh: true }),
  undo(cell, pressed) {
    const bar = pressed.closest(".live-bar");
    remember((now) => {
      now.cells = { ...before.cells, ...now.cells };
      now.done = [...new Set([...before.done, ...now.done])];
    });
    for (const each of cells) if (each.bar && each.kept !== undefined) each.open();
    pressed.remove(); // where the bar of a cell has not taken it along
    bar.querySelector("button:enabled").focus();
    say(bar, "Your changes are back.");
  },
  forget(_, pressed) {
    before = kept();
    const forgotten = forget();
    cells.filter((cell) => cell.editor).forEach((cell) => cell.reset());
    cells.filter((cell) => cell.check).forEach((cell) => tell(cell, ""));
    page.querySelector("[data-live=all]").focus();
    pressed.disabled = forgotten;
    say(page, forgotten ? "Your changes and results on this page are forgotten." : "The browser blocks its storage, so nothing kept there can be forgotten.");
    if (forgotten) offerUndo(page);
  },
};

/* Not among what is said: the next thing to be said, such as how much is loaded, would take it away. */
function offerUndo(bar) {
  bar.querySelector("[data-live=undo]")?.remove();
  bar.querySelector(".live-said").before(button("Undo", "Undo: bring my changes back"));
}

const save = (suffix) => take(notebook.href, suffix, cells).then((text) => say(page, text), (error) => say(page, error.message));

/* Show what came with the link; nothing of it runs, and Python is not loaded. */
const arrive = () => broughtBy(location.hash, cells).then(({ cell, text }) => cell.show(text), (error) => say(page, error.message));

/* Do what a button says; the bar of the page itself stands for a link that brings code. The bar of a button is
   asked for before the cells were read, which opens what was kept, in its place. */
export function press(pressed, bar) {
  if (pressed === page) return arrive();
  presses[pressed.dataset.live](cells[bar.id.slice("live-".length)], pressed);
}
