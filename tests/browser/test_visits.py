"""What a first visit to each page shows in four views: faults, requests, messages, weight."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from serving import compressed
from views import ALL, AXE, TOO_WIDE, VIEWS

if TYPE_CHECKING:
    from playwright.sync_api import Page

BUDGET = tomllib.loads(Path(__file__).with_name("budget.toml").read_text("utf-8"))


def path_of(url: str) -> str:
    return unquote(urlsplit(url).path).lstrip("/")


def listen(page: Page) -> tuple[list[str], list[str]]:
    """Return two lists that fill: the addresses that `page` asks for, and what its console says."""
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: messages.append(str(error)))
    return requests, messages


def test_a_page_is_without_fault_in_each_view(page: Page, tools: Path, url: str) -> None:
    requests, messages = listen(page)
    page.emulate_media(reduced_motion="reduce")  # no colour is looked at on its way to another
    faults = {}
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(url)
        page.wait_for_load_state("networkidle")  # a figure near the top can be moved by then
        page.add_style_tag(content=ALL)
        page.evaluate((tools / "axe-core" / "axe.min.js").read_text("utf-8"))
        faults[width, scheme] = page.evaluate(AXE)
    here = "{0.scheme}://{0.netloc}/".format(urlsplit(url))
    assert not any(faults.values()), faults
    assert not [other for other in requests if not other.startswith((here, "data:", "blob:"))]
    assert not messages


def test_a_page_is_neither_too_wide_nor_too_heavy(page: Page, site: Path, url: str) -> None:
    requests, _ = listen(page)
    page.goto(url)
    page.add_style_tag(content=ALL)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width in (320, 360, 640, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate(TOO_WIDE)
    page.mouse.wheel(0, 100_000)  # what waits for the reader to scroll is loaded too
    page.wait_for_load_state("networkidle")
    names = {path_of(request) for request in requests if request.startswith("http")}
    kilobytes = {name: len(compressed(site / name)) / 1000 for name in sorted(names)}
    most = BUDGET["explorable" if page.locator(".explorable").count() else "page"]
    assert path_of(url) in kilobytes
    assert sum(kilobytes.values()) <= most, kilobytes
    for name, weight in kilobytes.items():
        assert weight <= BUDGET["files"].get(Path(name).name, most), name
