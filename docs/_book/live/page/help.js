/* What helps while a cell is written: names to go on with, the arguments of a call, what a name stands for. Python says
   it where it is idle; until then, and while a cell runs, the texts of the cells say at least which names there are. */
import { autocompletion, closeCompletion, selectedCompletion } from "@codemirror/autocomplete";
import { pythonLanguage } from "@codemirror/lang-python";
import { syntaxTree } from "@codemirror/language";
import { Prec, StateEffect, StateField } from "@codemirror/state";
import { closeHoverTooltips, EditorView, hasHoverTooltips, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { made } from "./element.js";

const BEFORE = /(?<![\p{L}\d_.)\]"'])(?:([\p{L}_][\p{L}\d_.]*)\.)?([\p{L}_][\p{L}\d_]*)?$/u;
const LEAST = 2; // letters after which names are listed unasked
const UNKNOWN = "Nothing is known about it before its cell has run, or while a cell is running.";
const TEXT = "var(--color-foreground-primary)", GROUND = "var(--color-background-primary)";
const TIP = ".cm-tooltip.cm-tooltip"; // twice, to count more than CodeMirror's own rule
const LOOK = EditorView.theme({
  [TIP]: { maxWidth: "min(36rem, 100vw - 1rem)", border: "1px solid var(--color-foreground-border)", background: GROUND, color: TEXT },
  [`${TIP} > ul`]: { overflow: "hidden", minWidth: 0, maxWidth: "100%", maxHeight: "none", fontFamily: "var(--font-stack--monospace)" },
  [`${TIP} > ul > li`]: { padding: "0.2rem 0.5rem", lineHeight: 1.4 },
  [`${TIP} > ul > li[aria-selected]`]: { background: "var(--color-link)", color: GROUND },
  "& .cm-tooltip > ul::before, & .cm-tooltip > ul::after": { opacity: 1 },
  ".cm-completionDetail": { fontFamily: "var(--font-stack)", fontStyle: "normal" },
  ".live-tip": { padding: "0.25rem 0.5rem", lineHeight: 1.4, fontFamily: "var(--font-stack)", overflowWrap: "anywhere" },
  ".live-tip code": { padding: 0, border: 0, background: "none", fontSize: "inherit" },
});

/* Whether a place is in code, not in a text or a comment. */
function inCode(state, position) {
  let node = syntaxTree(state).resolveInner(position, -1);
  while (node && !/String$|^Comment|^FormatReplacement/.test(node.name)) node = node.parent;
  return !node || node.name === "FormatReplacement";
}

const names = ({ ask, above }) => async ({ state, pos, explicit }) => {
  const line = state.doc.lineAt(pos), found = line.text.slice(0, pos - line.from).match(BEFORE);
  if (!found || !inCode(state, pos)) return null;
  const [, owner = "", start = ""] = found, from = pos - start.length;
  if (!explicit && !owner && start.length < LEAST) return null;
  const [known, whole] = (await ask({ name: owner, start })) ?? [[], false];
  const details = new Map(known);
  const text = owner ? "" : `${above()}\n${state.sliceDoc(0, from)} ${state.sliceDoc(pos)}`;
  pythonLanguage.parser.parse(text).iterate({
    enter(node) {
      const name = node.name === "VariableName" && text.slice(node.from, node.to);
      if (name && !details.has(name)) details.set(name);
    },
  });
  const validFor = (now) => whole && now.startsWith(start) && /^[\p{L}\d_]*$/u.test(now);
  return { from, validFor, options: Array.from(details, ([label, detail]) => ({ label, detail })) };
};

/* The name at a place, with what stands before its dots; undefined where there is none. */
function nameAt(state, position) {
  const nodes = [-1, 1].map((side) => syntaxTree(state).resolveInner(position, side));
  const node = nodes.find(({ name }) => name === "VariableName" || name === "PropertyName");
  const from = node?.name === "PropertyName" ? node.parent.from : node?.from;
  return node && { pos: node.from, end: node.to, text: state.sliceDoc(from, node.to) };
}

/* What is called where the arguments stand that are written now. */
function callAt(state) {
  const { head } = state.selection.main, end = state.sliceDoc(0, head).trimEnd().length;
  for (let node = syntaxTree(state).resolveInner(end, -1); node; node = node.parent) {
    const closed = node.lastChild?.name === ")" && node.lastChild.to <= head;
    if (node.name !== "ArgList" || closed || node.from >= head || node.parent.name !== "CallExpression") continue;
    const { from, to } = node.parent.firstChild;
    return { pos: from, text: state.sliceDoc(from, to) };
  }
}

/* A tooltip of what was said of a name. */
function drawn(place, [head, line], more) {
  const dom = made("div", { className: "live-tip", role: "tooltip" }, made("code", {}, head), made("br"), line);
  return { ...place, ...more, above: true, create: () => ({ dom }) };
}

/* One at a time: that of a call stays while the cursor is among its arguments. */
const tell = StateEffect.define();
const told = StateField.define({
  create: () => null,
  update(now, { effects, docChanged, selection, state }) {
    const effect = effects.find((each) => each.is(tell));
    if (effect) return effect.value;
    if (!now || !(docChanged || selection)) return now;
    const call = now.called && callAt(state);
    return call?.text === now.text ? { ...now, pos: call.pos } : null;
  },
  provide: (field) => showTooltip.from(field),
});

function close(view) {
  if (!view.state.field(told) && !hasHoverTooltips(view.state)) return false;
  view.dispatch({ effects: [tell.of(null), closeHoverTooltips] });
  return true;
}

/* Who has written a name to its end, and presses Enter, ends the line. */
function endLine(view) {
  const name = nameAt(view.state, view.state.selection.main.head)?.text.split(".").pop();
  if (name && selectedCompletion(view.state)?.label === name) closeCompletion(view);
  return false;
}

/* Extensions for an editor. `ask` asks Python, which may not answer; `above` is the text of the cells above;
   `speak` has something read out. */
export function help({ ask, above, speak }) {
  async function describe(view) {
    const { state } = view, place = nameAt(state, state.selection.main.head) ?? callAt(state);
    const said = place ? ((await ask({ name: place.text })) ?? [place.text, UNKNOWN]) : ["There is no name at the cursor."];
    speak(said.join(" "));
    if (place && view.state === state) view.dispatch({ effects: tell.of(drawn(place, said)) });
  }
  async function call({ state, view, transactions, focusChanged }) {
    if (focusChanged && !view.hasFocus) return close(view);
    const place = transactions.some((each) => each.isUserEvent("input")) && callAt(state);
    if (!place || place.text === state.field(told)?.text) return;
    const said = await ask({ name: place.text });
    const still = view.hasFocus && callAt(view.state)?.text === place.text;
    if (said && still) view.dispatch({ effects: tell.of(drawn(place, said, { called: true })) });
  }
  async function hover({ state }, position) {
    const place = nameAt(state, position), said = place && (await ask({ name: place.text }));
    return said && drawn(place, said);
  }
  return [
    Prec.highest(keymap.of([{ key: "Enter", run: endLine }])),
    autocompletion({ override: [names({ ask, above })], icons: false, maxRenderedOptions: 8, activateOnTypingDelay: 20 }),
    Prec.high(keymap.of([{ key: "Escape", run: close }, { key: "Ctrl-i", run: (view) => (describe(view), true) }])),
    told,
    hoverTooltip(hover, { hideOnChange: true }),
    EditorView.updateListener.of((update) => void call(update)),
    LOOK,
  ];
}
