"""The explorable of *Can the computer do the calculus?*: the ways back to one number."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Output

from _figures.walk import bent

PLACES = [k / 2 for k in range(-4, 7)]
ACROSS, UP = (-3.2, 3.6), (-4, 15)  # what the axes show
WAYS = ("the result", "to a · a", "to a", "first factor", "second factor")
BOXES = {"a": (0.0, 0.0), "a · a": (1.0, 1.0), "a · a + a": (2.2, 0.0)}
# Each way back, from box to box, bent up or down where two run side by side.
EDGES = (
    ("a · a + a", "a · a", 0.0),
    ("a · a + a", "a", 0.0),
    ("a · a", "a", 0.18),
    ("a · a", "a", -0.18),
)


def arrived(a: float, n_ways: int) -> tuple[float, float]:
    """Return the gradients of a · a and of a after so many ways back."""
    square = 1.0 if n_ways >= 1 else 0.0
    own = sum(share for share, way in ((1.0, 2), (a, 3), (a, 4)) if n_ways >= way)
    return square, own


def in_words(a: float, n_ways: int) -> str:
    """Say what the last way has brought."""
    _, before = arrived(a, n_ways - 1)
    _, after = arrived(a, n_ways)
    if n_ways == 0:
        return "The result moves as far as itself: its gradient is 1. Nothing has arrived at a yet."
    if n_ways == 1:
        return "The sum passes its gradient on to a · a, times 1. Nothing has arrived at a yet."
    if n_ways == 2:
        return (
            "The sum passes its gradient on to a as well, times 1: a has 1, along one of its paths."
        )
    other = "second" if n_ways == 3 else "first"
    said = f"The product passes on its gradient times the {other} factor, {number(a)}:"
    said += f" {number(before)} becomes {number(after)}."
    return said + (" Now the line touches the curve." if n_ways == 4 else "")


def number(value: float) -> str:
    """Return a number with at most one decimal and a true minus sign."""
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def edge(n_ways: int) -> tuple[Any, Any]:
    """Return the places of the arrow that was followed last: a point before the first one."""
    if n_ways == 0:
        x, y = BOXES["a · a + a"]
        return np.full(20, x), np.full(20, y)
    start, end, bend = EDGES[n_ways - 1]
    xs, ys = np.array(bent(BOXES[start], BOXES[end], bend)).T
    return xs, ys


def explore() -> Output:
    """Let the reader choose a, and follow the ways back one by one."""
    now = (len(PLACES) - 1, len(WAYS) - 1)
    figure, (above, below) = plt.subplots(2, figsize=(5, 5.6), height_ratios=[2, 3])
    for n_ways in range(1, len(WAYS)):
        above.plot(*edge(n_ways), color="C5", linewidth=1)
    (way,) = above.plot(*edge(now[1]), color="C3", linewidth=4)
    for name, place in BOXES.items():
        box = {"boxstyle": "round,pad=0.5", "facecolor": "#0a0a03", "edgecolor": "#0a0a01"}
        above.text(*place, name, ha="center", va="center", bbox=box)
    above.set(xlim=(-0.4, 2.8), ylim=(-0.4, 1.4))
    above.axis("off")
    wide = np.linspace(ACROSS[0], 3.4, 60)  # up to the edge
    below.plot(wide, wide * wide + wide, color="C1", label="a · a + a")

    def line(i: int, j: int) -> tuple[Any, Any]:
        a, (_, slope) = PLACES[i], arrived(PLACES[i], j)
        # From edge to edge of the axes: a small picture cuts nothing off.
        across = np.linspace(*ACROSS, 1001)
        up = a * a + a + slope * (across - a)
        ends = np.flatnonzero((UP[0] <= up) & (up <= UP[1]))[[0, -1]]
        return across[ends], up[ends]

    (touching,) = below.plot(*line(*now), "-.", color="C3", label="slope that has arrived")
    (dot,) = below.plot(PLACES[now[0]], PLACES[now[0]] ** 2 + PLACES[now[0]], "o", color="C1")
    below.set(xlabel="a", ylabel="result", xlim=ACROSS, ylim=UP)
    below.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    explorable = Explorable(
        figure,
        a=Control("a", [number(a) for a in PLACES], now[0]),
        way=Control("way back", WAYS, now[1], play=True),
    )
    explorable.move(way, "way", edge)
    explorable.move(touching, "a way", line)
    explorable.move(dot, "a", lambda i: (PLACES[i], PLACES[i] ** 2 + PLACES[i]))
    explorable.say("result", "a", lambda i: number(PLACES[i] ** 2 + PLACES[i]), label="result")
    explorable.say(
        "square", "a way", lambda i, j: number(arrived(PLACES[i], j)[0]), label="gradient of a · a"
    )
    explorable.say(
        "gradient", "a way", lambda i, j: number(arrived(PLACES[i], j)[1]), label="gradient of a"
    )
    explorable.say("sentence", "a way", lambda i, j: in_words(PLACES[i], j))
    explorable.handle("a", below, PLACES)
    return explorable.output()
