"""A walk through the site in Firefox and in WebKit, whose engines are not Chromium's."""

from __future__ import annotations

import json
import os
import shutil
from itertools import product
from typing import TYPE_CHECKING

import firefox
import pytest
import webkit
from live_page import CHAPTER
from views import COMPLETE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from driven import Driven
    from PIL import Image

PAGES = ("index", "regression/ols", "training/softmax")
VIEWS = ((390, "light"), (1280, "dark"))
FIGURES = "article svg.figure, article .explorable svg"
# Formulas that are seen and take no room.
EMPTY = """[...document.querySelectorAll("article math")].filter(math => {
  const {width, height} = math.getBoundingClientRect();
  return math.checkVisibility() && !(width > 1 && height > 4);
}).map(math => math.outerHTML.slice(0, 300))"""
SEEN = f'[...document.querySelectorAll("{FIGURES}")].filter(one => one.checkVisibility()).length'
SAID = """document.querySelector('.explorable [data-say="sentence"]').innerText"""


@pytest.fixture(scope="module", params=["Firefox", "WebKit"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driven]:
    """Return a window of an engine that is installed; $FIREFOX may name the program."""
    if request.param == "Firefox":
        named = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
        if not named:
            pytest.skip("no Firefox: install firefox-esr, or name one in $FIREFOX")
        with firefox.started(named, tmp_path_factory.mktemp("firefox")) as engine:
            yield engine
    else:
        if lacking := webkit.lacking():
            pytest.skip(f"no WebKit: install webkit2gtk-driver and xvfb, for {lacking}")
        with webkit.started() as engine:
            yield engine


@pytest.fixture
def visits(site: Path, pytestconfig: pytest.Config) -> list[tuple[str, int, str]]:
    """Return pages, widths and themes: a few or, with ``--full``, all."""
    if not pytestconfig.getoption("--full"):
        return [(page, *view) for view in VIEWS for page in PAGES]
    pages = sorted(
        path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")
    )
    (narrow, light), (wide, dark) = VIEWS
    return list(product(pages, (narrow, wide), (light, dark)))


def colours(picture: Image.Image) -> int:
    """Return how many colours a picture has, the edges of letters aside."""
    counted = picture.getcolors(picture.width * picture.height) or []
    return sum(count > picture.width * picture.height / 5000 for count, _ in counted)


def look(engine: Driven, url: str, width: int, theme: str) -> int:
    """Look at a page: formulas and figures are drawn, and the console is silent.

    Return how many figures there are.
    """
    engine.look_at(url, width)
    if engine.run("document.body.dataset.theme") != theme:
        engine.run(f"localStorage.setItem('theme', '{theme}')")
        engine.look_at(url, width)
    engine.press("Shift")
    engine.wait(f"({COMPLETE})()")
    assert engine.run("document.documentElement.scrollWidth - innerWidth") <= 0
    assert engine.run(EMPTY) == []
    figures = int(engine.run(SEEN))
    for index in range(figures):
        box = engine.box(FIGURES, index)
        assert box["width"] > 100, (url, index, box)
        assert box["height"] > 50, (url, index, box)
        assert colours(engine.picture(box)) > 2, (url, index)
    assert engine.errors == []
    return figures


def test_formulas_and_figures_are_drawn_and_the_console_is_silent(
    engine: Driven, address: str, visits: list[tuple[str, int, str]]
) -> None:
    figures = [
        look(engine, f"{address}/{page}.html", width, theme) for page, width, theme in visits
    ]
    assert sum(figures) > 16


@pytest.mark.parametrize("name", PAGES)
def test_a_figure_moved_by_keyboard_says_what_it_shows(
    engine: Driven, address: str, name: str
) -> None:
    engine.look_at(f"{address}/{name}.html", 1280)
    engine.box(".explorable")
    engine.wait('document.querySelector(".explorable-ready")')
    engine.run('document.querySelector(".explorable input[type=range]").focus()')
    engine.press("Home")
    engine.box(".explorable")  # once it is drawn
    first = engine.run(SAID)
    engine.press("End")
    engine.wait(f"{SAID} !== {json.dumps(first)}")
    assert engine.errors == []


def test_the_theme_is_switched_and_kept(engine: Driven, address: str) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    engine.look_at(f"{address}/index.html", 1280)
    seen = set()
    for _ in range(3):  # light, dark and as the system is
        engine.click(".theme-toggle")
        seen.add(engine.run(background))
        theme = engine.run("document.body.dataset.theme")
        engine.look_at(f"{address}/index.html", 1280)
        assert engine.run("document.body.dataset.theme") == theme
    assert len(seen) == 2


def test_the_search_finds_and_offers(engine: Driven, address: str) -> None:
    engine.look_at(f"{address}/index.html", 1280)
    engine.click(".sidebar-search")
    engine.press(*"sigmiod", "Enter")
    engine.wait('document.querySelector(".search-summary a")')
    engine.click(".search-summary a")
    engine.wait('document.querySelectorAll("#search-results li a").length > 4')
    assert engine.errors == []


@pytest.mark.usefixtures("live_cells")
def test_a_live_cell_runs_shows_and_is_stopped(
    engine: Driven, address: str, pytestconfig: pytest.Config
) -> None:
    if isinstance(engine, webkit.WebKit) and not pytestconfig.getoption("--full"):
        pytest.skip("WebKit takes up to a minute for a live cell: with --full")
    engine.look_at(f"{address}/{CHAPTER}.html", 1280)
    bar = engine.run('document.querySelector(".live-bar[id]").id')
    said = f'document.querySelector("#{bar} .live-said").textContent'
    engine.click(f"#{bar} [data-live=open]")
    engine.wait(f'document.querySelector("#{bar} [data-live=run]")')
    engine.click(f".cell:has(#{bar}) .cm-content")
    engine.press("Control+a", *"print(6 * 7)")
    engine.click(f"#{bar} [data-live=run]")
    engine.wait(f'{said}.startsWith("Your code")', seconds=90)
    shown = engine.run(f'document.querySelector(".cell:has(#{bar}) .cell_output").innerText')
    assert shown.strip() == "42"
    engine.click(f".cell:has(#{bar}) .cm-content")
    engine.press("Control+a", *"while True: pass")
    engine.click(f"#{bar} [data-live=run]")
    engine.wait(f'{said}.startsWith("Running")')
    engine.click(f"#{bar} [data-live=stop]")
    engine.wait(f'{said}.startsWith("Stopped")', seconds=2)
    assert engine.errors == []
