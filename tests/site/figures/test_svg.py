"""What Matplotlib draws, for use inside a page."""

from __future__ import annotations

from _book.figures.svg import adaptive_svg

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
    assert 'id="f1-p1"' in svg
    assert "url(#f1-p1)" in svg
    assert 'href="#f1-p1"' in svg
    assert "metadata" not in svg


def test_what_only_names_a_group_goes_and_what_we_named_stays() -> None:
    drawn = (
        '<svg viewBox="0 0 1 1"><defs><style type="text/css">*{fill: red}</style></defs>'
        '<g id="axes_1"><g id="path-3"><g><path/></g></g><g id="line2d_1"/></g></svg>'
    )
    svg = adaptive_svg(drawn, "", "f1-")
    assert svg.endswith('><g id="f1-path-3"><path/></g><g id="f1-line2d_1"/></svg>')
