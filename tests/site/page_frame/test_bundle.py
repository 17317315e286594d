"""What the pages load."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from _book.page_frame.bundle import NOT_HERE

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages


def test_each_page_has_one_style_sheet(pages: Pages, site: Path) -> None:
    found = set()
    for page in pages.values():
        (sheet,) = page.select('link[rel="stylesheet"]')
        found.add(str(sheet["href"]).rpartition("/")[2].partition("?")[0])
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
    for part in ("\n  ", "/* ", ".-Color", "#furo-readthedocs"):
        assert part not in text, part


def test_no_page_has_what_the_style_sheet_leaves_out(pages: Pages) -> None:
    for path, page in pages.items():
        marked = page.select("[class], [id]")
        names = {str(each["id"]) for each in marked if each.has_attr("id")}
        names.update(name for each in marked for name in each.get_attribute_list("class") if name)
        assert "article-container" in names, path
        assert not [name for name in names if re.match(NOT_HERE, name)], path


def test_scripts_are_few_and_wait_for_the_text(pages: Pages, site: Path) -> None:
    for path, page in pages.items():
        # Those of the search need each other at once; elsewhere a browser starts none by itself.
        waits = path.name != "search.html"
        scripts = page.select("template > script[src]" if waits else "script[src]")
        assert len(page.select("script[src]")) == len(scripts), path
        names = [str(script["src"]).rpartition("/")[2].partition("?")[0] for script in scripts]
        if not waits:
            assert names[:3] == ["search.js", "all.js", "searchtools.js"]
            continue
        assert names[0] == "all.js"
        rare = {
            "explorable-line.js": "[data-model=line]",
            "explorable.js": ".explorable",
            "live.js": "[class^=live-]",
            "predict.js": ".predict",
            "progress.js": ".progress",
        }
        assert names[1:] == [name for name, sign in rare.items() if page.select(sign)]
    text = (site / "_static" / "all.js").read_text("utf-8")
    for part in ("DOCUMENTATION_OPTIONS", "ClipboardJS", "Copy TeX", "tooltip"):
        assert part in text, part


def test_scripts_of_some_pages_carry_no_comments(site: Path) -> None:
    for name in ("explorable-line", "explorable", "live", "predict", "progress"):
        text = (site / "_static" / f"{name}.js").read_text("utf-8")
        assert not re.search(r"^\s*/\*|\s// ", text, re.MULTILINE), name


def test_no_line_below_a_text_is_written_as_webkit_does_not_know_it(root: Path) -> None:
    """It takes of the shorthand the line alone, and drops a rule that says more."""
    for path in sorted((root / "docs" / "_book").glob("*/*.css")):
        values = re.findall(r"text-decoration:([^;]*);", path.read_text("utf-8"))
        assert all(len(value.split()) == 1 for value in values), path
