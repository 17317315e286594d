"""A reader's progress in a browser: counted, saved to a file, and loaded again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from views import settle

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

CHAPTER = "regression/multi-step"


@pytest.fixture
def progress(page: Page, address: str) -> Locator:
    """Return the buttons for a reader who has made one prediction."""
    page.goto(f"{address}/{CHAPTER}.html")
    settle(page, covered=True)
    mark = page.locator(".sidebar-tree .current > a")
    assert mark.get_attribute("data-done") is None
    page.locator(".predict [data-choice]").first.click()
    assert mark.get_attribute("data-done") == "1 of 4"
    page.goto(f"{address}/index.html")
    assert page.locator(".sidebar-tree [data-done]").count() == 1
    return page.locator(".progress")


def chapter(progress: Locator) -> str:
    return progress.page.locator(f".chapters .done[data-page='{CHAPTER}']").inner_text()


def load(progress: Locator, content: str) -> None:
    with progress.page.expect_file_chooser() as chooser:
        progress.get_by_role("button", name="Load from a file").click()
    file = {"name": "progress.json", "mimeType": "application/json", "buffer": content.encode()}
    chooser.value.set_files(file)  # type: ignore[arg-type]  # a plain dict is taken, too


def test_what_is_done_is_counted_saved_forgotten_and_loaded(
    progress: Locator, tmp_path: Path
) -> None:
    done = "1 of 2 predictions, 0 of 2 exercises"
    assert chapter(progress) == done
    with progress.page.expect_download() as download:
        progress.get_by_role("button", name="Save to a file").click()
    download.value.save_as(tmp_path / "progress.json")
    content = (tmp_path / "progress.json").read_text("utf-8")
    assert list(json.loads(content)["progress"]) == [f"{CHAPTER}.html?predictions"]
    progress.get_by_role("button", name="Forget everything").click()
    assert chapter(progress) == ""
    load(progress, content)
    progress.get_by_text("Loaded: 1 entries.").wait_for()
    assert chapter(progress) == done


def test_what_is_loaded_takes_nothing_away(progress: Locator) -> None:
    name = f"{CHAPTER}.html?predictions"
    other = json.dumps({"multi-step-earlier": {"said": 1, "right": False}})
    load(
        progress, json.dumps({"progress": {name: other, CHAPTER: '{"done": ["multi-step-code"]}'}})
    )
    progress.get_by_text("Loaded: 2 entries.").wait_for()
    assert chapter(progress) == "2 of 2 predictions, 1 of 2 exercises"


def test_a_file_of_another_kind_changes_nothing(progress: Locator) -> None:
    before = progress.page.evaluate("JSON.stringify(localStorage)")
    says = progress.get_by_role("status")
    for content in ("", "5", "{}", '{"progress": 5}', '{"progress": {"a": "{"}}'):
        says.evaluate("says => { says.textContent = ''; }")
        load(progress, content)
        says.filter(has_text="Nothing has changed").wait_for()
        assert progress.page.evaluate("JSON.stringify(localStorage)") == before, content
