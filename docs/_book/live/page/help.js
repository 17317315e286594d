/* What helps while a cell is written: names to go on with, the arguments of a call, what a name stands for. Python says
   it where it is idle; until then, and while a cell runs, the texts of the cells say at least which names there are. */
import { autocompletion, closeCompletion, selectedCompletion } from "@codemirror/autocomplete";
import { pythonLanguage } from "@codemirror/lang-python";
import { syntaxTree } from "@codemirror/language";
import { Prec, StateEffect, StateField } from "@codemirror/state";
import { closeHoverTooltips, EditorView, hasHoverTooltips, hoverTooltip, keymap, showTooltip } from "@codemirror/view";

const BEFORE = /(?<![\p{L}\d_.)\]"'])(?:([\p{L}_][\p{L}\d_.]*)\.)?([\p{L}_][\p{L}\d_]*)?$/u;
const LEAST = 2; // letters after which names are listed unasked
const UNKNOWN = "Nothing is known of it before its cell has run, and while one runs.";
const LOOK = EditorView.theme({
  ".cm-tooltip.cm-tooltip": {
    maxWidth: "min(36rem, 100vw - 1rem)",
    border: "1px solid var(--color-foreground-border)",
    background: "var(--color-background-primary)",
    color: "var(--color-foreground-primary)",
    lineHeight: 1.4,
  },
  ".cm-tooltip.cm-tooltip > ul": { overflow: "hidden", minWidth: 0, maxWidth: "100%", maxHeight: "none", fontFamily: "var(--font-stack--monospace)" },
  ".cm-tooltip.cm-tooltip > ul > li": { padding: "0.2rem 0.5rem", lineHeight: 1.4 },
  ".cm-tooltip.cm-tooltip > ul > li[aria-selected]": { background: "var(--color-link)", color: "var(--color-background-primary)" },
  ".cm-completionListIncompleteTop:before, .cm-completionListIncompleteBottom:after": { opacity: 1 },
  ".cm-completionDetail": { color: "var(--color-foreground-secondary)", fontFamily: "var(--font-stack)", fontStyle: "normal" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".live-tip": { padding: "0.25rem 0.5rem", fontFamily: "var(--font-stack)", overflowWrap: "anywhere" },
  ".live-tip code": { padding: 0, border: 0, background: "none", fontSize: "inherit" },
});

/* Whether a place is in code, not in a text or a comment. */
function inCode(state, position) {
  for (let node = syntaxTree(state).resolveInner(position, -1); node; node = node.parent) {
    if (node.name === "FormatReplacement") return true;
    if (/String$|^Comment/.test(node.name)) return false;
  }
  return true;
}

/* All names that stand in a text. */
function namesIn(text) {
  const found = new Set();
  pythonLanguage.parser.parse(text).iterate({ enter: ({ name, from, to }) => void (name === "VariableName" && found.add(text.slice(from, to))) });
  return found;
}

const names = ({ ask, above }) => async (context) => {
  const { state, pos, explicit } = context, line = state.doc.lineAt(pos);
  const found = line.text.slice(0, pos - line.from).match(BEFORE);
  if (!found || !inCode(state, pos)) return null;
  const [, owner = "", start = ""] = found, from = pos - start.length;
  if (!explicit && !owner && start.length < LEAST) return null;
  const [known, whole] = (await ask({ name: owner, start })) ?? [[], false];
  const options = known.map(([label, detail]) => ({ label, detail }));
  if (!owner) {
    const lines = new Set(known.map(([label]) => label));
    const written = namesIn(`${above()}\n${state.sliceDoc(0, from)} ${state.sliceDoc(pos)}`);
    for (const label of written) if (!lines.has(label)) options.push({ label });
  }
  const validFor = (text) => whole && text.startsWith(start) && /^[\p{L}\d_]*$/u.test(text);
  return options.length ? { from, options, validFor } : null;
};

/* The name at a place, with what stands before its dots; null where there is none. */
function nameAt(state, position) {
  for (const side of [-1, 1]) {
    const { name, from, to, parent } = syntaxTree(state).resolveInner(position, side);
    if (name === "VariableName") return { from, to, text: state.sliceDoc(from, to) };
    if (name === "PropertyName") return { from, to, text: state.sliceDoc(parent.from, to) };
  }
  return null;
}

/* What is called where the arguments at a place stand. */
function callAt(state, position) {
  const end = position - state.sliceDoc(0, position).match(/\s*$/)[0].length;
  for (let node = syntaxTree(state).resolveInner(end, -1); node; node = node.parent) {
    const closed = node.lastChild?.name === ")" && node.lastChild.to <= position;
    if (node.name !== "ArgList" || closed || node.from >= position || node.parent.name !== "CallExpression") continue;
    const { from, to } = node.parent.firstChild;
    return { from, text: state.sliceDoc(from, to) };
  }
  return null;
}

/* What was said of a name, as a tooltip. */
function drawn([head, line]) {
  const dom = document.createElement("div"), code = document.createElement("code");
  dom.className = "live-tip";
  dom.setAttribute("role", "tooltip");
  code.textContent = head;
  dom.append(code, line && document.createElement("br"), line);
  return { dom };
}

/* One at a time: that of a call stays while the cursor is among its arguments. */
const tell = StateEffect.define();
const told = StateField.define({
  create: () => null,
  update(now, transaction) {
    const effect = transaction.effects.find((each) => each.is(tell));
    if (effect) return effect.value;
    if (!now || !(transaction.docChanged || transaction.selection)) return now;
    const call = now.call && callAt(transaction.state, transaction.state.selection.main.head);
    return call?.text === now.call && call ? { ...now, pos: call.from } : null;
  },
  provide: (field) => showTooltip.from(field),
});

const tip = (said, pos, call) => tell.of({ pos, above: true, create: () => drawn(said), call });

/* Extensions for an editor. `ask` asks Python, which may not answer; `above` is the text of the cells above;
   `speak` has something read out. */
export function help({ ask, above, speak }) {
  const describe = async (view) => {
    const { state } = view, { head } = state.selection.main;
    const place = nameAt(state, head) ?? callAt(state, head);
    if (!place) return speak("There is no name at the cursor.");
    const said = (await ask({ name: place.text })) ?? [place.text, UNKNOWN];
    if (view.state !== state) return;
    view.dispatch({ effects: tip(said, place.from) });
    speak(said.join(" "));
  };
  const close = (view) => {
    if (!view.state.field(told) && !hasHoverTooltips(view.state)) return false;
    view.dispatch({ effects: [tell.of(null), closeHoverTooltips] });
    return true;
  };
  /* Who has written a name to its end, and presses Enter, ends the line. */
  const endLine = (view) => {
    const { label } = selectedCompletion(view.state) ?? {}, { head } = view.state.selection.main;
    if (label && nameAt(view.state, head)?.text.split(".").pop() === label) closeCompletion(view);
    return false;
  };
  const called = async ({ state, view, transactions, focusChanged }) => {
    if (focusChanged && !view.hasFocus) return close(view);
    if (!transactions.some((each) => each.isUserEvent("input"))) return;
    const call = callAt(state, state.selection.main.head);
    if (!call || call.text === state.field(told)?.call) return;
    const said = await ask({ name: call.text });
    if (said && view.hasFocus && callAt(view.state, view.state.selection.main.head)?.text === call.text)
      view.dispatch({ effects: tip(said, call.from, call.text) });
  };
  const hovered = async ({ state }, position) => {
    const place = nameAt(state, position), said = place && (await ask({ name: place.text }));
    return said && { pos: place.from, end: place.to, above: true, create: () => drawn(said) };
  };
  return [
    Prec.highest(keymap.of([{ key: "Enter", run: endLine }])),
    autocompletion({ override: [names({ ask, above })], icons: false, maxRenderedOptions: 8, activateOnTypingDelay: 20 }),
    Prec.high(keymap.of([{ key: "Escape", run: close }, { key: "Ctrl-i", run: (view) => (describe(view), true) }])),
    told,
    hoverTooltip(hovered, { hideOnChange: true }),
    EditorView.updateListener.of((update) => void called(update)),
    LOOK,
  ];
}
