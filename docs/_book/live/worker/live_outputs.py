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
from itertools import islice
from typing import TYPE_CHECKING, Any

from _book.figures.svg import adaptive_svg
from _book.live.worker.plain_errors import meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LINES, CHARACTERS, FIGURES = 2000, 200_000, 100  # that one cell shows
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
NO_SCRIPT = "This value needs its own script to move, and the page runs no script from a cell."
PAUSE = 0.05  # seconds between two pieces of a text
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CELL = re.compile(r'File "<(cell \d+|your answer)>", line (\d+)(?:, in <module>)?')


class Room:
    """How much a cell may still show."""

    def __init__(self) -> None:
        self.lines, self.characters = LINES, CHARACTERS
        self.left_out = {"line": 0, "character": 0, "figure": 0}

    def fit(self, text: str, *, whole: bool = False) -> str:
        """Return what of a text has room, without colours of a terminal; count what has not."""
        shown = ""
        if self.lines and self.characters:
            text = _COLOUR.sub("", text)
            shown = "".join(islice(io.StringIO(text[: self.characters]), self.lines))
        if whole and len(shown) < len(text):
            shown = ""
        self.lines -= shown.count("\n")
        self.characters -= len(shown)
        if rest := text[len(shown) :]:
            lines = rest.count("\n")
            self.left_out["line" if lines else "character"] += lines or len(rest)
        return shown

    def told(self) -> str:
        found = {what: n for what, n in self.left_out.items() if n}
        if "line" in found:
            found.pop("character", None)  # the parts of those lines
        left = [f"{n:,} more {what}{'s' * (n > 1)}" for what, n in found.items()]
        return f"and {' and '.join(left)} that the page does not show" if left else ""


class Stream(io.TextIOBase):
    """Takes what is printed."""

    def __init__(self, kind: str, shown: Shown) -> None:
        self.kind, self.shown = kind, shown

    def write(self, text: str) -> int:
        self.shown.text(self.kind, text)
        return len(text)

    def flush(self) -> None:
        self.shown.flush()


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
        self.room = Room()
        self.kind, self.sent = "", 0.0
        self.first = ""  # of what is printed
        self.pieces: list[str] = []

    @contextlib.contextmanager
    def streams(self) -> Iterator[None]:
        """Take what is printed meanwhile."""
        out, err = (Stream(kind, self) for kind in ("stdout", "stderr"))
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                yield
        finally:
            self.flush()
            self._tell(self.room)

    def _tell(self, room: Room) -> None:
        if told := room.told():
            self.send("note", told)

    def text(self, kind: str, text: str) -> None:
        """Show a text: each line at once, pieces of a line now and then."""
        self.first = self.first or text
        if kind != self.kind:
            self.flush()
            self.kind = kind
        if text := self.room.fit(text):
            self.pieces.append(text)
            if text.endswith("\n") or time.monotonic() - self.sent > PAUSE:
                self.flush()

    def flush(self) -> None:
        if self.pieces:
            self.send("text", self.kind, "".join(self.pieces))
            self.pieces, self.sent = [], time.monotonic()

    def value(self, value: object) -> None:
        """Show a value, as the last line of a cell does."""
        if type(value).__module__ == "matplotlib.figure":
            self.figure(value)
            return
        # Of its class: there are objects that answer to any name.
        html = getattr(type(value), "_repr_html_", lambda _: None)(value)
        if isinstance(html, str) and _SCRIPT.search(html):
            self.flush()
            if note := self.room.fit(f"{NO_SCRIPT}\n", whole=True):
                self.send("note", note.strip())
            html = None
        if isinstance(html, str):
            self.flush()
            if html := self.room.fit(f"{html}\n", whole=True):
                self.send("html", html)
        elif value is not None:
            self.text("value", f"{value!r}\n")

    def figures(self) -> None:
        """Show the figures that have been drawn, and close them."""
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            try:
                for number in pyplot.get_fignums():
                    self.figure(pyplot.figure(number))
            finally:  # one that cannot be drawn fails once, not again at each cell
                pyplot.close("all")

    def figure(self, figure: Any) -> None:
        """Show a figure, drawn as a notebook does: cut to what is there."""
        self.flush()
        self.drawn += 1
        if self.drawn > FIGURES:
            self.room.left_out["figure"] += 1
            return
        file = io.BytesIO()
        colours = {"facecolor": figure.get_facecolor(), "edgecolor": figure.get_edgecolor()}
        figure.canvas.print_figure(file, format="svg", bbox_inches="tight", **colours)
        prefix = f"live-{self.cell.replace(' ', '-')}-{self.drawn}-"
        self.send("figure", adaptive_svg(file.getvalue().decode(), "", prefix))

    def warning(self, message: Warning, kind: type, filename: str, line: int, *_: Any) -> None:
        """Show a warning in one line."""
        place = f" (line {line} of this cell)" if filename == f"<{self.cell}>" else ""
        print(f"{kind.__name__}: {message}{place}", file=sys.stderr)

    def error(self, error: BaseException, known: str = "") -> None:
        """Show an error with the reader's own lines alone, and say which of this cell it was.

        What is `known` of its cause is told in the place of what it means elsewhere.
        """
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
        if said := known or meaning(error, str(told), self.names):
            self.send("note", said)
        room = Room()  # of its own: what was shown before hides no error
        self.send("error", line or 0, room.fit(_CELL.sub(self._place, "".join(told.format()))))
        self._tell(room)

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
