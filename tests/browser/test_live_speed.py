"""How soon a first result comes. Lighthouse and this measure times: ``nox -s audit -- --full``."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from live_page import LivePage
from serving import Pages, compressed, served

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page


pytestmark = pytest.mark.usefixtures("live_cells")


@pytest.fixture(autouse=True)
def ready(site: Path) -> None:
    """Compress what is large beforehand, as a server does."""
    for path in site.rglob("_static/live/**/*.*"):
        compressed(path)


def test_the_first_results_come_soon(page: Page, address: str, site: Path) -> None:
    live = LivePage(page, address, site)
    begin = time.monotonic()
    live.run("cell 2")
    assert time.monotonic() - begin < 4
    name = next(c["name"] for c in live.book["cells"] if "plt.show" in c["source"])
    live.run(name)
    assert time.monotonic() - begin < 6


def test_a_slow_line_is_enough(browser: Browser, site: Path) -> None:
    lock = threading.Lock()

    class Slow(Pages):
        def send(self, content: bytes) -> None:
            for at in range(0, len(content), 25_000):
                with lock:  # 20 Mbit/s, shared by all that comes at once
                    time.sleep(0.01)
                self.wfile.write(content[at : at + 25_000])

    with served(site, Slow) as address:
        context = browser.new_context()
        live = LivePage(context.new_page(), address, site)
        begin = time.monotonic()
        live.run("cell 2")
        assert time.monotonic() - begin < 8
        context.close()
