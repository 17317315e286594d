"""Run the cells of a page in the reader's browser.

Each cell starts from what the cells above it left, so that running one twice does the same twice.
Pyodide runs this module, beside the others of this folder and `_book.figures.svg`.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import gc
import importlib.util
import io
import json
import linecache
import sys
import types
import warnings
from typing import TYPE_CHECKING, Any

from _book.live.worker.introspection import about, completions
from _book.live.worker.live_outputs import Shown, draw_by
from _book.live.worker.names import (
    defined_names,
    imported_names,
    imported_packages,
    line_of_blank,
    names_from_above,
    used_names,
)
from _book.live.worker.snapshot import Snapshot
from _book.live.worker.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

ANSWER = "your answer"  # the name of a cell for one
NOT_TRACED = contextlib.nullcontext()
DRAWS = "matplotlib"  # so large that it is not loaded before something is drawn


class Cells:
    """The cells that have run, and what there was before each."""

    def __init__(self, send: Callable[..., None]) -> None:
        self.shown = Shown(send)
        # What looks for a class where it says that it is from, as pickle does, finds it there.
        sys.modules["__main__"] = main = types.ModuleType("__main__")
        self.variables: dict[str, Any] = vars(main)
        self.variables["display"] = _display(self.shown)
        self.before: list[Snapshot] = []
        self.waiting: dict[str, ast.stmt] = {}  # imports that nothing has needed yet, by name
        self.can_draw = False
        # The records of a training run stay: to look among all of them for garbage takes a fifth
        # of it. What is young is looked at early: it may hold large arrays.
        gc.set_threshold(1_000, 20, 1_000)
        self.memory_is_used_up = False
        builtins.input = _no_input
        warnings.showwarning = self.shown.warning  # type: ignore[assignment]  # with fewer arguments

    def needs(self, source: str) -> list[str]:
        """Return the packages that must be there before a cell runs."""
        try:
            tree = ast.parse(source)
        except SyntaxError:
            return []  # told when it runs
        for statement in _unused_imports(tree):
            tree.body.remove(statement)
        used = [self.waiting[name] for name in self.waiting.keys() & used_names(tree)]
        return sorted({package for each in (tree, *used) for package in imported_packages(each)})

    def run(
        self, depth: int, cell: str, source: str, solution: str = "", *, in_steps: bool = False
    ) -> bool:
        """Run a cell after the first `depth` cells; say whether it came to its end.

        One that checks an answer comes with the book's `solution`.
        `in_steps` sends each of its lines, and what it changes, as well.
        """
        name = f"<{cell}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        self.shown.begin(cell)
        if cell == ANSWER and (line := line_of_blank(source)):
            blank = f"The blank ____ in line {line} is still to be filled in."
            self.shown.send("error", line, blank)
            return False
        try:
            with self.shown.streams():
                tree = self._start(depth, ast.parse(source, name))
                trace = Trace(name, self.shown.send) if in_steps else NOT_TRACED
                value = self._execute(tree, name, trace)
                if not source.rstrip().endswith(";"):
                    self.shown.value(value)
                self.shown.figures()
        except BaseException as error:  # noqa: BLE001  # whatever a reader's cell raises is shown
            self.memory_is_used_up = isinstance(error, MemoryError)
            self.shown.error(error, self._of_names(source, solution))
            return False
        if cell == ANSWER:
            self.before[-1].note_redefined()
        if told := self._of_names(source, solution):
            self.shown.send("note", told)
        return True

    def _of_names(self, check: str, solution: str) -> str:
        """Return which names of a check that is not passed the answer lacks, or redefines."""
        if not solution or self.shown.first.startswith("Right"):
            return ""
        try:
            needed, asked = names_from_above(ast.parse(check)), defined_names(ast.parse(solution))
        except SyntaxError:
            return ""  # told when it runs
        redefined = set().union(*(each.redefined for each in self.before))
        faults = (
            (asked - self.variables.keys(), "does not define."),
            (redefined - asked, "redefines: give yours another name."),
        )
        return " ".join(
            f"The check needs {' and '.join(sorted(names & needed))}, which your answer {what}"
            for names, what in faults
            if names & needed
        )

    def help(self, depth: int, name: str, start: str | None) -> str:
        """Return what is known of a name after the first `depth` cells, as JSON.

        With a `start`, it is how to go on: which attributes of the name, or without it which names.
        """
        ran = self.before[depth].had if depth < len(self.before) else self.variables
        try:
            return json.dumps(about(ran, name) if start is None else completions(ran, name, start))
        except Exception:  # noqa: BLE001  # a name of nothing, or an object that refuses
            return "null"

    def run_hidden(self, depth: int, source: str) -> int:
        """Run a cell that the page does not show; return how many of its statements failed.

        What they claim holds for the cells as they were written, and readers change them.
        """
        self.shown.begin("hidden")
        failed = 0
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            for statement in self._start(depth, ast.parse(source)).body:
                try:
                    self._execute(ast.Module([statement], []), "<hidden>")
                except Exception:  # noqa: BLE001  # counted
                    failed += 1
        return failed

    def _start(self, depth: int, tree: ast.Module) -> ast.Module:
        """Put back what there was after the first `depth` cells, and write it down for this one."""
        while len(self.before) > depth:
            self.before.pop().restore()
        if self.memory_is_used_up:
            gc.collect()
            self.memory_is_used_up = False
        last = self.before[-1] if self.before else None
        self.before.append(Snapshot(self.variables, names_from_above(tree), last))
        return tree

    def _execute(
        self, tree: ast.Module, name: str, trace: AbstractContextManager[None] = NOT_TRACED
    ) -> Any:
        if importlib.util.find_spec(DRAWS):
            if not self.can_draw:
                draw_by(self.shown.figures)
                self.can_draw = True
            wanted = self.waiting.keys() & used_names(tree) - self.variables.keys()
            tree.body[:0] = [self.waiting[each] for each in sorted(wanted)]
        else:
            for statement in _unused_imports(tree):
                tree.body.remove(statement)
                self.waiting |= dict.fromkeys(imported_names(statement), statement)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        with trace:
            exec(compile(tree, name, "exec"), self.variables)  # noqa: S102  # the reader's own code
            if isinstance(last, ast.Expr):
                code = compile(ast.Expression(last.value), name, "eval")
                return eval(code, self.variables)  # noqa: S307  # the reader's own code
        return None


def _unused_imports(tree: ast.Module) -> list[ast.stmt]:
    """Return the imports of what draws that the rest of a cell does not use."""
    used = used_names(tree)
    return [
        statement
        for statement in tree.body
        if {*imported_packages(statement)} == {DRAWS} and not imported_names(statement) & used
    ]


def _display(shown: Shown) -> Callable[..., None]:
    def display(*values: object) -> None:  # a function, beyond which no snapshot looks
        for value in values:
            shown.value(value)

    return display


def _no_input(*_: object) -> str:
    raise RuntimeError("nobody can answer input() on a page: write the answer into the code")
