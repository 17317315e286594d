"""Executed pages in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from _book.execution.output_cache import KEPT, OutputCache
from nbformat import v4

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode


def notebook(code: str) -> NotebookNode:
    made: NotebookNode = v4.new_notebook(cells=[v4.new_code_cell(code)])
    return made


def test_a_page_is_found_under_its_key_alone(tmp_path: Path) -> None:
    cache = OutputCache(tmp_path / "cache")
    cache.put("a/page", "k", notebook("x = 1"))
    found = cache.get("a/page", "k")
    assert found
    assert [cell.source for cell in found.cells] == ["x = 1"]
    assert cache.get("a/page", "other") is None
    assert cache.get("other", "k") is None


def test_what_is_damaged_is_not_found(tmp_path: Path) -> None:
    cache = OutputCache(tmp_path)
    cache.put("page", "k", notebook("x = 1"))
    (path,) = tmp_path.iterdir()
    path.write_text(path.read_text("utf-8")[:-9], "utf-8")
    assert cache.get("page", "k") is None


def test_old_states_of_a_page_go_and_those_of_others_stay(tmp_path: Path) -> None:
    cache = OutputCache(tmp_path)
    cache.put("other", "k", notebook(""))
    for key in range(KEPT + 2):
        cache.put("page", str(key), notebook(""))
    assert len([*tmp_path.glob("page.*")]) == KEPT
    assert cache.get("other", "k")


def test_a_folder_that_is_gone_is_no_error(tmp_path: Path) -> None:
    cache = OutputCache(tmp_path / "cache")
    (tmp_path / "cache").rmdir()
    cache.put("page", "k", notebook(""))
    assert cache.get("page", "k") is None
