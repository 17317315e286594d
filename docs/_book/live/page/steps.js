/* A run line by line: the line that is next is marked, and the variables say what the one before has changed. */
import { made } from "./element.js";

/* The entries of a small array as a grid, the larger the stronger; a sign says which are negative. */
function grid({ shape, type, rows }) {
  const numbers = rows.flat().map((entry) => (entry === "True" ? 1 : Number(entry) || 0));
  const largest = Math.max(...numbers.map(Math.abs).filter(Number.isFinite)) || 1;
  const table = made("table", { className: "live-grid" });
  rows.forEach((row, at) => {
    table.insertRow().append(...row.map((entry, column) => {
      const cell = made("td", {}, entry.replace("-", "\u2212")), number = numbers[at * row.length + column];
      cell.classList.toggle("live-negative", number < 0);
      cell.style.setProperty("--part", `${Math.round(30 * Math.min(1, Math.abs(number) / largest))}%`);
      return cell;
    }));
  });
  return made("div", {}, made("div", { className: "live-shape" }, `array ${shape}, ${type}`), table);
}

export class Steps {
  constructor(cell) {
    this.cell = cell;
    this.lines = cell.text.split("\n");
    this.steps = [];
    this.at = 0;
    const button = (text, by) => made("button", { type: "button", onclick: () => this.show(this.at + by) }, text);
    this.back = button("Back", -1);
    this.next = button("Next", 1);
    const show = () => this.show(Number(this.slider.value));
    this.slider = made("input", { type: "range", min: 0, max: 0, value: 0, ariaLabel: "Step", oninput: show });
    this.says = made("p", { role: "status" });
    this.table = made("table");
    const controls = made("div", { className: "live-steps-controls" }, this.back, this.slider, this.next);
    const region = { className: "live-steps-variables", tabIndex: 0, role: "region", ariaLabel: "Variables" };
    this.variables = made("div", region, this.table);
    const group = { className: "live-steps", role: "group", ariaLabel: `${cell.name}, line by line` };
    this.place = made("div", group, controls, this.says, this.variables);
    cell.bar.after(this.place);
  }

  /* The first two are shown as they come; those behind them only make the slider longer, until all are there. */
  add(step) {
    if (step) this.steps.push(step);
    else this.cut = true;
    this.slider.max = this.steps.length - 1;
    if (this.steps.length <= 2) this.show(this.at);
  }

  show(at) {
    this.at = Math.max(0, Math.min(at, this.steps.length - 1));
    const step = this.steps[this.at];
    const frames = []; // what is known in each function that runs, the cell's own first
    for (const each of this.steps.slice(0, this.at + 1)) {
      frames.length = Math.min(frames.length, each.depth);
      Object.assign((frames[each.depth - 1] ??= {}), each.changed);
    }
    const last = this.at === this.steps.length - 1;
    this.slider.value = this.at;
    for (const [button, ends, other] of [[this.back, this.at === 0, this.next], [this.next, last, this.back]]) {
      if (ends && document.activeElement === button) other.focus(); // what is disabled loses it
      button.disabled = ends;
    }
    const changed = Object.keys(step.changed);
    this.says.textContent = [
      `Step ${this.at + 1} of ${this.steps.length}.`,
      step.line ? `Line ${step.line} is next: ${this.lines[step.line - 1]?.trim()}.` : step.function ? `${step.function} returns.` : "The cell has ended.",
      changed.length && this.at ? `Changed: ${changed.join(", ")}.` : "",
      last && this.cut ? "The rest ran without being recorded." : "",
    ].join(" ").trim();
    this.cell.editor?.mark(step.line, "live-next");
    this.table.replaceChildren(made("caption", {}, step.function ? `Variables of ${step.function}` : "Variables"));
    for (const [name, value] of Object.entries(frames[step.depth - 1])) {
      const row = this.table.insertRow(), is = changed.includes(name) && this.at > 0;
      row.classList.toggle("live-changed", is);
      row.append(made("th", { scope: "row" }, name), made("td", {}, typeof value === "string" ? value : grid(value)));
    }
    this.variables.scrollTop = this.table.querySelector(".live-changed")?.offsetTop ?? this.variables.scrollTop;
  }

  remove() {
    this.place.remove();
    this.cell.editor?.mark(0);
  }
}
