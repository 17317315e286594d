"""What the pages load."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup


def test_each_page_has_one_style_sheet(pages: dict[Path, BeautifulSoup], site: Path) -> None:
    found: dict[bool, str] = {}
    for page in pages.values():
        sheets = [str(link["href"]) for link in page.select('link[rel="stylesheet"]')]
        (sheet,) = [sheet for sheet in sheets if not sheet.endswith("search.css")]
        name = sheet.rpartition("/")[2]
        assert found.setdefault(bool(page.find("math")), name) == name
    texts = {
        formulas: (site / "_static" / sheet.partition("?")[0]).read_text("utf-8")
        for formulas, sheet in found.items()
    }
    assert "data:font/woff2" in texts[True]
    assert "data:font/woff2" not in texts[False]
    text = texts[True]
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


def test_scripts_are_few_and_wait_for_the_text(
    pages: dict[Path, BeautifulSoup], site: Path
) -> None:
    for path, page in pages.items():
        if path.name == "search.html":
            continue
        scripts = page.select("script[src]")
        assert all(script.has_attr("defer") for script in scripts), path
        names = [str(script["src"]).rpartition("/")[2].partition("?")[0] for script in scripts]
        assert names[0] == "all.js"
        rare = {"explorable.js": ".explorable", "live.js": "[class^=live-]"}
        assert names[1:] == [name for name, sign in rare.items() if page.select(sign)]
    text = (site / "_static" / "all.js").read_text("utf-8")
    for part in ("DOCUMENTATION_OPTIONS", "ClipboardJS", "Copy TeX", "tooltip"):
        assert part in text, part


def test_figures_are_drawn_in_hundredths_of_a_point(pages: dict[Path, BeautifulSoup]) -> None:
    long = re.compile(r"\d\.\d{3,}")
    paths = [path for page in pages.values() for path in page.select("svg.figure path[d]")]
    assert len(paths) > 100
    assert not [path["d"] for path in paths if long.search(str(path["d"]))]
