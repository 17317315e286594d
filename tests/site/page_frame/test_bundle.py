"""What the pages load."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages


def test_each_page_has_one_style_sheet(pages: Pages, site: Path) -> None:
    found = set()
    for page in pages.values():
        sheets = [str(link["href"]) for link in page.select('link[rel="stylesheet"]')]
        (sheet,) = [sheet for sheet in sheets if not sheet.endswith("search.css")]
        found.add(sheet.rpartition("/")[2].partition("?")[0])
    (name,) = found
    text = (site / "_static" / name).read_text("utf-8")
    # Of the theme, of the highlighter, of the chapters, and of this project.
    for part in (
        ".sidebar-drawer",
        ".highlight .k{",
        "div.cell",
        "--figure-01",
        ".explorable",
        ".formula",
        "tooltip",
    ):
        assert part in text, part
    for part in ("\n  ", "/* ", ".-Color"):
        assert part not in text, part


def test_scripts_are_few_and_wait_for_the_text(pages: Pages, site: Path) -> None:
    for path, page in pages.items():
        scripts = page.select("script[src]")
        names = [str(script["src"]).rpartition("/")[2].partition("?")[0] for script in scripts]
        # Those of the search need each other at once.
        waits = path.name != "search.html"
        assert all(script.has_attr("defer") == waits for script in scripts), path
        if not waits:
            assert names[:3] == ["search.js", "all.js", "searchtools.js"]
            continue
        assert names[0] == "all.js"
        rare = {
            "explorable-line.js": "[data-model=line]",
            "explorable.js": ".explorable",
            "live.js": "[class^=live-]",
        }
        assert names[1:] == [name for name, sign in rare.items() if page.select(sign)]
    text = (site / "_static" / "all.js").read_text("utf-8")
    for part in ("DOCUMENTATION_OPTIONS", "ClipboardJS", "Copy TeX", "tooltip"):
        assert part in text, part


def test_figures_are_drawn_in_hundredths_of_a_point(pages: Pages) -> None:
    long = re.compile(r"\d\.\d{3,}")
    paths = [path for page in pages.values() for path in page.select("svg.figure path[d]")]
    assert len(paths) > 100
    assert not [path["d"] for path in paths if long.search(str(path["d"]))]
