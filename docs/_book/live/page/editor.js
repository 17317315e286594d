/* The editor that a cell turns into. Its colours are those of the code around it, by the same classes. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { indentUnit, syntaxHighlighting } from "@codemirror/language";
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { help } from "./help.js";

const KEYS = "Escape leads to Run, Control+Space lists names, Control+I explains the name at the cursor";

const COLOURS = tagHighlighter([
  { tag: tags.comment, class: "c1" },
  { tag: [tags.keyword, tags.self], class: "k" },
  { tag: [tags.bool, tags.null], class: "kc" },
  { tag: tags.number, class: "mi" },
  { tag: tags.string, class: "s2" },
  { tag: [tags.operator, tags.derefOperator], class: "o" },
  { tag: [tags.definition(tags.className), tags.definition(tags.function(tags.variableName))], class: "nf" },
]);

/* The line where something went wrong, or that is next, until it is edited or run again. */
const markLine = StateEffect.define();
const marked = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    if (transaction.docChanged) return Decoration.none;
    const effect = transaction.effects.find((each) => each.is(markLine));
    if (!effect) return marks;
    const { doc } = transaction.state, { line, name } = effect.value;
    if (line < 1 || line > doc.lines) return Decoration.none;
    return Decoration.set([Decoration.line({ class: name }).range(doc.line(line).from)]);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/* Return an editor in `place`; Tab is left to the page, so that it leads on. */
export function editor(place, { text, label, run, leave, changed, helper }) {
  const keys = [
    { key: "Shift-Enter", run: () => (run(), true) },
    { key: "Mod-Enter", run: () => (run(), true) },
    { key: "Ctrl-Enter", run: () => (run(), true) },
    { key: "Escape", run: () => (leave(), true) },
  ];
  const view = new EditorView({
    parent: place,
    doc: text,
    extensions: [
      help(helper),
      keymap.of([...keys, ...defaultKeymap, ...historyKeymap]),
      history(),
      python(),
      indentUnit.of("    "),
      syntaxHighlighting(COLOURS),
      marked,
      EditorView.contentAttributes.of({ "aria-label": label, "aria-description": KEYS, tabindex: "0" }),
      EditorView.updateListener.of((update) => update.docChanged && changed()),
    ],
  });
  /* The site's own keys, such as / for the search, are letters here. */
  view.dom.addEventListener("keydown", (event) => event.stopPropagation());
  return {
    get text() {
      return view.state.doc.toString();
    },
    focus: () => view.focus(),
    remove: () => view.destroy(),
    /* 0 marks none. */
    mark: (line, name = "live-fault") => view.dispatch({ effects: markLine.of({ line, name }) }),
  };
}
