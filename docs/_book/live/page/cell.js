/* A cell, and what its bar says. */
import { editor } from "./editor.js";
import { made } from "./element.js";
import { canLink } from "./link.js";
import { keep, kept, page } from "./storage.js";
import { Outputs } from "./outputs.js";
import { Steps } from "./steps.js";

const spoken = page.querySelector("[role=status]");
const speak = (text) => (spoken.textContent = text);

/* In the bar, for those who see; once, in the place that is read out, for those who hear. */
export function say(bar, text, aloud = true) {
  bar.querySelector(".live-said").textContent = text;
  if (aloud) spoken.textContent = text;
}

export function showProgress(bar, loaded, all) {
  if (loaded === all) return say(bar, "Starting …", false);
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
  const place = bar.querySelector(".live-said");
  let progress = place.querySelector("progress");
  if (!progress) {
    progress = made("progress", { ariaLabel: "Loading Python" });
    place.replaceChildren(progress, made("span"));
    spoken.textContent = "Loading Python.";
  }
  Object.assign(progress, { max: all, value: loaded });
  place.lastChild.textContent = ` Python: ${megabytes(loaded)} of ${megabytes(all)} MB, ${Math.floor((100 * loaded) / all)} %`;
}

/* Keep a change, or say that the browser does not. */
export function remember(change) {
  if (keep(change)) page.querySelector("[data-live=forget]").disabled = false;
  else say(page, "Your changes cannot be kept: the browser's storage is full or blocked. Everything else works.");
}

const BROUGHT = "This code came with the link. It is not part of the book; it runs only when you press Run. ";
const HAS_OWN = "Your own code for this cell is kept as it is; Reset brings it back, and changes to this one are not kept.";
const NONE_OWN = "It is not kept unless you change it; Reset brings the book’s code back.";
const AS_IN_BOOK = "The link leads to this cell as it is in the book. ";
const AS_KEPT = "The link leads to this cell as you have changed it.";

/* What came with the link is over, so a reload is not to bring it again. */
export const leaveLink = () => history.replaceState(null, "", location.pathname + location.search);

export class Cell {
  changed() {} // told of each change of the text; see compare.js
  wasEdited() {} // by its reader; see page.js
  constructor(data, index, { run, ask, above }, book) {
    Object.assign(this, data, { index, run });
    this.helper = { ask: (about) => ask(this, about), above: () => above(this), speak };
    /* What an edit is kept by is what it is an edit of: cells may come and go above. */
    const alike = book.slice(0, index).filter((other) => other.source === this.source && other.exercise === this.exercise);
    this.key = `${alike.length} ${this.answer ? this.exercise : this.source}`;
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
  /* Show the code that came with a link. What the reader has kept stays so, and a stranger's code is not kept
     until the reader makes it their own, by a change where nothing of theirs would be lost. */
  show(brought) {
    if (this.editor) this.reset();
    this.brought = brought === this.kept ? undefined : brought;
    this.open();
    const whose = brought === this.source ? AS_IN_BOOK : brought === this.kept ? AS_KEPT : BROUGHT;
    const more = this.hasOwn ? HAS_OWN : whose === BROUGHT ? NONE_OWN : "";
    this.notice = made("p", { className: "live-note", tabIndex: -1 }, whose + more);
    this.input.before(this.notice);
    for (let fold = this.bar.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    this.whole.scrollIntoView({ block: "center" });
    this.notice.focus({ preventScroll: true });
  }
  get kept() {
    return kept().cells[this.key];
  }
  /* Whether a stranger's code stands where the reader has kept some. */
  get hasOwn() {
    return this.brought !== undefined && this.kept !== undefined;
  }
  get text() {
    return this.editor?.text ?? this.source;
  }
  get edited() {
    return this.text !== this.source;
  }
  open() {
    if (this.editor) return;
    const place = made("div", { className: "highlight live-editor" });
    this.input.hidden = false;
    this.input.append(place);
    this.code?.setAttribute("hidden", "");
    this.editor = editor(place, {
      text: this.brought ?? this.kept ?? this.source, label: `Python code of ${this.name}`, helper: this.helper,
      run: () => this.run(this),
      leave: () => this.bar.querySelector("[data-live=run]").focus(),
      changed: () => {
        if (!this.hasOwn) {
          if (this.brought !== undefined) leaveLink();
          this.brought = undefined;
          remember((now) => (now.cells[this.key] = this.text));
        }
        this.changed();
        this.wasEdited();
      },
    });
    this.place = place;
    const names = { Run: "Run", Steps: "Steps of", Stop: "Stop", Reset: "Reset", ...(canLink && { "Copy link": "Copy link to" }) };
    this.bar.replaceChildren(...Object.entries(names).map(([name, label]) => button(name, `${label} ${this.name}`)), made("span", { className: "live-said" }));
    this.whole.classList.add("live-opened"); // to stay: a row that went again would make the page jump
    this.changed();
  }
  /* Begin to show the steps of a run, or show none any more. */
  goThrough(inSteps) {
    this.steps?.remove();
    this.steps = inSteps ? new Steps(this) : null;
  }
  /* As it was built. */
  reset() {
    this.goThrough(false);
    this.editor?.remove();
    this.place?.remove();
    this.notice?.remove();
    this.editor = this.place = null;
    this.brought = undefined;
    if (this.code) this.code.removeAttribute("hidden");
    else this.input.hidden = true;
    this.outputs.restore();
    this.bar.replaceChildren(...this.before);
    say(this.bar, "");
    this.changed();
  }
  /* Say in words what has become of the outputs. */
  result() {
    const whose = this.brought !== undefined ? "The result of the link’s code" : this.edited && !this.answer ? "Your code’s result" : "Your result";
    if (this.outputs.fresh) return "Done. This cell shows nothing.";
    if (this.solved) return `${whose}: the exercise is done.`;
    return this.answer || this.check ? `${whose}.` : whose + this.outputs.compared();
  }
}

export function button(name, label) {
  const pressed = made("button", { type: "button", disabled: name === "Stop", ariaLabel: label }, name);
  pressed.dataset.live = name.toLowerCase();
  return pressed;
}
