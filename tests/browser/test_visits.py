"""One visit to each page: what is wrong with it in any view, and what it asks for and weighs."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from figure_colours import faint
from keyboard import walk
from serving import compressed
from views import AXE, LAID_OUT, REACHES, TOO_SMALL, TOO_WIDE, VIEWS, View, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

BUDGET = tomllib.loads(Path(__file__).with_name("budget.toml").read_text("utf-8"))


def test_a_page_is_without_fault(
    page: Page, tools: Path, site: Path, url: str, views: list[View]
) -> None:
    faults: dict[Any, list[str]] = defaultdict(list)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: faults["console"].append(message.text))
    page.on("pageerror", lambda error: faults["console"].append(str(error)))
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(url)
    faults["reaches over what follows"] = page.evaluate(REACHES)
    page.mouse.move(9, 9)  # the first move of a reader, who has not scrolled
    page.wait_for_function(LAID_OUT)
    settle(page)
    if VIEWS[0] in views:
        faults["keyboard"] = walk(page)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.evaluate((tools / "axe-core" / "axe.min.js").read_text("utf-8"))
    for width, scheme in views:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        faults["axe", width, scheme] = page.evaluate(AXE)
        faults["faint", scheme] = faint(page)
    for width in (320, 360, 640, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        faults["too wide", width] = page.evaluate(TOO_WIDE)
        faults["too small", width] = page.evaluate(TOO_SMALL)
    here = "{0.scheme}://{0.netloc}/".format(urlsplit(url))
    faults["elsewhere"] = [a for a in asked if not a.startswith((here, "data:", "blob:"))]
    faults["weight"] = too_heavy(page, site, {a for a in asked if a.startswith(here)})
    found = [f"{what}: {each}" for what, all_ in faults.items() for each in all_]
    assert not found, "\n".join(found)


@pytest.fixture
def views(url: str, site: Path, request: pytest.FixtureRequest) -> list[View]:
    """Return the next of the views for each page; with ``--full``, all of them."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    turn = names.index(urlsplit(url).path.lstrip("/")) % len(VIEWS)
    return VIEWS if request.config.getoption("--full") else [VIEWS[turn]]


def too_heavy(page: Page, site: Path, asked: set[str]) -> list[str]:
    """Return what is over the budget of a page, or of a file that it asked for."""
    names = {unquote(urlsplit(url).path).lstrip("/") for url in asked}
    kilobytes = {name: len(compressed(site / name)) / 1000 for name in sorted(names)}
    most = BUDGET["explorable" if page.locator(".explorable").count() else "page"]
    found = [
        f"{weight} kB: {name}"
        for name, weight in kilobytes.items()
        if weight > BUDGET["files"].get(Path(name).name, most)
    ]
    if not 0 < sum(kilobytes.values()) <= most:
        found.append(f"{sum(kilobytes.values())} kB: {kilobytes}")
    return found


@pytest.mark.parametrize("width", [1100, 1400])  # the chapters beside the text; the contents too
def test_the_focus_goes_through_the_columns_of_a_wide_screen(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto(f"{address}/regression/ols.html")
    settle(page)
    assert walk(page) == []
