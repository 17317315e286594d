"""Figures as small pictures beside words."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
from _book.figures.inline import decorative_svg
from matplotlib.figure import Figure


def test_a_small_picture_has_no_letters_few_markers_and_whole_numbers() -> None:
    figure = Figure()
    ax = figure.add_subplot()
    ax.scatter(range(200), [each**0.5 for each in range(200)], label="a cloud")
    ax.plot([0, 99.9, 200], [1, 7.77, 3])
    ax.plot(50, 5, "*")
    ax.grid(visible=True)
    ax.legend()
    file = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none"}):
        figure.savefig(file, format="svg")
    drawn = file.getvalue()
    small = decorative_svg(drawn, "a-")
    assert "<text" in drawn
    assert "legend" in drawn
    assert not re.search(r"<text|legend|tick|clip", small)
    assert small.startswith('<svg class="thumbnail" aria-hidden="true" viewBox=')
    assert 20 <= small.count("<use") <= 32  # the star among them
    line = re.findall(r'<path d="([^"]*)"[^>]*stroke-width: 1\.5', small)
    assert line
    assert not any("." in places for places in line)
