/* What a cell shows, in the markup of the built pages, so that it looks the same. */
const SHOWN = 12; // lines of a log; the rest folds, as docs/_book/folding/logs.py does it, but not that of an error

const element = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
};

function log(kind, text) {
  const lines = text.replace(/\n$/, "").split("\n"), shown = kind === "error" ? lines.length : SHOWN;
  const more = lines.length - shown;
  const output = element(`<div class="live-output live-${kind}"></div>`);
  const add = (place, part) => {
    const block = element('<div class="output stream highlight-myst-ansi"><div class="highlight"><pre tabindex="0"></pre></div></div>');
    block.querySelector("pre").textContent = part.join("\n") + "\n";
    place.append(block);
    return block;
  };
  const first = add(output, lines.slice(0, shown));
  if (more > 0) {
    first.classList.add("log");
    output.append(element(`<details class="log"><summary>and ${more} more line${more > 1 ? "s" : ""}</summary></details>`));
    add(output.lastChild, lines.slice(shown));
  }
  return output;
}

/* The place of a cell's outputs: what the build showed, until something new comes. */
export class Outputs {
  constructor(cell) {
    this.place = cell.querySelector(".cell_output");
    if (!this.place) {
      this.place = element('<div class="cell_output docutils container" hidden></div>');
      cell.append(this.place);
    }
    this.built = [...this.place.childNodes];
    this.builtText = [...this.place.querySelectorAll("pre")].map((pre) => pre.textContent).join("");
    this.figures = [...this.place.querySelectorAll("svg.figure")];
  }

  begin() {
    this.text = "";
    this.last = null;
    this.fresh = true;
    this.drawn = 0;
  }

  #add(node, key) {
    if (this.fresh) this.place.replaceChildren();
    this.fresh = false;
    if (key && this.last?.key === key) this.last.node.replaceWith(node);
    else this.place.append(node);
    this.place.hidden = false;
    this.place.classList.add("live-own");
    return { node, key };
  }

  show(kind, first, second) {
    if (kind === "text") {
      const said = (this.last?.key === first ? this.last.said : "") + second;
      this.last = { ...this.#add(log(first, said), first), said };
      this.text += second;
      return;
    }
    const node = { figure: () => this.#figure(first), html: () => element(`<div class="output text_html">${first}</div>`),
      note: () => note(first), error: () => log("error", second) }[kind]();
    this.last = this.#add(node);
  }

  /* A figure keeps the caption and the description of the built one that it replaces. */
  #figure(svg) {
    const built = this.figures[this.drawn++], drawn = element(svg);
    drawn.setAttribute("aria-label", built?.getAttribute("aria-label") ?? "A figure that your code has drawn");
    const frame = built?.closest("figure")?.cloneNode(true);
    if (!frame) return drawn;
    frame.querySelector("svg.figure").replaceWith(drawn);
    return frame;
  }

  /* Say whether the texts are those of the book. */
  compared() {
    if (!this.text) return ".";
    return this.text.trimEnd() === this.builtText.trimEnd() ? ": the same as in the book." : ": not the same as in the book.";
  }

  /* A cell that showed nothing has nothing to keep. */
  end() {
    if (!this.fresh) return;
    this.place.replaceChildren();
    this.place.hidden = true;
  }

  restore() {
    this.place.replaceChildren(...this.built);
    this.place.hidden = !this.built.length;
    this.place.classList.remove("live-own");
  }
}

function note(text) {
  const node = element('<p class="live-note"></p>');
  node.textContent = text;
  return node;
}
