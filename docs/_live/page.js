/* Cells that run on the page. A press on one of the buttons loads this; nothing runs before Run is
   pressed. What a reader writes stays in the browser. */
import { editor } from "./editor.js";
import { Outputs } from "./outputs.js";

const page = document.querySelector(".live-page");
const answer = await fetch(new URL(page.dataset.cells, document.baseURI));
if (!answer.ok) throw new Error("the list of the cells is missing");
const book = await answer.json();
const inBook = (path) => new URL(path, document.baseURI).href;
const spoken = page.querySelector("[role=status]");
const KEY = `live:${page.dataset.page}`;

/* What the reader has written and done. Read anew each time: another tab may have written too. */
const kept = () => {
  try {
    return { cells: {}, done: [], ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    return { cells: {}, done: [] };
  }
};
function keep(change) {
  const now = kept();
  change(now);
  try {
    localStorage.setItem(KEY, JSON.stringify(now));
    page.querySelector("[data-live=forget]").disabled = false;
  } catch {
    say(page, "Your changes cannot be kept: the browser's storage is full or blocked. All else works.");
  }
}

/* Python, in a worker that one call at a time is made to. Stopping it is its end: the next call starts another. */
const python = {
  call(call, data) {
    this.worker ??= this.begin();
    return new Promise((resolve, reject) => {
      Object.assign(this, { resolve, reject });
      this.worker.postMessage({ call, ...data });
    });
  },
  begin() {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.progress) this.progress?.(...data.progress);
      else if (data.shown) show(this.cell, ...data.shown);
      else if ("failed" in data) this.end(data.file ? `${data.failed}. Is there a connection? Run tries again.`
        : `Python has come to its end (${data.failed}), perhaps for want of memory. Its variables are gone; Run starts over.`);
      else this.resolve(data.answer);
    };
    worker.onerror = () => this.end("The worker that runs Python did not arrive. Is there a connection? Run tries again.");
    return worker;
  },
  /* Python with NumPy and the core; started once, and again after it was stopped. */
  start() {
    const { python: at, core, files } = book;
    const data = { python: inBook(at), files, core: { ...core, url: inBook(core.url) } };
    return (this.started ??= this.call("start", data));
  },
  end(reason) {
    this.worker?.terminate();
    this.worker = this.started = null;
    done.length = 0;
    this.reject?.(new Error(reason));
  },
};

function show(cell, kind, first, second) {
  cell.outputs.show(kind, first, second);
  if (kind === "error") cell.editor?.mark(first);
}

const done = []; // the cells that have run in this Python, in order, with the text that ran

class Cell {
  constructor(data, index) {
    Object.assign(this, data, { index });
    this.bar = document.getElementById(`live-${index}`);
    if (!this.bar) return; // hidden
    this.whole = this.bar.closest(".cell");
    this.input = this.whole.querySelector(".cell_input");
    this.code = this.input.firstElementChild;
    this.outputs = new Outputs(this.whole);
    this.before = [...this.bar.childNodes];
    if (this.kept === undefined) return;
    this.open();
    this.bar.closest("details")?.setAttribute("open", "");
  }
  get kept() {
    const own = kept().cells[this.index];
    return own?.built === this.source ? own.text : undefined; // the book may have changed since
  }
  get text() {
    return this.editor?.text ?? this.source;
  }
  get edited() {
    return this.text !== this.source;
  }
  open() {
    if (this.editor) return;
    const place = document.createElement("div");
    place.className = "highlight live-editor";
    this.input.hidden = false;
    this.input.append(place);
    this.code?.setAttribute("hidden", "");
    const run = () => runUpTo(this);
    this.editor = editor(place, {
      text: this.kept ?? this.source, label: `Python code of ${this.name}`, run,
      leave: () => this.bar.querySelector("[data-live=run]").focus(),
      changed: () => keep((now) => (now.cells[this.index] = { built: this.source, text: this.text })),
    });
    this.place = place;
    this.bar.replaceChildren(...["Run", "Stop", "Reset"].map((name) => button(name, `${name} ${this.name}`)), said());
    this.bar.classList.add("live-open");
  }
  /* As it was built. */
  reset() {
    this.editor?.remove();
    this.place?.remove();
    this.editor = this.place = null;
    if (this.code) this.code.removeAttribute("hidden");
    else this.input.hidden = true;
    this.outputs.restore();
    this.bar.replaceChildren(...this.before);
    this.bar.classList.remove("live-open");
    say(this.bar, "");
  }
  /* Say in words what has become of the outputs. */
  result() {
    const whose = this.edited && !this.answer ? "Your code’s result" : "Your result";
    if (this.outputs.fresh) return "Has run. This cell shows nothing.";
    if (this.solved) return `${whose}: the exercise is done.`;
    return this.answer || this.check ? `${whose}.` : whose + this.outputs.compared();
  }
}

function button(name, label) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: name, disabled: name === "Stop" });
  made.dataset.live = name.toLowerCase();
  made.setAttribute("aria-label", label);
  return made;
}

function said() {
  const made = document.createElement("span");
  made.className = "live-said";
  return made;
}

/* In the bar, for those who see; once, in the place that is read out, for those who hear. */
function say(bar, text, aloud = true) {
  bar.querySelector(".live-said").textContent = text;
  if (aloud) spoken.textContent = text;
}

function showProgress(bar, loaded, all) {
  if (loaded === all) return say(bar, "Starting …", false);
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
  const place = bar.querySelector(".live-said");
  let progress = place.querySelector("progress");
  if (!progress) {
    place.replaceChildren(document.createElement("progress"), document.createElement("span"));
    progress = place.firstChild;
    progress.setAttribute("aria-label", "Loading Python");
    spoken.textContent = "Loading Python.";
  }
  Object.assign(progress, { max: all, value: loaded });
  place.lastChild.textContent = ` Python: ${megabytes(loaded)} of ${megabytes(all)} MB, ${Math.floor((100 * loaded) / all)} %`;
}

const cells = book.cells.map((data, index) => new Cell(data, index));
const answered = (exercise) => cells.some((cell) => cell.answer && cell.exercise === exercise && cell.text.trim());

/* The cells that lead to one, itself last. An answer takes the place of the book's solution. */
function planFor(last) {
  return cells.slice(0, last.index + 1).filter((cell) => {
    if (cell === last) return true;
    if (cell.answer) return cell.text.trim();
    return !(cell.solution && cell.exercise !== (last.solution && last.exercise) && answered(cell.exercise));
  });
}

let queue = Promise.resolve(), generation = 0;

/* Run a cell after those above it that have not run as they are now. */
function runUpTo(last, bar = last.bar) {
  const asked = generation;
  if (python.cell !== undefined) say(bar, "Waits for the cell that runs.");
  queue = queue.then(() => asked === generation && runPlan(last, bar));
  return queue;
}

async function runPlan(last, bar) {
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
    await python.start();
    for (const cell of plan.slice(at)) {
      current = cell;
      say(bar, cell === last ? "Running …" : `Running ${cell.name} …`, cell === last);
      if (!(await runOne(cell, done.length))) return stopAt(cell, last, bar);
      done.push({ cell, text: cell.text });
    }
    say(bar, bar === page ? "All cells have run." : last.result());
  } catch (error) {
    say(bar, error.message);
    if (current !== last && current.bar) say(current.bar, "Did not come to its end.", false);
  } finally {
    python.cell = undefined;
    busy(bar, false);
  }
}

async function runOne(cell, depth) {
  python.cell = cell;
  cell.editor?.mark(0);
  cell.outputs?.begin();
  const hidden = !cell.bar;
  const good = await python.call("run", { depth, name: cell.name, source: cell.text, hidden });
  if (hidden) {
    page.dataset.failed = Number(page.dataset.failed ?? 0) + good; // 0, unless a reader has changed something
    return true;
  }
  if (good) cell.outputs.end();
  cell.solved = good && cell.check && cell.outputs.text.startsWith("Right") && answered(cell.exercise);
  if (cell.solved) keep((now) => (now.done = [...new Set([...now.done, cell.exercise])]));
  say(cell.bar, good ? cell.result() : "Ended with an error.", false);
  return good;
}

function stopAt(cell, last, bar) {
  const text = "Ended with an error, see below.";
  if (cell === last && bar !== page) return say(bar, text);
  say(bar, `An error ended ${cell.name}: `);
  const link = document.createElement("a");
  Object.assign(link, { href: `#live-${cell.index}`, textContent: "go there" });
  bar.querySelector(".live-said").append(link);
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
    if (python.started) return say(cell.bar, "Shift+Enter runs it, too.");
    python.progress = (loaded, all) => showProgress(cell.bar, loaded, all);
    python.start().then(
      () => python.cell === undefined && cell.editor && say(cell.bar, "Python is ready."),
      (error) => say(cell.bar, error.message),
    );
  },
  run: (cell) => runUpTo(cell),
  stop() {
    generation++;
    python.end("Stopped. The variables are gone; Run starts over by itself.");
  },
  reset(cell) {
    keep((now) => delete now.cells[cell.index]);
    cell.reset();
    cell.bar.querySelector("button").focus();
    say(cell.bar, "As in the book again.");
  },
  all() {
    done.length = 0;
    return runUpTo(cells.findLast((cell) => cell.bar), page);
  },
  forget(_, pressed) {
    localStorage.removeItem(KEY);
    cells.filter((cell) => cell.editor).forEach((cell) => cell.reset());
    page.querySelector("[data-live=all]").focus();
    pressed.disabled = true;
    say(page, "Your changes and results on this page are forgotten.");
  },
};

/* Do what a button says. */
export function press(pressed) {
  const bar = pressed.closest(".live-bar");
  presses[pressed.dataset.live](cells[bar.id.slice("live-".length)], pressed);
}
