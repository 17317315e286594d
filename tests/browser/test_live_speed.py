"""How soon a first result comes. Lighthouse and this measure times: ``nox -s audit -- --full``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from live_page import LivePage
from serving import compressed

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page


# Thorough, since it follows the machine's load even with that for itself.
pytestmark = [
    pytest.mark.usefixtures("live_cells"),
    pytest.mark.timed,
    pytest.mark.thorough,
]


def test_the_first_results_come_soon(page: Page, address: str, site: Path) -> None:
    for path in site.rglob("_static/live/**/*.*"):
        compressed(path)  # beforehand, as a server does
    live = LivePage(page, address, site)
    begin = time.monotonic()
    live.run("cell 3")
    assert time.monotonic() - begin < 4
    name = next(c["name"] for c in live.book["cells"] if "plt.show" in c["source"])
    live.run(name)
    assert time.monotonic() - begin < 6
