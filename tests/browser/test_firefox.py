"""A walk through the site in Firefox: what its engine may do otherwise than Chromium's."""

from __future__ import annotations

import json
import os
import shutil
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from firefox import Firefox, started
from live_page import CHAPTER
from PIL import Image
from views import COMPLETE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = ("index", "regression/ols", "training/softmax")
WIDTHS = (390, 1280)
FIGURES = "article svg.figure, article .explorable svg"
# Formulas that are seen and take no room.
EMPTY = """[...document.querySelectorAll("article math")].filter(math => {
  const {width, height} = math.getBoundingClientRect();
  return math.checkVisibility() && !(width > 1 && height > 4);
}).map(math => math.outerHTML.slice(0, 300))"""
SEEN = f'[...document.querySelectorAll("{FIGURES}")].filter(one => one.checkVisibility()).length'
SAID = """document.querySelector('.explorable [data-say="sentence"]').innerText"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Return the Firefox named in $FIREFOX, or one that is installed."""
    named = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    if not named:
        pytest.skip("no Firefox: install firefox-esr, or name one in $FIREFOX")
    with started(named, tmp_path_factory.mktemp("firefox")) as firefox:
        yield firefox


@pytest.fixture
def names(site: Path, pytestconfig: pytest.Config) -> list[str]:
    """Return the names of a few pages or, with ``--full``, of all."""
    paths = sorted(site.rglob("*.html")) if pytestconfig.getoption("--full") else []
    return [path.relative_to(site).with_suffix("").as_posix() for path in paths] or [*PAGES]


def colours(png: bytes) -> int:
    """Return how many colours a picture has, the edges of letters aside."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    counted = picture.getcolors(picture.width * picture.height) or []
    return sum(count > picture.width * picture.height / 5000 for count, _ in counted)


def look(firefox: Firefox, url: str, width: int, theme: str) -> int:
    """Look at a page: formulas and figures are drawn, and the console is silent.

    Return how many figures there are.
    """
    firefox.look_at(url, width)
    if firefox.run("document.body.dataset.theme") != theme:
        firefox.run(f"localStorage.setItem('theme', '{theme}')")
        firefox.look_at(url, width)
    firefox.press("Shift")
    firefox.wait(f"({COMPLETE})()")
    assert firefox.run("document.documentElement.scrollWidth") <= width
    assert firefox.run(EMPTY) == []
    figures = int(firefox.run(SEEN))
    for index in range(figures):
        box = firefox.box(FIGURES, index)
        assert box["width"] > 100, (url, index, box)
        assert box["height"] > 50, (url, index, box)
        assert colours(firefox.picture(box)) > 2, (url, index)
    assert firefox.errors == []
    return figures


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_formulas_and_figures_are_drawn_and_the_console_is_silent(
    firefox: Firefox, address: str, names: list[str], *, width: int, theme: str
) -> None:
    assert sum(look(firefox, f"{address}/{name}.html", width, theme) for name in names) > 8


@pytest.mark.parametrize("name", PAGES)
def test_a_figure_moved_by_keyboard_says_what_it_shows(
    firefox: Firefox, address: str, name: str
) -> None:
    firefox.look_at(f"{address}/{name}.html", 1280)
    firefox.box(".explorable")
    firefox.wait('document.querySelector(".explorable-ready")')
    firefox.run('document.querySelector(".explorable input[type=range]").focus()')
    firefox.press("Home")
    firefox.box(".explorable")  # once it is drawn
    first = firefox.run(SAID)
    firefox.press("End")
    firefox.wait(f"{SAID} !== {json.dumps(first)}")
    assert firefox.errors == []


def test_the_theme_is_switched_and_kept(firefox: Firefox, address: str) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    firefox.look_at(f"{address}/index.html", 1280)
    seen = set()
    for _ in range(3):  # light, dark and as the system is
        firefox.click(".theme-toggle")
        seen.add(firefox.run(background))
        theme = firefox.run("document.body.dataset.theme")
        firefox.look_at(f"{address}/index.html", 1280)
        assert firefox.run("document.body.dataset.theme") == theme
    assert len(seen) == 2


def test_the_search_finds_and_offers(firefox: Firefox, address: str) -> None:
    firefox.look_at(f"{address}/index.html", 1280)
    firefox.click(".sidebar-search")
    firefox.press(*"sigmiod", "Enter")
    firefox.wait('document.querySelector(".search-summary a")')
    firefox.click(".search-summary a")
    firefox.wait('document.querySelectorAll("#search-results li a").length > 4')
    assert firefox.errors == []


@pytest.mark.usefixtures("live_cells")
def test_a_live_cell_runs_shows_and_is_stopped(firefox: Firefox, address: str) -> None:
    firefox.look_at(f"{address}/{CHAPTER}.html", 1280)
    bar = firefox.run('document.querySelector(".live-bar[id]").id')
    said = f'document.querySelector("#{bar} .live-said").textContent'
    firefox.click(f"#{bar} [data-live=open]")
    firefox.wait(f'document.querySelector("#{bar} [data-live=run]")')
    firefox.click(f".cell:has(#{bar}) .cm-content")
    firefox.press("Control+a", *"print(6 * 7)")
    firefox.click(f"#{bar} [data-live=run]")
    firefox.wait(f'{said}.startsWith("Your code")', seconds=90)
    shown = firefox.run(f'document.querySelector(".cell:has(#{bar}) .cell_output").innerText')
    assert shown.strip() == "42"
    firefox.click(f".cell:has(#{bar}) .cm-content")
    firefox.press("Control+a", *"while True: pass")
    firefox.click(f"#{bar} [data-live=run]")
    firefox.wait(f'{said}.startsWith("Running")')
    firefox.click(f"#{bar} [data-live=stop]")
    firefox.wait(f'{said}.startsWith("Stopped")', seconds=2)
    assert firefox.errors == []
