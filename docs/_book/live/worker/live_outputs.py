"""What a cell shows in the reader's browser: texts, values, figures, warnings and errors.

Each goes to the page as it comes, as in a notebook, up to the most that one cell shows.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import logging
import re
import sys
import time
import traceback
import types
from typing import TYPE_CHECKING, Any

from _book.figures.svg import adaptive_svg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LINES, CHARACTERS = 2000, 200_000
PAUSE = 0.05  # seconds between two pieces of a text
_CELL = re.compile(r'File "<(cell \d+|your answer)>", line (\d+)(?:, in <module>)?')


class Text(io.TextIOBase):
    """Sends what is printed, in pieces."""

    def __init__(self, kind: str, send: Callable[..., None]) -> None:
        self.kind, self.send = kind, send
        self.pieces: list[str] = []
        self.lines = self.characters = self.left_out = 0
        self.sent = time.monotonic()

    def write(self, text: str) -> int:
        """Take a text."""
        if self.lines >= LINES or self.characters >= CHARACTERS:
            self.left_out += text.count("\n")
            return len(text)
        self.lines += text.count("\n")
        self.characters += len(text)
        self.pieces.append(text[:CHARACTERS])
        if time.monotonic() - self.sent > PAUSE:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what has not been sent."""
        if self.pieces:
            self.send("text", self.kind, "".join(self.pieces))
        self.pieces, self.sent = [], time.monotonic()


class Shown:
    """What the cell that runs now shows."""

    def __init__(self, send: Callable[..., None]) -> None:
        self.send = send
        self.names: set[str] = set()  # of the code of cells, as tracebacks know it
        self.begin("hidden")

    def begin(self, cell: str) -> None:
        """Begin with another cell, and without what one that failed has half drawn."""
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close("all")
        self.cell, self.drawn = cell, 0
        self.names.add(f"<{cell}>")
        self.texts = [Text(kind, self.send) for kind in ("stdout", "stderr")]

    @contextlib.contextmanager
    def streams(self) -> Iterator[None]:
        """Take what is printed meanwhile."""
        out, err = self.texts
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                yield
        finally:
            self._flush()
            if left_out := out.left_out + err.left_out:
                lines = f"line{'s' * (left_out > 1)}"
                self.send("note", f"and {left_out:,} more {lines} that the page does not show")

    def _flush(self) -> None:
        for text in self.texts:
            text.flush()

    def value(self, value: object) -> None:
        """Show a value, as the last line of a cell does."""
        self._flush()
        if type(value).__module__ == "matplotlib.figure":
            self.figure(value)
        elif html := getattr(value, "_repr_html_", None):
            self.send("html", html())
        elif value is not None:
            self.send("text", "value", f"{value!r}\n")

    def figures(self) -> None:
        """Show the figures that have been drawn, and close them."""
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            self._flush()
            for number in pyplot.get_fignums():
                self.figure(pyplot.figure(number))
            pyplot.close("all")

    def figure(self, figure: Any) -> None:
        """Show a figure, drawn as a notebook does: cut to what is there."""
        self.drawn += 1
        file = io.BytesIO()
        colours = {"facecolor": figure.get_facecolor(), "edgecolor": figure.get_edgecolor()}
        figure.canvas.print_figure(file, format="svg", bbox_inches="tight", **colours)
        prefix = f"live-{self.cell.replace(' ', '-')}-{self.drawn}-"
        self.send("figure", adaptive_svg(file.getvalue().decode(), "", prefix))

    def warning(self, message: Warning, kind: type, filename: str, line: int, *_: Any) -> None:
        """Show a warning in one line."""
        place = f" (line {line} of this cell)" if filename == f"<{self.cell}>" else ""
        print(f"{kind.__name__}: {message}{place}", file=sys.stderr)

    def error(self, error: BaseException) -> None:
        """Show an error with the reader's own lines alone, and say which of this cell it was."""
        if isinstance(error, SystemExit):
            self.send("note", "The cell ended itself with exit().")
            return
        told = traceback.TracebackException.from_exception(error)
        chain: list[traceback.TracebackException | None] = [told]
        for each in chain:
            if each:
                each.stack[:] = [f for f in each.stack if f.filename in self.names]
                chain += [each.__cause__, each.__context__]
        here = [f.lineno for f in told.stack if f.filename == f"<{self.cell}>"]
        line = error.lineno if isinstance(error, SyntaxError) else (here or [0])[-1]
        if isinstance(error, MemoryError):
            self.send("note", "The memory is used up. It is back at the next run: use less.")
        self.send("error", line or 0, _CELL.sub(self._place, "".join(told.format())))

    def _place(self, found: re.Match[str]) -> str:
        return f"Line {found[2]} of {'this cell' if found[1] == self.cell else found[1]}"


def draw_by(show: Callable[[], None]) -> None:
    """Let Matplotlib hand its figures over to `show`."""
    # It tells that it looks for fonts, and which it misses: some are left out on purpose.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.CRITICAL)
    backend: Any = types.ModuleType("live_backend")
    backend.FigureCanvas = importlib.import_module("matplotlib.backends.backend_svg").FigureCanvas
    backend.show = lambda *_, **__: show()
    sys.modules[backend.__name__] = backend
    importlib.import_module("matplotlib").use(f"module://{backend.__name__}")
