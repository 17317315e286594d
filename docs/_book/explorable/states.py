"""Make a figure explorable: the states that a control steps through, computed in a chapter's cell.

A cell draws a figure with ordinary Matplotlib, in the state that tells most. `Explorable` takes the
artists that move and the data of each in each state. Nothing is left for the page but to choose:
coordinates are those of the drawing, texts are finished. ``{explorable}`` puts it on the page.
"""

from __future__ import annotations

import inspect
import io
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import JSON
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.text import Text

Floats: TypeAlias = NDArray[np.floating[Any]]
Output: TypeAlias = JSON  # what a cell glues
_NOT_FINITE = re.compile(r"\b(nan|inf)\b")
_HYPHEN = re.compile(r"(?<![\w.)-])-(?=\d)")  # before a number, but not in its exponent
_EQUALS = re.compile(r"(?<=\s)(\w) = ")  # within a sentence
_NOTHING = "\N{NO-BREAK SPACE}"  # Matplotlib leaves out a text without a character
LEVELS = 11  # shades of a surface


@dataclass(frozen=True)
class Control:
    """A slider: its label, the text of each of its states, and the state it starts in."""

    label: str
    texts: Sequence[str]
    start: int = 0
    play: bool = False  # whether a button steps through it
    # Where two buttons go a step on, and back: the states that stand side by side on paper.
    walk: Sequence[int] = ()


class Explorable:
    """A figure whose marked artists move with controls."""

    def __init__(self, figure: Figure, **controls: Control) -> None:
        figure.set_dpi(72)  # that of SVG, whose coordinates the states use
        figure.draw_without_rendering()
        figure.set_layout_engine("none")  # the axes stay where they are now
        self.figure, self.controls = figure, controls
        self.parts: list[dict[str, Any]] = []
        self.handles: list[dict[str, Any]] = []
        self.model: dict[str, Any] | None = None

    def _states(self, by: str) -> Iterable[tuple[int, ...]]:
        return itertools.product(*(range(len(self.controls[c].texts)) for c in by.split()))

    def _add(self, kind: str, by: str, state: Callable[..., Any], **more: Any) -> None:
        frames = [state(*at) for at in self._states(by)]
        self.parts.append({"kind": kind, "by": by.split(), "frames": frames, **more})

    def _place(self, axes: Any, x: Any, y: Any) -> list[Any]:
        """Return points as x1, y1, x2, y2 … in the drawing; NaN begins a new piece."""
        points = np.column_stack(np.broadcast_arrays(np.atleast_1d(x), np.atleast_1d(y)))
        with np.errstate(all="ignore"):  # zero has no place on a logarithmic axis
            places = axes.transData.transform(points.astype(float))
        places[:, 1] = self.figure.bbox.height - places[:, 1]
        # What lies far outside is cut off by the axes anyway, and browsers draw it badly.
        places = places.clip(-2e3, 2e3)
        return [None if np.isnan(c) else round(float(c), 1) for c in places.ravel()]

    def move(self, artist: Artist, by: str, state: Callable[..., Any], *, upto: str = "") -> None:
        """Give `artist`, a line or markers, the x and y that `state` returns for each state.

        With `upto`, the name of a control, only as many points are shown as its state says.
        """
        name = f"part{len(self.parts)}"
        artist.set_gid(name)
        self._add(
            "points", by, lambda *at: self._place(artist.axes, *state(*at)), id=name, upto=upto
        )

    def surface(  # noqa: PLR0913  # a grid has two axes
        self, axes: Axes, xs: Any, ys: Any, by: str, state: Callable[..., Any], *, color: str = "C1"
    ) -> None:
        """Shade a grid of cells by the values between 0 and 1 that `state` returns."""
        name = f"part{len(self.parts)}"
        corners_x, corners_y = (_corners(np.asarray(a, dtype=float)) for a in (xs, ys))

        def shades(*at: int) -> str:
            levels = np.rint(np.asarray(state(*at)) * (LEVELS - 1)).astype(int).clip(0, LEVELS - 1)
            return "".join("0123456789a"[level] for level in levels.ravel())

        frame = shades(*(self.controls[name].start for name in by.split()))
        for level in range(1, LEVELS):
            cells = [divmod(i, len(xs)) for i, c in enumerate(frame) if c == "0123456789a"[level]]
            boxes = [
                _box(corners_x[j], corners_y[i], corners_x[j + 1], corners_y[i + 1])
                for i, j in cells
            ]
            path = Path.make_compound_path(*boxes) if boxes else Path(np.empty((0, 2)))
            style = {"facecolor": color, "linewidth": 0, "alpha": 0.6 * level / (LEVELS - 1)}
            axes.add_patch(PathPatch(path, **style, zorder=0.5, gid=f"{name}-{level}"))
        where = [
            self._place(axes, corners_x, corners_y[0])[::2],
            self._place(axes, corners_x[0], corners_y)[1::2],
        ]
        self._add("surface", by, shades, id=name, corners=where)

    def say(self, name: str, by: str, state: Callable[..., str], *, label: str = "") -> None:
        """Show a text below the figure: a value with its `label`, or a sentence without."""
        self._say("text", name, by, state, label)

    def write(self, artist: Text, by: str, state: Callable[..., str]) -> None:
        """Give `artist`, a text in the drawing, what `state` returns."""
        name = f"part{len(self.parts)}"
        artist.set_gid(name)
        artist.set_text(artist.get_text() or _NOTHING)
        self._say("label", name, by, lambda *at: state(*at) or _NOTHING, "")

    def lines(
        self,
        name: str,
        by: str,
        lines: Sequence[tuple[str, str, str]],
        state: Callable[..., Sequence[int]],
    ) -> None:
        """Show lines, each a formula and the code for it, of which those of the state light up.

        The first text of a line says in which of two ways it does: ``ahead`` or ``back``.
        """
        self._add("lines", by, state, id=name, label="", lines=lines)

    def log(self, name: str, by: str, state: Callable[..., str]) -> None:
        """Show lines below the figure, as they were printed."""
        self._say("log", name, by, state, "")

    def _say(self, kind: str, name: str, by: str, state: Callable[..., str], label: str) -> None:
        # A log stays as Python prints it, hyphens for minus signs and all.
        said = state if kind == "log" else lambda *at: _typeset(state(*at))
        self._add(kind, by, said, id=name, label=label)
        strange = [text for text in self.parts[-1]["frames"] if _NOT_FINITE.search(text)]
        if strange:
            raise ValueError(f"{name!r} would say {strange[0]!r}, with a number that is not finite")

    def handle(self, control: str, axes: Axes, x: Any) -> None:
        """Let a finger move `control` along the x axis of `axes`, where `x` are its states."""
        edges = axes.bbox.ymax, axes.bbox.ymin
        top, bottom = (round(self.figure.bbox.height - edge, 1) for edge in edges)
        places = self._place(axes, x, axes.get_ylim()[0])[::2]
        self.handles.append({"control": control, "at": places, "top": top, "bottom": bottom})

    def least_squares(self, points: Line2D, line: Line2D, errors: Line2D, sentence: str) -> None:
        """Let the `points` move up and down, the `line` and the `errors` following.

        Their states cannot be listed, so the page computes the line (``explorable-line.js``). The
        first control chooses a point, the second its target. `sentence` is what the page says of
        the point chosen; the texts of the start are said as those of other figures are.
        """
        for name, artist in {"points": points, "line": line, "errors": errors}.items():
            artist.set_gid(name)
        origin, unit = points.axes.transData.transform([[0, 0], [1, 1]])  # type: ignore[union-attr]  # they are drawn
        right, up = unit - origin
        targets = [float(text) for text in list(self.controls.values())[1].texts]
        self.model = {
            "kind": "line",
            "sentence": sentence,
            "x": np.asarray(points.get_xdata()).tolist(),
            "targets": np.asarray(points.get_ydata()).tolist(),
            "ends": np.asarray(line.get_xdata()).tolist(),
            "place": [right, origin[0], -up, self.figure.bbox.height - origin[1]],
            "low": targets[0],
            "high": targets[-1],
        }

    def data(self) -> dict[str, Any]:
        """Return all states as plain data, as they are written for the page."""
        controls = [{"name": name, **vars(control)} for name, control in self.controls.items()]
        moving = {"parts": self.parts, "handles": self.handles, "model": self.model}
        return {"controls": controls, **moving}

    def _check_legends(self) -> None:
        """Refuse a legend that would hide a line or a marker, whichever state is chosen."""
        frames = {part.get("id"): part["frames"] for part in self.parts}
        for axes in self.figure.axes:
            legend = axes.get_legend()
            window = Bbox.intersection(legend.get_window_extent(), axes.bbox) if legend else None
            if window is None:
                continue
            for line in axes.lines:
                places = np.asarray(line.get_transform().transform(line.get_xydata()))
                top = self.figure.bbox.height
                moved = (np.reshape(f, (-1, 2)) for f in frames.get(line.get_gid(), ()))
                drawn = [places, *([0, top] + points.astype(float) * [1, -1] for points in moved)]
                if any(_crosses(points, window) for points in drawn):
                    raise ValueError(f"a legend hides {line.get_label()!r}: place it elsewhere")

    def output(self) -> Output:
        """Return the drawing and all states, to be glued."""
        self._check_legends()
        drawing = io.StringIO()
        self.figure.savefig(drawing, format="svg", metadata={"Date": None}, bbox_inches=None)
        plt.close(self.figure)
        return JSON({"svg": drawing.getvalue(), "data": self.data(), "code": _code()})  # type: ignore[no-untyped-call]  # IPython has few types


def _typeset(text: str) -> str:
    """Return a text with the minus signs of axes and formulas, and no line's end within "t = 1"."""
    signed = _HYPHEN.sub("\N{MINUS SIGN}", text)
    return _EQUALS.sub("\\1\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}", signed)


def _code() -> str:
    """Return the function that the cell has called, with the module where the others are."""
    frame, code = inspect.currentframe(), ""
    while frame := frame and frame.f_back:
        module = frame.f_globals["__name__"]
        if module.startswith("_figures."):
            path = f"docs/{module.replace('.', '/')}.py"
            code = f"# {path}\n{inspect.getsource(frame)}"
    return code


def _crosses(points: Any, window: Bbox) -> bool:
    gaps = np.isnan(points).any(axis=1)
    pieces = np.split(points[~gaps], (np.flatnonzero(gaps) - np.arange(gaps.sum())).tolist())
    return any(
        window.count_contains(piece) or Path(piece).intersects_bbox(window, filled=False)
        for piece in pieces
        if len(piece)
    )


def _corners(centres: Any) -> Any:
    step = (centres[-1] - centres[0]) / (len(centres) - 1)
    return np.append(centres - step / 2, centres[-1] + step / 2)


def _box(left: float, low: float, right: float, high: float) -> Path:
    return Path([[left, low], [right, low], [right, high], [left, high], [left, low]], closed=True)
