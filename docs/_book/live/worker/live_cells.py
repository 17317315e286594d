"""Run the cells of a page in the reader's browser.

Each cell starts from the variables that the cells above it left, so that running one twice does the
same twice. Pyodide runs this module, beside `_book.downloads.own_code` and `_book.figures.svg`.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import gc
import importlib.util
import io
import linecache
import warnings
from typing import TYPE_CHECKING, Any

from _book.downloads.own_code import bound, imported, names
from _book.live.worker.live_outputs import Shown, draw_by

if TYPE_CHECKING:
    from collections.abc import Callable

DRAWS = "matplotlib"  # so large that it is not loaded before something is drawn


class Cells:
    """The cells that have run, and the variables that each has left."""

    def __init__(self, send: Callable[..., None]) -> None:
        self.shown = Shown(send)
        self.variables: dict[str, Any] = {"__name__": "__main__", "display": self.shown.value}
        self.left = [dict(self.variables)]  # what there is before each cell
        self.waiting: dict[str, ast.stmt] = {}  # imports that nothing has needed yet, by name
        self.can_draw = False
        # The records of a training run stay: to look among them for garbage takes a fifth of it.
        gc.set_threshold(100_000)
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
        used = [self.waiting[name] for name in self.waiting.keys() & names(tree)]
        return sorted({package for each in (tree, *used) for package in imported(each)})

    def run(self, depth: int, cell: str, source: str) -> bool:
        """Run a cell after the first `depth` cells; say whether it came to its end."""
        self._start(depth, cell)
        name = f"<{cell}>"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        try:
            with self.shown.streams():
                value = self._execute(ast.parse(source, name), name)
                if not source.rstrip().endswith(";"):
                    self.shown.value(value)
                self.shown.figures()
        except BaseException as error:  # noqa: BLE001  # whatever a reader's cell raises is shown
            self.shown.error(error)
            return False
        self.left.append(dict(self.variables))
        return True

    def run_hidden(self, depth: int, source: str) -> int:
        """Run a cell that the page does not show; return how many of its statements failed.

        What they claim holds for the cells as they were written, and readers change them.
        """
        self._start(depth, "hidden")
        failed = 0
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            for statement in ast.parse(source).body:
                try:
                    self._execute(ast.Module([statement], []), "<hidden>")
                except Exception:  # noqa: BLE001  # counted
                    failed += 1
        self.left.append(dict(self.variables))
        return failed

    def _start(self, depth: int, cell: str) -> None:
        del self.left[depth + 1 :]
        self.variables.clear()  # not a new one: functions of earlier cells look into it
        self.variables.update(self.left[depth])
        self.shown.begin(cell)

    def _execute(self, tree: ast.Module, name: str) -> Any:
        if importlib.util.find_spec(DRAWS):
            if not self.can_draw:
                draw_by(self.shown.figures)
                self.can_draw = True
            wanted = self.waiting.keys() & names(tree) - self.variables.keys()
            tree.body[:0] = [self.waiting[each] for each in sorted(wanted)]
        else:
            for statement in _unused_imports(tree):
                tree.body.remove(statement)
                self.waiting |= dict.fromkeys(bound(statement), statement)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), self.variables)  # noqa: S102  # the reader's own code
        if isinstance(last, ast.Expr):
            code = compile(ast.Expression(last.value), name, "eval")
            return eval(code, self.variables)  # noqa: S307  # the reader's own code
        return None


def _unused_imports(tree: ast.Module) -> list[ast.stmt]:
    """Return the imports of what draws that the rest of a cell does not use."""
    used = names(tree)
    return [
        statement
        for statement in tree.body
        if {*imported(statement)} == {DRAWS} and not bound(statement) & used
    ]


def _no_input(*_: object) -> str:
    raise RuntimeError("nobody can answer input() on a page: write the answer into the code")
