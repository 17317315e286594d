"""Legends stand beside what the cells of chapters draw, not on it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.path import Path as Line
from matplotlib.transforms import Bbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

SVG = "{http://www.w3.org/2000/svg}"


def places(drawn: str) -> list[NDArray[np.float64]]:
    """Return the points of a path, a list for each of its pieces."""
    pieces = [re.findall(r"-?\d+\.?\d*", piece) for piece in re.split("[Mz]", drawn)]
    return [np.array(piece, dtype=float).reshape(-1, 2) for piece in pieces if piece]


def drawn_in(axes: ET.Element) -> Iterator[NDArray[np.float64]]:
    """Yield the lines and the markers of axes, without grid, ticks and texts."""
    for part in axes:
        if part.get("id", "").startswith(("matplotlib.axis", "legend", "text", "patch")):
            continue
        for path in part.iter(f"{SVG}path"):
            if path.get("clip-path") and path.get("d"):
                yield from places(path.attrib["d"])
        for marker in part.iter(f"{SVG}use"):
            yield np.array([[marker.get("x", 0), marker.get("y", 0)]], dtype=float)


def hidden(svg: str) -> int:
    """Return how many lines and markers a legend hides."""
    found = 0
    for axes in ET.fromstring(svg).iter(f"{SVG}g"):  # noqa: S314  # Matplotlib has made it
        legends = [part for part in axes if part.get("id", "").startswith("legend")]
        for legend in legends:
            box = legend.find(f".//{SVG}path")
            assert box is not None
            corners = np.vstack(places(box.attrib["d"]))
            window = Bbox([corners.min(axis=0), corners.max(axis=0)]).padded(-2)
            found += sum(
                Line(points).intersects_bbox(window, filled=False)
                if len(points) > 1
                else window.contains(*points[0])
                for points in drawn_in(axes)
            )
    return found


def test_no_legend_of_a_chapter_hides_a_line_or_a_marker(site: Path) -> None:
    legends = 0
    for path in sorted(site.rglob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        for data in (output["data"] for output in outputs if "data" in output):
            svg = "".join(data.get("image/svg+xml", ""))
            legends += 'id="legend_1"' in svg
            assert not svg or hidden(svg) == 0, path
    assert legends > 10


@pytest.mark.parametrize(("at", "expected"), [("5 5", 1), ("50 50", 0)])
def test_a_line_below_a_legend_is_found(at: str, expected: int) -> None:
    svg = f"""<svg xmlns="{SVG[1:-1]}"><g><g id="line2d_1">
      <path clip-path="url(#a)" d="M {at} L 60 60"/></g>
      <g id="legend_1"><path d="M 0 0 L 20 0 L 20 20 L 0 20 z"/></g></g></svg>"""
    assert hidden(svg) == expected
