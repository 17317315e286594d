"""The built site in a real browser: `nox -s audit` runs these tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from _book.pdf import printing
from built import site_folder
from live_page import LivePage, chapters
from playwright.sync_api import expect, sync_playwright
from serving import compressed, served
from views import SCRIPTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

LAPTOP: Any = {"viewport": {"width": 1280, "height": 900}}

# As long as for all else that a test waits for: a machine may be busy.
expect.set_options(timeout=30_000)

# Pages that were made for looking things up, not for reading.
LISTS = ("404.html", "genindex.html", "py-modindex.html", "search.html")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full",
        action="store_true",
        help="thorough tests, too: all views, all chapters live, times, Lighthouse on all pages",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the thorough tests to ``--full``."""
    if not config.getoption("--full"):
        left = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for `url` that of each page in turn.

    One that asks for `timed_url` gets those of a few, unless it is to take its time.
    """
    folder = site_folder(metafunc.config)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    if "url" in metafunc.fixturenames:
        metafunc.parametrize("url", names, indirect=True)
    if "timed_url" in metafunc.fixturenames:
        full = metafunc.config.getoption("--full")
        content = [name for name in names if name not in LISTS]
        heaviest = sorted(content, key=lambda name: len(compressed(folder / name)))[-2:]
        some = content if full else sorted({"index.html", *heaviest})
        metafunc.parametrize("timed_url", some, indirect=True)
        metafunc.parametrize("form", ["mobile", "desktop"] if full else ["mobile"])


@pytest.fixture
def url(address: str, request: pytest.FixtureRequest) -> str:
    return f"{address}/{request.param}"


timed_url = url


@pytest.fixture(scope="session")
def tools(root: Path) -> Path:
    """Return the folder of the tools that npm installs."""
    folder = root / "build" / "audit" / "node_modules"
    assert folder.is_dir(), f"no tools in {folder}: `nox -s audit` installs them"
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the program of the browser: $CHROMIUM, or the first that is installed."""
    return printing.installed()


@pytest.fixture(scope="session")
def browser(chromium: str, request: pytest.FixtureRequest) -> Iterator[Browser]:
    options = [*printing.OPTIONS]
    if not any(item.get_closest_marker("timed") for item in request.session.items):
        # A test runs few cells: to compile Python a second time, for speed, takes half of its time.
        options.append("--js-flags=--liftoff-only")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Return where the site is served, without a slash at the end."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Return what opens a window with some options, in which each test has a tab of its own.

    To open one takes longer than to load a page, so all that want the same options share one.
    """
    opened: dict[str, BrowserContext] = {}

    def window(**options: Any) -> BrowserContext:
        key = json.dumps(options, sort_keys=True)
        if key not in opened:
            opened[key] = browser.new_context(**options)
            opened[key].new_page()  # the last tab of a window would take it along
        return opened[key]

    yield window
    for each in opened.values():
        each.close()


def waits_for_scripts(page: Page) -> Page:
    """Let its `goto` and `reload` return when the scripts have run: they come after the words."""

    def then_wait(load: Callable[..., Any]) -> Callable[..., Any]:
        def loaded(*arguments: Any, **options: Any) -> Any:
            response = load(*arguments, **options)
            page.wait_for_selector(SCRIPTED, state="attached")
            return response

        return loaded

    page.goto, page.reload = then_wait(page.goto), then_wait(page.reload)  # type: ignore[method-assign]
    return page


@pytest.fixture
def page(
    window: Callable[..., BrowserContext], address: str, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Return a page of a laptop; a test that is parametrized with other options gets another.

    Of what an earlier test has left, the browser keeps the files of the site and nothing else.
    """
    context = window(**LAPTOP | getattr(request, "param", {}))
    page = context.new_page()
    page.bring_to_front()  # only the tab in front may use the clipboard
    session = context.new_cdp_session(page)
    for origin in (address, "file://"):
        kept = {"origin": origin, "storageTypes": "cookies,local_storage"}
        session.send("Storage.clearDataForOrigin", kept)
    session.detach()
    scripted = getattr(request, "param", {}).get("java_script_enabled", True)
    yield waits_for_scripts(page) if scripted else page
    for each in context.pages[1:]:
        each.close()


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[Page]:
    """Return a page of a laptop that has none of the files of the site yet."""
    context = browser.new_context(**LAPTOP)
    yield waits_for_scripts(context.new_page())
    context.close()


@pytest.fixture
def live_cells(site: Path) -> None:
    """Skip what needs cells that run in the browser, if the site has none."""
    if not chapters(site):
        pytest.skip("the site was built where no Python for browsers could be had")


@pytest.fixture
def live(page: Page, address: str, site: Path) -> LivePage:
    """Return the page of a chapter that has just been opened."""
    return LivePage(page, address, site)
