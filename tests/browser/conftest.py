"""The built site in a real browser: `nox -s audit` runs these tests."""

from __future__ import annotations

import os
import shutil
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from built import site_folder
from playwright.sync_api import sync_playwright
from serving import Pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
# No requests of the browser's own; a sandbox cannot be had in every container.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


# Pages that were made for looking things up, not for reading.
LISTS = ("404.html", "genindex.html", "py-modindex.html", "search.html")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full",
        action="store_true",
        help="Lighthouse as for a laptop too, and the median of three runs",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for `url` or `content_url` that of each page in turn."""
    folder = site_folder(metafunc.config)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    if "url" in metafunc.fixturenames:
        metafunc.parametrize("url", names, indirect=True)
    if "form" in metafunc.fixturenames:
        full = metafunc.config.getoption("--full")
        metafunc.parametrize("form", ["mobile", "desktop"] if full else ["mobile"])
    if "content_url" in metafunc.fixturenames:
        content = [name for name in names if name not in LISTS]
        metafunc.parametrize("content_url", content, indirect=True)


@pytest.fixture
def url(address: str, request: pytest.FixtureRequest) -> str:
    return f"{address}/{request.param}"


content_url = url


@pytest.fixture(scope="session")
def tools(root: Path) -> Path:
    """Return the folder of the tools that npm installs."""
    folder = root / "build" / "audit" / "node_modules"
    assert folder.is_dir(), f"no tools in {folder}: `nox -s audit` installs them"
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the program of the browser: $CHROMIUM, or the first that is installed."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, f"no browser: install one of {', '.join(BROWSERS)}, or name it in $CHROMIUM"
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(OPTIONS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Return where the site is served, on this machine alone, without a slash at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page of a laptop; use `browser.new_context` for others."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
