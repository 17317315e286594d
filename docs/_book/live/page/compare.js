/* The reader's answer beside the book's solution; the lines that only one of them has are marked. */
import { say } from "./cell.js";
import { made } from "./element.js";

const SIGNS = ["−", "+"];
const NAMES = ["Your answer", "The solution"], ONLY = ["only in yours: ", "only in the solution: "];

/* Blank lines and comments are like no other line, and are not marked for it. */
const counts = (line) => !/^\s*(#|$)/.test(line);
const same = (one, other) => counts(one) && one.trimEnd() === other.trimEnd();

/* The lines of both, each with its row and whether the other side lacks it. What both have, the longest
   common subsequence, is in the same rows. */
function beside(mine, its) {
  const common = Array.from({ length: mine.length + 1 }, () => new Uint32Array(its.length + 1));
  for (let i = mine.length; i--; )
    for (let j = its.length; j--; )
      common[i][j] = same(mine[i], its[j]) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  const sides = [[], []], rows = [0, 0];
  const add = (side, text, only) => sides[side].push({ text, row: ++rows[side], only: only && counts(text) });
  for (let i = 0, j = 0; i < mine.length || j < its.length; ) {
    if (i < mine.length && j < its.length && same(mine[i], its[j])) {
      rows.fill(Math.max(...rows));
      add(0, mine[i++], false);
      add(1, its[j++], false);
    } else if (j === its.length || (i < mine.length && common[i + 1][j] >= common[i][j + 1])) add(0, mine[i++], true);
    else add(1, its[j++], true);
  }
  return sides;
}

function drawn(sides) {
  const list = (lines, side) => {
    const items = lines.map(({ text, row, only }) => {
      const sign = made("span", { className: "live-sign", ariaHidden: "true" }, only ? SIGNS[side] : "");
      const words = only ? [made("span", { className: "live-spoken" }, ONLY[side])] : [];
      const item = made("li", { className: only ? "live-only" : "" }, sign, ...words, made("code", {}, text));
      item.style.gridRow = row + 1; // below the name
      item.style.setProperty("--indent", text.search(/\S|$/));
      return item;
    });
    const name = made("p", { className: "live-side", ariaHidden: "true" }, NAMES[side]);
    return made("div", {}, name, made("ul", { role: "list", ariaLabel: NAMES[side] }, ...items));
  };
  return made("div", { className: "live-sides", role: "group", tabIndex: 0, ariaLabel: `${NAMES[0]} beside the solution` }, ...sides.map(list));
}

/* What is to be said of the two, and whether there is anything to show. */
function judged(mine, sides) {
  if (!mine.trim()) return ["You have written nothing yet.", false];
  const [yours, its] = sides.map((lines) => lines.filter(({ only }) => only).length);
  if (!yours && !its) return ["Your code and the solution are the same, line for line.", false];
  return [`Lines that only you have: ${yours}, marked ${SIGNS[0]}. Lines that only the solution has: ${its}, marked ${SIGNS[1]}. A different answer may be just as right.`, true];
}

/* The code of the book's solution, as it was built, of all cells that are seen. */
export const solutionOf = (exercise) => exercise.filter((cell) => cell.solution && cell.bar).map((cell) => cell.source).join("\n\n");

/* Answer a press on one of the two buttons for it: that in the solution opens and closes, that of the check opens. */
export function compare(pressed, exercise) {
  const answer = exercise.find((cell) => cell.answer);
  const solution = solutionOf(exercise).split("\n");
  const place = answer.whole.nextElementSibling.querySelector(".live-compare"); // of the solution
  const bar = place.querySelector(".live-bar"), own = bar.querySelector("button");
  const close = () => {
    answer.changed = () => {};
    place.querySelector(".live-sides")?.remove();
    own.setAttribute("aria-expanded", false);
  };
  if (pressed === own && own.ariaExpanded === "true") {
    close();
    return say(bar, "");
  }
  answer.changed = (asked = false) => {
    if (!asked && own.ariaExpanded === "false") {
      close();
      return say(bar, "", false); // it was said of another text
    }
    const sides = beside(answer.text.split("\n"), solution);
    const [text, differs] = judged(answer.text, sides);
    place.querySelector(".live-sides")?.remove();
    if (differs) place.append(drawn(sides));
    own.setAttribute("aria-expanded", differs);
    say(bar, text, asked);
  };
  place.closest("details").open = true;
  if (pressed !== own) own.focus();
  answer.changed(true);
}
