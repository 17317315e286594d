"""Cells run in an environment that the project decides, in which assertions count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from _book.execution.kernel_client import Kernels
from myst_nb.core.execute import ExecutionError
from nbformat import NotebookNode, v4
from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = {
    "MPLBACKEND": "agg",
    "MPLCONFIGDIR": "/nowhere",
    "PYTHONOPTIMIZE": "2",
    "PYTHONPATH": "/nowhere",
    "PYTHONSTARTUP": "/nowhere/file",
    "PYTHONWARNINGS": "ignore",
}


@pytest.fixture
def kernels(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernels]:
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    found = Kernels()
    yield found
    found.close()
    assert not found.folder.exists()


def run(kernels: Kernels, folder: Path, *sources: str, tags: tuple[str, ...] = ()) -> NotebookNode:
    cells = [v4.new_code_cell(source, metadata={"tags": [*tags]}) for source in sources]
    notebook: NotebookNode = v4.new_notebook(cells=cells)
    kernels.run(notebook, "part/page", folder / "page.md", timeout=60)
    return notebook


def test_nothing_of_the_shell_reaches_the_cells(kernels: Kernels, tmp_path: Path) -> None:
    code = """import os, warnings, matplotlib.pyplot as plt
import simplenn_core
print({name: os.environ.get(name) for name in %r})
plt.plot([1, 2])
warnings.warn('seen')""" % [*HOSTILE]
    (cell,) = run(kernels, tmp_path, code).cells
    told = "".join(output.get("text", "") for output in cell.outputs)
    assert "nowhere" not in told
    assert "'PYTHONOPTIMIZE': None" in told
    assert "module://matplotlib_inline.backend_inline" in told
    assert "UserWarning: seen" in told
    assert ["image/svg+xml" in output.data for output in cell.outputs if "data" in output][-1:] == [
        True
    ]


def test_a_false_assertion_fails(kernels: Kernels, tmp_path: Path) -> None:
    with pytest.raises(ExecutionError) as raised:
        run(kernels, tmp_path, "x = 1", "assert x == 2")
    assert "AssertionError" in str(raised.value.__cause__)


def test_where_assertions_do_not_count_no_cell_runs(tmp_path: Path) -> None:
    optimised = Kernels(PYTHONOPTIMIZE="1")
    with pytest.raises(SphinxError, match="`assert False` does not fail"):
        run(optimised, tmp_path, "open('ran', 'w').close()")
    assert not (tmp_path / "ran").exists()
    optimised.close()


def test_a_cell_that_ends_its_kernel_is_an_error_of_its_page(
    kernels: Kernels, tmp_path: Path
) -> None:
    with pytest.raises(ExecutionError, match="page"):
        run(kernels, tmp_path, "import os\nos._exit(3)")


def test_a_kernel_that_does_not_begin_is_begun_once_more(
    kernels: Kernels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    def execute(*_: Any, **__: Any) -> None:
        begun.append(1)
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr("_book.execution.kernel_client.PageClient.execute", execute)
    with pytest.raises(RuntimeError, match="Kernel died"):
        run(kernels, tmp_path, "x = 1")
    assert len(begun) == 2


def test_the_names_of_visible_cells_are_noted_and_leave_no_trace(
    kernels: Kernels, tmp_path: Path
) -> None:
    first, second = run(
        kernels, tmp_path, "import numpy as np\nx = np.zeros(2)\nx.sum()", "_"
    ).cells
    assert first.metadata["names"]["x.sum"] == [["numpy.ndarray.sum"], False]
    assert [output.output_type for output in first.outputs] == ["execute_result"]
    assert (first.execution_count, second.execution_count) == (1, 2)
    assert second.outputs[0].data["text/plain"] == first.outputs[0].data["text/plain"]
    (hidden,) = run(kernels, tmp_path, "x = 1", tags=("remove-cell",)).cells
    assert "names" not in hidden.metadata
