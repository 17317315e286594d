"""What Matplotlib draws, for use inside a page and to take home."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from _book.figures.inline import decorative_svg, light_svg
from _book.figures.svg import adaptive_svg
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_pages import Pages

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


@pytest.mark.parametrize("drawing", [adaptive_svg, decorative_svg])
def test_no_rule_of_a_figure_holds_for_the_page_around_it(drawing: Callable[..., str]) -> None:
    """Matplotlib writes one for `*`, by which all icons of a page would have blunt lines."""
    drawn = StringIO()
    figure = Figure()
    figure.add_subplot().plot([1, 2])
    figure.savefig(drawn, format="svg")
    assert "*{stroke-linejoin: round; stroke-linecap: butt}" in drawn.getvalue()
    given = ("a line", "f1-") if drawing is adaptive_svg else ("f1-",)
    assert not re.search(r"<style|stroke-linecap: butt", drawing(drawn.getvalue(), *given))


def test_no_page_has_a_rule_within_its_text(pages: Pages) -> None:
    assert {str(path) for path, page in pages.items() if page.select("body style")} == set()


def test_what_only_names_a_group_goes_and_what_we_named_stays() -> None:
    drawn = (
        '<svg viewBox="0 0 1 1"><defs><style type="text/css">*{fill: red}</style></defs>'
        '<g id="axes_1"><g id="path-3"><g><path/></g></g><g id="line2d_1"/></g></svg>'
    )
    svg = adaptive_svg(drawn, "", "f1-")
    assert svg.endswith('><g id="f1-path-3"><path/></g><g id="f1-line2d_1"/></svg>')
