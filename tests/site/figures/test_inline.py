"""Figures in the colours of the page, or in colours of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from _book.figures.inline import light_svg

if TYPE_CHECKING:
    from pathlib import Path

SVG = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="10pt" viewBox="0 0 10 5" version="1.1">
 <metadata><date>today</date></metadata>
 <g style="stroke: #0a0a12; fill: #0a0a01"/>
</svg>"""


def test_a_figure_to_take_home_has_colours_of_its_own() -> None:
    svg = light_svg(SVG)
    assert not re.search(r"0a0a|var\(|metadata", svg)
    assert re.search(r"stroke: #[0-9a-f]{6}; fill: #[0-9a-f]{6}", svg)
    assert '<svg style="background: #ffffff" ' in svg


def test_every_colour_of_the_style_file_is_in_both_schemes(root: Path) -> None:
    rc = (root / "docs" / "_book" / "execution" / "kernel" / "matplotlibrc").read_text("utf-8")
    css = (root / "docs" / "_book" / "page_frame" / "site.css").read_text("utf-8")
    names = {rc[i + 4 : i + 6] for i in range(len(rc)) if rc.startswith("0a0a", i)}
    assert len(names) == 8
    for name in names - {"03"}:  # 03 is the page's own background
        assert css.count(f"--figure-{name}: light-dark(#") == 1, name
