"""Names in the cells of a chapter lead to the pages that explain them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from _book.code_links.links import Link, explained, linked
from site_pages import seen

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup
    from nbformat import NotebookNode

WRITTEN = re.compile(r"^(?:\w+ = )?((?:np|plt)\.[a-z_.0-9]+)\(", re.MULTILINE)


def test_a_name_without_a_page_of_its_own_leads_to_that_of_its_class() -> None:
    known = {
        "a": "a.html",
        "a.Class": "a.html#c",
        "a.Class.": "a.html#c",
        "a.Class.method": "a.html#m",
        "a.Base.other": "a.html#o",
        "print": "print.html",
    }
    assert explained(["a.Class.method"], known) == ("a.Class.method", "a.html#m")
    assert explained(["a.Class.field"], known) == ("a.Class.field", "a.html#c")
    assert explained(["a.Class.other", "a.Base.other"], known) == ("a.Base.other", "a.html#o")
    assert explained(["builtins.print"], known) == ("print", "print.html")
    assert explained(["a.gone"], known) is None


def test_links_stand_around_whole_pieces_and_change_no_text() -> None:
    code = (
        '<div><pre><span></span><span class="n">a</span><span class="o">&lt;</span>b\n</pre></div>'
    )
    html = linked(code, [Link(0, 1, 'x"', "y?a&b"), Link(2, 3, "cut", "no")])
    assert '<a class="name" href="y?a&amp;b" title="x&quot;"><span class="n">a</span></a>' in html
    assert html.count("<a ") == html.count("</a>")


def test_names_in_the_cells_of_every_lesson_are_links_and_the_code_is_as_written(
    chapters: dict[str, NotebookNode], pages: dict[Path, BeautifulSoup], site: Path
) -> None:
    for chapter, notebook in chapters.items():
        shown = pages[(site / chapter).with_suffix(".html")].select("div.cell_input pre")
        sources = ["\n".join(lines) for lines in seen(notebook)]
        assert [pre.get_text().rstrip("\n") for pre in shown] == sources, chapter
        for pre, source in zip(shown, sources, strict=True):
            # What is written as a name of these modules has a page, and so has what is printed.
            links = {link.get_text() for link in pre.select("a.name")}
            written = {*WRITTEN.findall(source)}
            assert written <= links, (chapter, written - links)


def test_links_in_code_lead_to_this_site_or_to_known_documentation(
    pages: dict[Path, BeautifulSoup],
) -> None:
    known = (
        "https://docs.python.org/3/",
        "https://matplotlib.org/stable/",
        "https://numpy.org/doc/stable/",
        "https://scikit-learn.org/stable/",
    )
    for page in pages.values():
        for link in page.select("a.name"):
            assert str(link["href"]).startswith((*known, "../reference/api.html", "api.html"))
