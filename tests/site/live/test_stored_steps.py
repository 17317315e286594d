"""The steps that the build writes down: those that a browser would, and none of what fails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from _book.live.site_files import short_digest
from _book.live.stored_steps import add_steps, steps_of
from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from pathlib import Path

ABOVE = {"name": "cell 1", "source": "total = 1"}
HIDDEN = {"name": "what the page needs", "source": "total = 2"}
ANSWER = {"name": "your answer", "source": "", "answer": True}
LOOP = {"name": "cell 2", "source": "for i in range(2):\n    total = total + i\ntotal"}


def test_each_line_is_there_with_what_the_one_before_has_changed(tmp_path: Path) -> None:
    steps = json.loads(steps_of([ABOVE, HIDDEN, ANSWER, LOOP], "a", tmp_path))
    assert [step["line"] for step in steps] == [1, 2, 1, 2, 1, 3, 0]
    changed = [step["changed"] for step in steps]
    assert changed[0] == {"total": "2"}  # by the hidden cell, which runs in a browser as well
    assert changed[1:5] == [{"i": "0"}, {}, {"i": "1"}, {"total": "3"}]


def test_the_steps_end_where_those_of_a_browser_do(tmp_path: Path) -> None:
    steps = json.loads(steps_of([LOOP | {"source": "for i in range(2000):\n    i"}], "a", tmp_path))
    assert len(steps) == 1001
    assert steps[-1] is None


def test_a_cell_reads_the_files_of_its_chapter(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("7", "utf-8")
    reads = {"name": "cell 1", "source": "text = open('data.csv').read()\ntext"}
    assert "'7'" in steps_of([reads], "a", tmp_path)


@pytest.mark.parametrize("failing", [ABOVE, HIDDEN, LOOP])
def test_steps_that_cannot_be_made_stop_the_build(tmp_path: Path, failing: dict[str, Any]) -> None:
    cells = [ABOVE, HIDDEN, LOOP]
    cells = [each | {"source": "1 / 0"} if each is failing else each for each in cells]
    with pytest.raises(ExtensionError, match=r"a: the steps of cell 2 cannot be made: ") as error:
        steps_of(cells, "a", tmp_path)
    assert f"{failing['name']} failed:" in str(error.value)


def test_a_page_knows_where_the_steps_are_and_does_not_hold_them(tmp_path: Path) -> None:
    docs, site = tmp_path / "docs", tmp_path / "site"
    (docs / "part").mkdir(parents=True)
    cells: list[dict[str, Any]] = [dict(ABOVE), LOOP | {"steps": True}]
    add_steps(cells, "part/a", docs, site)
    assert cells[0] == ABOVE
    name, _, digest = cells[1].pop("traced").partition("?")
    assert cells[1] == LOOP
    written = (site / "part" / name).read_text("utf-8")
    assert written == steps_of([ABOVE, LOOP], "part/a", docs)
    assert digest == short_digest(written)


def test_a_cell_of_each_part_can_be_gone_through_before_python_is_there(
    site: Path,
) -> None:
    if not (site / "_static" / "live").is_dir():
        pytest.skip("this site has no live cells")
    found = {path.parent.name for path in site.glob("*/*.steps.json")}
    assert found == {"regression", "classification", "training", "deeper"}
    for path in site.glob("*/*.steps.json"):
        page, number = path.name.removesuffix(".steps.json").rsplit(".", 1)
        cells = json.loads((path.parent / f"{page}.live.json").read_text("utf-8"))["cells"]
        text = path.read_text("utf-8")
        assert cells[int(number)]["traced"] == f"{path.name}?{short_digest(text)}"
        steps = json.loads(text)
        assert len(steps) > 3
        assert steps[-1]["line"] == 0  # the whole run
