"""Figures as small pictures beside words."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
import numpy as np
import pytest
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


def panels() -> str:
    figure = Figure()
    for ax in figure.subplots(2):
        ax.plot([-9, 9], [-9, 9])  # which goes on outside
        ax.plot(0.5, 0.5, "*")
        ax.set(xlim=(0, 1), ylim=(0, 1))
    file = io.StringIO()
    figure.savefig(file, format="svg")
    return file.getvalue()


def box(svg: str) -> list[float]:
    (found,) = re.findall(r'viewBox="([^"]*)"', svg)
    return [float(each) for each in found.split()]


def test_a_small_picture_reaches_as_far_as_its_axes() -> None:
    drawn = panels()
    _, _, wide, high = box(drawn)
    both, below = decorative_svg(drawn, "a-"), decorative_svg(drawn, "a-", 2)
    x, y, width, height = box(both)
    assert x > 20
    assert y > 20
    assert x + width < wide
    assert y + height < high
    assert box(below)[:1] + box(below)[2:3] == [x, width]
    # The second panel has moved closer: between both is as much room as at the edges of both.
    assert height == pytest.approx(2 * box(below)[3], abs=1)
    assert box(below)[1] > y + height / 2 + 10
    (moved,) = re.findall(r'transform="translate\(0 -([\d.]+)\)"', both)
    assert box(below)[1] - float(moved) == pytest.approx(y + height / 2, abs=1)
    assert "translate" not in below
    assert [both.count("stroke: #1f77b4"), below.count("stroke: #1f77b4")] == [2, 1]
    # A marker that several panels have is drawn in the first.
    (marker,) = re.findall('<use xlink:href="#(.*?)"', below)
    assert f'<path id="{marker}"' in below


def test_a_panel_that_a_figure_does_not_have_is_an_error() -> None:
    with pytest.raises(ValueError, match="has 2 panels, and no number 3"):
        decorative_svg(panels(), "a-", 3)


def test_a_contour_line_has_no_gap_where_its_label_was() -> None:
    figure = Figure()
    ax = figure.add_subplot()
    across, up = np.meshgrid(np.linspace(-2, 2, 50), np.linspace(-2, 2, 50))
    ax.clabel(ax.contour(across, up, across**2 + up**2, levels=[1, 3, 5]))
    file = io.StringIO()
    figure.savefig(file, format="svg")
    line = re.compile(r' d="([^"]*)"[^>]*stroke: #(?!000)')
    with_labels, without = (
        line.findall(file.getvalue()),
        line.findall(decorative_svg(file.getvalue(), "a-")),
    )
    # Two circles and four corners: how many pieces, and whether they are closed.
    assert [(each.count("M"), each.count("z")) for each in with_labels] == [(1, 0), (1, 0), (8, 0)]
    assert [(each.count("M"), each.count("z")) for each in without] == [(1, 1), (1, 1), (4, 0)]


def test_boxes_of_one_shade_side_by_side_are_one() -> None:
    boxes = "".join(
        f"M {x} {y}  L {x + 9} {y}  L {x + 9} {y - 5}  L {x} {y - 5}  z "
        for x, y in ((1, 9), (10, 9), (19, 9), (28, 4))
    )
    drawn = f'<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg"><path d="{boxes}"/></svg>'
    assert re.findall(r' d="([^"]*)"', decorative_svg(drawn, "a-")) == [
        "M1 9h27v-5h-27zM28 4h9v-5h-9z"
    ]
