"""The first page: it shows something that moves, says where to start, and stays light."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag
    from site_pages import Chapters, Pages


@pytest.fixture(scope="module")
def article(pages: Pages, site: Path) -> Tag:
    found = pages[site / "index.html"].article
    assert found
    return found


def test_a_figure_that_moves_stands_above_all_else(article: Tag) -> None:
    (figure,) = article.select(".explorable")
    assert figure.select("button[data-play]")
    before = {element.name for element in figure.find_all_previous(["h1", "h2", "pre", "p"])}
    assert "h1" in before
    assert not before & {"h2", "pre"}


def test_it_says_where_to_start_before_it_says_more(article: Tag, lessons: Chapters) -> None:
    link = article.select_one("a.start")
    assert link
    assert link["href"] == f"{next(iter(lessons))}.html"
    assert not [h2 for h2 in link.find_all_previous("h2") if h2.find_parent("article") is article]


def test_its_commands_are_those_of_the_readme(article: Tag, root: Path) -> None:
    readme = (root / "README.md").read_text("utf-8")
    _, block, _ = re.split(r"```console\n(.*?)```", readme, maxsplit=1, flags=re.DOTALL)
    commands = block.splitlines()
    assert len(commands) == 2
    shown = [
        line
        for pre in article.select(".highlight-console pre")
        for line in pre.get_text().splitlines()
    ]
    # The prompt is not copied: it is marked as one, and sphinx-copybutton leaves such out.
    prompts = article.select(".highlight-console pre .gp")
    assert shown == [f"$ {command}" for command in commands]
    assert len(prompts) == 2


def test_it_is_light(pages: Pages, site: Path) -> None:
    page = pages[site / "index.html"]
    loads = page.select("link[rel=stylesheet], script[src], article img")
    files = {site / "index.html"}
    for element in loads:
        files.add(site / urlsplit(str(element.get("href") or element.get("src"))).path)
    assert len(files) == 5
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in files}
    assert sum(sizes.values()) <= 120_000, sizes
    assert sizes["index.html"] <= 30_000
