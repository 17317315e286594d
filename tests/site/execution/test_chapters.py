"""What the site adds to Sphinx."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from _book.execution.chapters import where_and_what
from _book.explorable.directive import faults
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
    assert 'id="f1-p1"' in svg
    assert "url(#f1-p1)" in svg
    assert 'href="#f1-p1"' in svg
    assert "metadata" not in svg


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


FAILURE = """An error occurred while executing the following cell:
------------------
x = 1
assert x == 2
------------------

\x1b[31mAssertionError\x1b[0m   Traceback (most recent call last)
Cell In[7], line 2
      1 x = 1
----> 2 assert x == 2

AssertionError:
"""
CHAPTER = """# Title

```{code-cell} ipython3
y = 1
```

```{code-cell} ipython3
:tags: [remove-cell]

x = 1
assert x == 2
```
"""


def test_a_failed_cell_is_found_in_its_chapter() -> None:
    line, message = where_and_what(CHAPTER, FAILURE)
    assert CHAPTER.splitlines()[line - 1] == "assert x == 2"
    assert message.startswith("cell 2 failed in its line 2\n")
    assert "\x1b" not in message


def test_a_failure_without_a_known_cell_is_still_told() -> None:
    assert where_and_what(CHAPTER, "the kernel died") == (
        1,
        "the kernel died",
    )


STATES: dict[str, Any] = {
    "controls": [{"name": "rate", "label": "rate", "texts": ["1", "2"], "start": 1, "play": False}],
    "parts": [
        {"kind": "points", "id": "part0", "by": ["rate"], "frames": [[1.0, 2.0], [3.0, 4.0]]}
    ],
}


def test_an_explorable_with_a_state_for_each_choice_has_no_faults() -> None:
    assert list(faults(STATES)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"controls": []}, "no controls or no states"),
        ({"parts": []}, "no controls or no states"),
        ({"controls": [STATES["controls"][0] | {"start": 2}]}, "starts outside its states"),
        ({"parts": [STATES["parts"][0] | {"frames": [[1.0, 2.0]]}]}, "without a frame for each"),
        ({"parts": [STATES["parts"][0] | {"frames": [[float("nan")], [1.0]]}]}, "not finite"),
        ({"parts": [STATES["parts"][0] | {"frames": ["MSE inf", "1"]}]}, "not finite"),
    ],
)
def test_an_explorable_that_lacks_something_is_named(change: dict[str, Any], fault: str) -> None:
    data = STATES | {"parts": [] if change.get("controls") == [] else STATES["parts"]} | change
    assert fault in "; ".join(faults(data))
