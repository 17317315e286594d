"""What Matplotlib draws, for use inside a page and to take home."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from _book.figures.inline import light_svg
from _book.figures.svg import adaptive_svg

if TYPE_CHECKING:
    from pathlib import Path

SVG = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="10pt" viewBox="0 0 10 5" version="1.1">
 <metadata><date>today</date></metadata>
 <defs><clipPath id="p1"><rect/></clipPath></defs>
 <g clip-path="url(#p1)"><use xlink:href="#p1" style="stroke: #0a0a12; fill: #0a0a01"/></g>
</svg>"""


def test_a_figure_takes_its_colours_from_the_page() -> None:
    svg = adaptive_svg(SVG, 'a "line"', "f1-")
    assert "stroke: var(--figure-12); fill: var(--figure-01)" in svg
    assert svg.startswith(
        '<svg class="figure" role="img" aria-label="a &quot;line&quot;" viewBox="0 0 10 5" '
        'style="aspect-ratio: 10 / 5; --width: 10">'
    )
    assert svg.count("f1-p1") == 3
    assert "metadata" not in svg


def test_a_figure_to_take_home_has_colours_of_its_own() -> None:
    svg = light_svg(SVG)
    assert not re.search(r"0a0a|var\(|metadata", svg)
    assert re.search(r"stroke: #[0-9a-f]{6}; fill: #[0-9a-f]{6}", svg)
    assert '<svg style="background: #ffffff" ' in svg


def test_every_colour_of_the_style_file_is_in_both_schemes(root: Path) -> None:
    rc = (root / "docs" / "_book" / "execution" / "kernel" / "matplotlibrc").read_text("utf-8")
    css = (root / "docs" / "_book" / "page_frame" / "site.css").read_text("utf-8")
    names = set(re.findall(r"0a0a(\d\d)", rc))
    assert len(names) == 8
    for name in names - {"03"}:  # 03 is the page's own background
        assert css.count(f"--figure-{name}: light-dark(#") == 1, name


def test_what_only_names_a_group_goes_and_what_we_named_stays() -> None:
    drawn = (
        '<svg viewBox="0 0 1 1"><defs><style type="text/css">*{fill: red}</style></defs>'
        '<g id="axes_1"><g id="path-3"><g><path/></g></g><g id="line2d_1"/></g></svg>'
    )
    svg = adaptive_svg(drawn, "", "f1-")
    assert svg.endswith('><g id="f1-path-3"><path/></g><g id="f1-line2d_1"/></svg>')
