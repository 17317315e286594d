"""Cells run in an environment that the project decides, in which assertions count."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from _book.execution import kernel_client
from _book.execution.environment import kernel_environment
from _book.execution.kernel_client import CellFailed
from nbformat import NotebookNode, v4
from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from pathlib import Path


def run(folder: Path, *sources: str, tags: tuple[str, ...] = (), **more: str) -> NotebookNode:
    cells = [v4.new_code_cell(source, metadata={"tags": [*tags]}) for source in sources]
    notebook: NotebookNode = v4.new_notebook(cells=cells)
    environment = kernel_environment(os.environ, folder) | more
    kernel_client.run(notebook, folder / "page.md", environment, timeout=60)
    return notebook


def test_nothing_is_said_as_a_kernel_ends(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "x = 1")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        ("x = 2\nassert x == 1", 2, "AssertionError"),
        ("import os\nos._exit(3)", 1, "Kernel died"),
    ],
)
def test_a_cell_that_fails_is_named(tmp_path: Path, code: str, line: int, said: str) -> None:
    with pytest.raises(CellFailed, match=said) as failed:
        run(tmp_path, "x = 1", code)
    assert (failed.value.place, failed.value.line) == (1, line)
    assert "\x1b" not in failed.value.said


def test_where_assertions_do_not_count_no_cell_runs(tmp_path: Path) -> None:
    with pytest.raises(SphinxError, match="`assert False` does not fail"):
        run(tmp_path, "open('ran', 'w').close()", PYTHONOPTIMIZE="1")
    assert not (tmp_path / "ran").exists()


def test_the_names_of_visible_cells_are_noted_and_leave_no_trace(tmp_path: Path) -> None:
    first, second = run(tmp_path, "import numpy as np\nx = np.zeros(2)\nx.sum()", "_").cells
    assert first.metadata["names"][-1] == [2, 2, 5, ["numpy.ndarray.sum"]]
    assert [output.output_type for output in first.outputs] == ["execute_result"]
    assert (first.execution_count, second.execution_count) == (1, 2)
    assert second.outputs[0].data["text/plain"] == first.outputs[0].data["text/plain"]
    (hidden,) = run(tmp_path, "x = 1", tags=("remove-cell",)).cells
    assert "names" not in hidden.metadata
