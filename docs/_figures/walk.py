"""A walk through a network: stop by stop forwards to the error, and backwards from it."""

from __future__ import annotations

import inspect
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Place: TypeAlias = tuple[float, float]
Edge: TypeAlias = "Sequence[Place]"  # its points, from end to end
NUDGE = 1e-5
NO_TEXT: Mapping[Place, str] = MappingProxyType({})


class Stop(NamedTuple):
    """What a walk shows at a stop. Texts stay at their places until others come there."""

    name: str
    node: Place
    sentence: str
    lines: Sequence[int] = ()  # of the formula: those that are computed here
    ahead: Sequence[Edge] = ()
    back: Sequence[Edge] = ()
    above: Mapping[Place, str] = NO_TEXT
    below: Mapping[Place, str] = NO_TEXT
    nudged: str = "nothing yet"
    data: Sequence[Place] = ()  # the nodes that hold some, at the first stop


class Line(NamedTuple):
    """A line of the formula, and the core's code for it; it lights up forwards or backwards."""

    way: str  # ahead or back
    formula: str
    code: str


def say(value: Any, digits: int = 3) -> str:
    """Return a number with a true minus sign, and none before a zero."""
    text = f"{value:.{digits}f}"
    return text.replace("-", "\N{MINUS SIGN}" if float(text) else "")


def slope(answer: float, digits: int = 3) -> str:
    """Return the slope of a sigmoid where it answers `answer`, as one would write it."""
    return f"{say(answer, digits)} · (1 \N{MINUS SIGN} {say(answer, digits)})"


def listed(values: Iterable[float], digits: int = 3) -> str:
    """Return numbers with commas between them, and a word before the last."""
    *most, last = (say(value, digits) for value in values)
    return f"{', '.join(most)} and {last}" if most else last


def short(value: float, digits: int = 3) -> str:
    """Return a number that goes in, as it would be written by hand where that is short."""
    return say(value, int(value % 1 > 0)) if round(value, 1) == value else say(value, digits)


def products(factors: Iterable[float], weights: Iterable[float], digits: int = 3) -> str:
    """Return a sum of products as one would write it."""
    pairs = zip(factors, weights, strict=True)
    terms = [(short(x, digits), say(weight, digits), weight < 0) for x, weight in pairs]
    return " + ".join(f"{x} · {f'({w})' if negative else w}" for x, w, negative in terms)


def nudging(loss: Callable[[Floats], float], at: Floats) -> Floats:
    """Return how fast `loss` falls along each number of `at`, found by nudging it both ways."""
    slopes = np.empty_like(at)
    for index in np.ndindex(at.shape):
        up, down = at.copy(), at.copy()
        up[index] += NUDGE
        down[index] -= NUDGE
        slopes[index] = (loss(down) - loss(up)) / (2 * NUDGE)
    return slopes


def lines_of(step: Callable[..., Any], *lines: Line) -> Sequence[Line]:
    """Return the lines, whose code is a part of the core's `step`, or an error that names it."""
    source = inspect.getsource(step)
    for line in lines:
        if line.code not in source:
            raise ValueError(f"no line of {step.__name__} contains {line.code!r}")
    return lines


def bent(start: Place, end: Place, bend: float) -> Edge:
    """Return the points of a line between two places, with a bend to its left or right."""
    (x0, y0), (x1, y1) = start, end
    along = np.linspace(0.0, 1.0, 20 if bend else 2)
    bow = 4 * bend * along * (1 - along) / np.hypot(x1 - x0, y1 - y0)
    x, y = x0 + along * (x1 - x0) - bow * (y1 - y0), y0 + along * (y1 - y0) + bow * (x1 - x0)
    return [*zip(x.tolist(), y.tolist(), strict=True)]


def path(edges: Sequence[Edge], node: Place) -> tuple[Floats, Floats]:
    """Return the points of lines; where there is none, one of no length, which `node` hides."""
    gap = (np.nan, np.nan)
    x, y = np.array([point for edge in edges or [(node, node)] for point in (*edge, gap)]).T
    return x, y


def explore(  # what a walk consists of
    edges: Sequence[Edge],
    lines: Sequence[Line],
    walks: Mapping[tuple[int, ...], Sequence[Stop]],
    *,
    on_paper: Sequence[str],
    signs: Mapping[Place, str] = NO_TEXT,
    **choices: Control,
) -> Output:
    """Let the reader choose one of the `walks`, whose keys are `choices`, and go through it.

    In nodes where something is done stand `signs` for it.
    """
    first = walks[tuple(control.start for control in choices.values())]
    nodes = {tuple(place) for edge in edges for place in (edge[0], edge[-1])}
    (left, low), (right, high) = np.min([*nodes], axis=0), np.max([*nodes], axis=0)
    figure, axes = plt.subplots(figsize=(5, 0.92 * (high - low) + 0.83))
    axes.set(xlim=(left - 0.5, right + 0.5), ylim=(low - 0.5, high + 0.4))
    axes.axis("off")
    for edge in edges:
        axes.plot(*zip(*edge, strict=True), color="C5", linewidth=0.8)
    now, size = first[0], 16 if signs else 13
    colours = dict.fromkeys(now.data, "C0")
    (ahead,) = axes.plot(*path(now.ahead, now.node), color="C1", linewidth=3)
    (back,) = axes.plot(*path(now.back, now.node), "--", color="C3", linewidth=3)
    axes.plot(*zip(*nodes, strict=True), "o", color="#0a0a03", markeredgecolor="#0a0a01", ms=size)
    axes.plot(*zip(*now.data, strict=True), "o", color="C0", ms=size)
    (here,) = axes.plot(*now.node, "o", color="none", markeredgecolor="C5", ms=size + 7, mew=3)
    for place, sign in signs.items():
        axes.text(*place, sign, ha="center", va="center", fontsize=12.5)

    names = [each.name for each in first]
    stop = Control("stop", names, walk=[names.index(name) for name in on_paper])
    explorable = Explorable(figure, **choices, stop=stop)
    always = " ".join([*choices, "stop"])

    def write(place: Place, where: str, height: float, color: str) -> None:

        def text(*at: int) -> str:
            walk = walks[at[:-1]][: at[-1] + 1]
            return next(
                (getattr(s, where)[place] for s in walk[::-1] if place in getattr(s, where)), ""
            )

        style: dict[str, Any] = {"ha": "center", "fontsize": 12.5, "backgroundcolor": "none"}
        style["color"] = colours.get(place, color) if where == "above" else color
        state = (*(control.start for control in choices.values()), 0)
        artist = axes.text(place[0], place[1] + height, text(*state), **style)
        explorable.write(artist, always, text)

    for where, height, color in ("above", 0.26, "C1"), ("below", -0.42, "C3"):
        for place in sorted({place for each in first for place in getattr(each, where)}):
            write(place, where, height, color)
    explorable.move(ahead, "stop", lambda j: path(first[j].ahead, first[j].node))
    explorable.move(back, "stop", lambda j: path(first[j].back, first[j].node))
    explorable.move(here, "stop", lambda j: first[j].node)
    explorable.say("nudge", always, lambda *at: walks[at[:-1]][at[-1]].nudged, label="nudged")
    explorable.say("sentence", always, lambda *at: walks[at[:-1]][at[-1]].sentence)
    explorable.lines("lines", "stop", lines, lambda j: first[j].lines)
    return explorable.output()
