"""A walk through the site in Firefox and in WebKit, whose engines are not Chromium's."""

from __future__ import annotations

import json
import os
import shutil
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING

import firefox
import numpy as np
import pytest
import webkit
from built import site_folder
from live_page import CHAPTER
from PIL import Image
from serving import Pages, Watched, served
from views import COMPLETE, UNCOVER, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from driven import Driven
    from playwright.sync_api import Page

PAGES = ("index", "regression/ols", "training/softmax")
VIEWS = ((390, "light"), (1280, "dark"))
FIGURES = "article svg.figure, article .explorable svg"
# Formulas that are seen and take no room.
EMPTY = """[...document.querySelectorAll("article math")].filter(math => {
  const {width, height} = math.getBoundingClientRect();
  return math.checkVisibility() && !(width > 1 && height > 4);
}).map(math => math.outerHTML.slice(0, 300))"""
SEEN = f'[...document.querySelectorAll("{FIGURES}")].filter(one => one.checkVisibility()).length'
FIRST = """document.querySelector("article section section svg.figure")"""
STATE = """[{0}.querySelector("svg").outerHTML, {0}.innerText].join()"""


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
    (narrow, light), (wide, dark) = VIEWS
    return list(product(all_pages(site), (narrow, wide), (light, dark)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Move the figures of a few pages or, with ``--full``, of all that have some."""
    if "moved" in metafunc.fixturenames:
        site = site_folder(metafunc.config)
        found = [
            name
            for name in PAGES + tuple(all_pages(site))
            if 'class="explorable' in (site / f"{name}.html").read_text("utf-8")
        ]
        full = metafunc.config.getoption("--full")
        metafunc.parametrize("moved", list(dict.fromkeys(found)) if full else PAGES)


def all_pages(site: Path) -> list[str]:
    """Return the names of the pages of a site."""
    return sorted(
        path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")
    )


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Return where the site is served, with a script that keeps what goes wrong."""
    with served(site, Watched) as address:
        yield address


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
    engine.run(UNCOVER)
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


def test_a_figure_that_is_moved_by_keyboard_or_mouse_shows_another_state(
    engine: Driven, address: str, moved: str
) -> None:
    engine.look_at(f"{address}/{moved}.html", 1280)
    engine.run(UNCOVER)
    for at in range(int(engine.run('document.querySelectorAll(".explorable").length'))):
        engine.box(".explorable", at)
        figure = f'document.querySelectorAll(".explorable")[{at}]'
        engine.wait(f'{figure}.matches(".explorable-ready")')
        handle = f'{figure}.querySelector("input[type=range]")'
        engine.run(f'({handle}.focus(), {handle}.id = "handle-{at}")')
        engine.press("Home")
        engine.box(".explorable", at)  # once it is drawn
        for key in ("End", "Home", ""):
            before = json.dumps(engine.run(STATE.format(figure)))
            engine.press(key) if key else engine.click(f"#handle-{at}", 0.8)
            engine.wait(f"{STATE.format(figure)} !== {before}")
            engine.box(".explorable", at)
    assert engine.errors == []


def unlike(one: Image.Image, other: Image.Image) -> float:
    """Return how much two pictures of the same thing differ, from 0 to 1, however large each is."""
    small = []
    for each in (one, other):
        grey = each.convert("L")
        ink = grey.point(lambda light: 255 * (light < 200))  # what is drawn, without its margin
        small.append(np.asarray(grey.crop(ink.getbbox()).resize((48, 16)), float) / 255)
    return float(np.abs(small[0] - small[1]).mean())


@pytest.mark.thorough
@pytest.mark.parametrize("name", PAGES[1:])
def test_figures_and_formulas_look_as_they_do_in_chromium(
    engine: Driven, page: Page, address: str, name: str
) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}/{name}.html")
    settle(page)
    look(engine, f"{address}/{name}.html", 1280, "light")
    for kind in (FIGURES, "article .formula math"):
        shown = page.locator(kind).locator("visible=true").all()
        expected = [Image.open(BytesIO(each.screenshot())) for each in shown]
        assert len(expected) > 2
        for at in range(len(expected)):
            found = engine.picture(engine.box(kind, at))
            differences = [unlike(found, each) for each in expected]
            assert differences.index(min(differences)) == at, (kind, at, differences)
            assert differences[at] < 0.08, (kind, at, differences)


@pytest.mark.thorough
def test_without_a_script_figures_and_formulas_are_there(
    engine: Driven, address: str, site: Path
) -> None:
    class Bare(Pages):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", "sandbox")  # which runs no script
            super().end_headers()

    if isinstance(engine, webkit.WebKit):
        pytest.skip("in a page without scripts, WebKit's driver has not been seen to do this")
    with served(site, Bare) as bare:
        for name in PAGES[1:]:
            engine.look_at(f"{address}/{name}.html", 1280)
            part = engine.run(f"{FIRST}.closest('section').id")
            engine.look_at(f"{address}/{name}.html#{part}", 1280)
            engine.press("Shift")
            engine.wait(f"({COMPLETE})()")
            engine.wait(
                f"{FIRST}.getBoundingClientRect().top < innerHeight"
            )  # once it has scrolled there
            box = engine.run(f"{FIRST}.getBoundingClientRect().toJSON()")
            expected = engine.picture(box)
            engine.look_at(f"{bare}/{name}.html#{part}", 1280, scripted=False)
            found = engine.picture(box)
            assert colours(found) > 2
            assert unlike(expected, found) < 0.08, name


@pytest.mark.thorough
def test_names_in_code_that_are_links_have_a_line_where_they_are_pointed_at(
    engine: Driven, address: str
) -> None:
    engine.look_at(f"{address}/{PAGES[1]}.html", 1280)
    link = "article .cell_input:not(details *) a.name"
    line = f"getComputedStyle(document.querySelector('{link}')).textDecorationLine"
    assert engine.run(line) == "none"
    box = engine.box(link)
    x, y = round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)
    move = {"type": "pointerMove", "x": x, "y": y}
    engine.act({"type": "pointer", "id": "mouse", "actions": [move]})
    # An engine that does not know a part of what a rule says would drop the line with it.
    engine.wait(f'{line} === "underline"')


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
    bar = engine.run('document.querySelector(".live-bar[id]:not(details *)").id')
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
    busy = engine.used(2)
    engine.click(f"#{bar} [data-live=stop]")
    engine.wait(f'{said}.startsWith("Stopped")', seconds=2)
    # What says that it has stopped could run on; a new Python is made ready meanwhile.
    assert any(engine.used(2) < busy / 3 for _ in range(10))
    assert engine.errors == []
