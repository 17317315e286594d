"""What a reader has changed, passed on in a link and taken home in a file."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import TYPE_CHECKING

import nbformat
import pytest
from live_page import CHAPTER, LivePage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.usefixtures("live_cells")
with_clipboard = pytest.mark.parametrize(
    "page", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True
)
CODE = "learning_rate = 0.005\nprint('<b>Grüße</b>', learning_rate)"
STRANGE = (
    "This code came with the link. It is not part of the book; it runs only when you press Run."
)
STORED = "() => Object.values(localStorage).join()"


def digest(key: str) -> str:
    """Return FNV-1a of a key, in base 36."""
    number = 0x811C9DC5
    for byte in key.encode():
        number = (number ^ byte) * 0x01000193 % 2**32
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def fragment(site: Path, text: str = CODE) -> str:
    """Return the end of a link to cell 3, written as another program would."""
    book = json.loads((site / f"{CHAPTER}.live.json").read_text("utf-8"))
    (source,) = (cell["source"] for cell in book["cells"] if cell["name"] == "cell 3")
    return f"#cell={digest(f'0 {source}')}.{encoded(zlib.compress(text.encode()))}"


def code_of(live: LivePage, name: str) -> str:
    editor = live.cell(name).locator(".cm-content")
    editor.wait_for()
    return "\n".join(editor.locator(".cm-line").all_inner_texts())


@with_clipboard
def test_a_link_brings_a_cell_as_it_was_and_nothing_of_it_runs(
    page: Page, browser: Browser, address: str, site: Path
) -> None:
    live = LivePage(page, address, site)
    live.write("cell 3", CODE)
    live.press("cell 3", "Copy link")
    live.bar("cell 3").get_by_text("Copied: the link holds this code").wait_for()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    assert link.startswith(f"{address}/{CHAPTER}.html#cell=")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    other, asked = context.new_page(), list[str]()
    context.on("request", lambda request: asked.append(request.url))
    live = LivePage(other, address, site, fragment=f"#{link.partition('#')[2]}")
    assert code_of(live, "cell 3") == CODE
    notice = live.cell("cell 3").locator(".live-note")
    assert notice.inner_text().startswith(STRANGE)
    assert notice.evaluate("notice => notice === document.activeElement")
    box = notice.bounding_box()
    assert box
    assert 0 < box["y"] < 900
    assert not [url for url in asked if "worker.js" in url or "/python-" in url]
    assert not live.cell("cell 3").locator(".live-own").count()
    assert other.evaluate(STORED) == ""
    live.press("cell 3", "Reset")  # to the book's
    other.wait_for_url(f"{address}/{CHAPTER}.html")
    assert not notice.count()
    other.goto(link)  # the page is there already
    assert code_of(live, "cell 3") == CODE
    live.write("cell 3", "mine")  # from now on it is the reader's
    other.wait_for_url(f"{address}/{CHAPTER}.html")
    other.goto(f"{address}/{CHAPTER}.html")  # as a reload does, by the address that is there now
    live.press("cell 2", "Edit and run")
    assert code_of(live, "cell 3") == "mine"
    context.close()


@pytest.mark.thorough
def test_what_the_reader_has_kept_outlasts_what_a_link_brings(live: LivePage, site: Path) -> None:
    live.write("cell 3", "mine = 1")
    kept = live.page.evaluate(STORED)
    live.page.goto(live.page.url + fragment(site))
    live.cell("cell 3").locator(".live-note", has_text="Your own code for this cell").wait_for()
    said = live.run("cell 3", f"{CODE}\nprint(2)")
    assert said == "The result of the link’s code: not the same as in the book."  # noqa: RUF001  # as the page says it
    assert live.shown("cell 3").split() == ["<b>Grüße</b>", "0.005", "2"]
    assert live.page.evaluate(STORED) == kept
    live.press("cell 3", "Reset")
    assert code_of(live, "cell 3") == "mine = 1"
    assert live.page.evaluate(STORED) == kept
    live.press("cell 3", "Reset")
    assert not live.cell("cell 3").locator(".cm-content").count()


@pytest.mark.thorough
def test_an_answer_that_a_link_brings_is_not_the_readers_success(live: LivePage) -> None:
    (key,) = (f"0 {cell['exercise']}" for cell in live.book["cells"] if "answer" in cell)
    data = encoded(zlib.compress(b"better_start = [2, 4]"))
    live.page.goto(f"{live.page.url}#cell={digest(key)}.{data}")
    live.cell("your answer").locator(".live-note", has_text=STRANGE).wait_for()
    live.run(live.check())
    assert live.shown(live.check()).startswith("Right")
    assert live.page.evaluate(STORED) == ""


DAMAGED = "The link is damaged, so the code in it cannot be shown"
LONG = "The code in the link is not shown: it has more than 20000 characters."
BOMB = zlib.compress(bytes(100_000_000), 9)
# What becomes of the end of a good link, and what is said of it.
BAD: dict[str, tuple[Callable[[str], str], str]] = {
    "cut short": (lambda good: good[:-6], DAMAGED),
    "changed": (lambda good: good[:-20] + ("A" if good[-20] != "A" else "B") + good[-19:], DAMAGED),
    "empty": (lambda _: "#cell=", DAMAGED),
    "without code": (lambda good: good.partition(".")[0] + ".", DAMAGED),
    "not base64": (lambda good: good + "%3Cb%3E", DAMAGED),
    "not packed": (lambda _: "#cell=a." + encoded(b"print(1)"), DAMAGED),
    "not text": (lambda _: "#cell=a." + encoded(zlib.compress(b"\xff\xfe")), DAMAGED),
    "two": (lambda good: good + good, DAMAGED),
    "far too long": (lambda good: f"{good.partition('.')[0]}.{encoded(BOMB)}", LONG),
    "for no cell": (
        lambda good: f"#cell={digest('another')}.{good.partition('.')[2]}",
        "The link is for a cell that this page does not have.",
    ),
    "in an old browser": (
        lambda good: good,
        "This browser is too old to read the code in the link.",
    ),
}


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=pytest.mark.thorough if kind != "changed" else ()) for kind in BAD],
)
def test_a_link_that_brings_nothing_says_so_and_the_page_works(
    page: Page, address: str, site: Path, kind: str
) -> None:
    change, says = BAD[kind]
    if kind == "in an old browser":
        page.add_init_script("delete self.DecompressionStream")
    live = LivePage(page, address, site, fragment=change(fragment(site)))
    live.top.locator(".live-said", has_text=says).wait_for()
    assert not page.locator(".cm-content").count()
    live.press("cell 3", "Edit and run")
    assert code_of(live, "cell 3").startswith("weights = np.array")
    copies = live.bar("cell 3").get_by_role("button", name="Copy link")
    assert copies.count() == (kind != "in an old browser")
    assert page.evaluate(STORED) == ""


def saved(live: LivePage, suffix: str, folder: Path) -> str:
    """Return the file that a reader saves."""
    with live.page.expect_download() as download:
        live.page.get_by_role("button", name=f"Download with my changes: {suffix}").click()
    assert download.value.suggested_filename == f"multi-step-changed{suffix}"
    download.value.save_as(folder / "saved")
    return (folder / "saved").read_text("utf-8")


def test_the_chapter_is_saved_with_what_the_reader_has_changed(
    live: LivePage, site: Path, tmp_path: Path
) -> None:
    live.write("cell 4", CODE)
    live.write("your answer", "better_start = [2, 4]")
    made = nbformat.reads(saved(live, ".ipynb", tmp_path), as_version=4)
    nbformat.validate(made)
    built = nbformat.read(site / f"{CHAPTER}.ipynb", as_version=4)
    assert "> With changes by a reader. A chapter of " in made.cells[0].source
    whole = [cell.source for cell in made.cells]
    (at,) = (i for i, cell in enumerate(made.cells) if cell.source == CODE)
    assert whole[1:at] == [cell.source for cell in built.cells[1:at]]
    assert built.cells[at].source.startswith("best = ")
    assert [cell.get("outputs") for cell in made.cells[:at]] == [
        cell.get("outputs") for cell in built.cells[:at]
    ]
    assert not [cell for cell in made.cells[at:] if cell.get("outputs")]
    left = [
        cell for cell in built.cells[at + 1 :] if "asserts" not in cell.metadata.get("tags", ())
    ]
    answer = whole.index("better_start = [2, 4]")
    assert whole[answer - 1] == "### Your answer"
    assert whole[answer + 1].startswith("### Check")
    del whole[answer - 1 : answer + 1]
    assert whole[at + 1 :] == [cell.source for cell in left]
    text = saved(live, ".py", tmp_path)
    compile(text, "saved", "exec")
    parts = re.split(r"^# %%", text, flags=re.MULTILINE)[1:]
    code = [part.strip() for part in parts if not part.startswith(" [markdown]")]
    assert code == [cell.source for cell in made.cells if cell.cell_type == "code"]
    prose = [part.removeprefix(" [markdown]\n").strip() for part in parts if part not in code]
    assert all(
        line.startswith("#") for part in prose if part not in code for line in part.split("\n")
    )
