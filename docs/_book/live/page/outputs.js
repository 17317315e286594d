/* What a cell shows, in the markup of the built pages, so that it looks the same. */
import { made } from "./element.js";

const SHOWN = 12; // lines of a log, as much as the book's own have; the rest folds, but not that of an error

const element = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  /* The policy of the page stops scripts. These would lead away from it without one, and a cell may have come with a link. */
  for (const each of template.content.querySelectorAll("meta, base, link, iframe, object, embed, form")) each.remove();
  return template.content.firstElementChild;
};

/* A text that is added to; to build it anew for each piece would keep the page from answering. */
function log(kind, shown = SHOWN) {
  const output = element(`<div class="live-output live-${kind}"></div>`);
  const block = (place) => {
    place.append(element('<div class="output stream highlight-myst-ansi"><div class="highlight"><pre tabindex="0"></pre></div></div>'));
    return place.lastChild.querySelector("pre");
  };
  const first = block(output);
  let rest, summary, lines = 0; // that have ended
  const add = (text) => {
    const parts = text.match(/[^\n]*\n|[^\n]+/g) ?? [], head = parts.splice(0, Math.max(0, shown - lines));
    for (const part of [...head, ...parts]) lines += part.endsWith("\n");
    first.append(head.join(""));
    if (!parts.length) return;
    if (!rest) {
      first.closest(".output").classList.add("log");
      const fold = element('<details class="log"><summary></summary></details>');
      summary = fold.firstChild;
      output.append(fold);
      rest = block(fold);
    }
    rest.append(parts.join(""));
    const more = lines - shown + !text.endsWith("\n");
    summary.textContent = `and ${more} more line${more > 1 ? "s" : ""}`;
  };
  return { kind, output, add };
}

function error(text) {
  const { output, add } = log("error", Infinity);
  add(text);
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
    this.place.style.minHeight = `${this.place.offsetHeight}px`; // what comes line by line moves nothing below
  }

  #add(node) {
    if (this.fresh) this.place.replaceChildren();
    this.fresh = false;
    this.place.append(node);
    this.place.hidden = false;
    this.place.classList.add("live-own");
    this.place.classList.remove("covered"); // the reader has run what was asked about
  }

  show(kind, first, second) {
    if (kind === "text") {
      this.text += second;
      if (this.last?.kind === first) return this.last.add(second);
      this.last = log(first);
      this.last.add(second);
      return this.#add(this.last.output);
    }
    const node = { figure: () => this.#figure(first), html: () => element(`<div class="output text_html">${first}</div>`),
      note: () => made("p", { className: "live-note" }, first), error: () => error(second) }[kind]();
    this.last = null;
    this.#add(node);
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

  /* A cell that came to its end and showed nothing has nothing to keep. */
  end(good) {
    this.place.style.minHeight = "";
    if (!good || !this.fresh) return;
    this.place.replaceChildren();
    this.place.hidden = true;
  }

  restore() {
    this.place.replaceChildren(...this.built);
    this.place.hidden = !this.built.length;
    this.place.classList.remove("live-own");
  }
}
