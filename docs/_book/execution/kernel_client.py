"""Run the cells of one page in a Python of its own, in which an assertion must be able to fail."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from sphinx.errors import SphinxError

from _book.execution.cell_rules import Kind, kind_of
from _book.execution.environment import KERNEL
from _book.mistakes.programs import to_run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

LONGEST = 60  # letters of the folder of a socket; the system allows about a hundred for its name
# In the kernel, which answers with JSON, in digits: to read a literal, Python would parse it, and
# Python 3.11 cannot parse in two threads at once (https://github.com/python/cpython/issues/106905).
RECORD = (
    "__import__('_book.code_links.names', fromlist=['_']).record({!r}, globals()).encode().hex()"
)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_FAILED_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")


class CellFailed(Exception):  # noqa: N818  # it says what happened
    """A cell did not run to its end: which one, in which line, and what Python said."""

    def __init__(self, notebook: NotebookNode, place: int, error: Exception) -> None:
        self.notebook, self.place = notebook, place
        self.said = _COLOURS.sub("", str(error)).strip()
        found = _FAILED_LINE.search(self.said)
        self.line = int(found[1]) if found else 1
        super().__init__(self.said)


class ChapterKernel(AsyncKernelManager):
    """A kernel that is not interrupted before it is ended: it would tell of it, and is idle."""

    async def _async_interrupt_kernel(self) -> None:
        pass


class PageClient(NotebookClient):
    """Runs a page; notes with each visible cell what its names mean, for the links in the code."""

    connection_file: Path

    def create_kernel_manager(self) -> AsyncKernelManager:
        """Return a manager that knows the book's own kernel and no other.

        That one holds back what a cell prints until it has run: in pieces that depend on how fast
        the machine is, MyST-NB would lose blank lines where it joins them.
        """
        # A port that is free now may be taken before the kernel has it, a socket's name is not.
        sockets = sys.platform == "linux" and len(str(self.connection_file.parent)) <= LONGEST
        self.km = ChapterKernel(
            kernel_name="chapter",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(KERNEL / "kernels")]),
            transport="ipc" if sockets else "tcp",
            connection_file=str(self.connection_file),
        )
        return self.km

    async def async_execute_cell(
        self, cell: NotebookNode, cell_index: int, *rest: Any, **more: Any
    ) -> NotebookNode:
        """Run a cell, the first one only where assertions count."""
        if cell_index == 0 and (await self._ask("assert False")).get("ename") != "AssertionError":
            raise SphinxError(
                "The cells would check nothing: `assert False` does not fail in the Python that "
                "runs them. Is it optimised?"
            )
        written = cell.source
        if cell.cell_type == "code":
            cell.source = to_run(self.nb, cell_index)
        try:
            done = await super().async_execute_cell(cell, cell_index, *rest, **more)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise CellFailed(self.nb, cell_index, error) from error
        finally:
            cell.source = written
        if cell.cell_type == "code" and kind_of(cell) is Kind.READER:
            asked = RECORD.format(cell.source)
            answer = await self._ask("", user_expressions={"names": asked})
            text = answer["user_expressions"]["names"]["data"]["text/plain"]
            cell.metadata["names"] = json.loads(bytes.fromhex(text.strip("'")))
        return done

    async def _ask(self, code: str, **more: Any) -> dict[str, Any]:
        # Silent: it is no cell, counts as none, and leaves no trace in the outputs of one.
        options = {"silent": True, "stop_on_error": False, "timeout": self.startup_timeout}
        client: Any = self.kc
        reply = await client.execute(code, reply=True, **options, **more)
        content: dict[str, Any] = reply["content"]
        return content


def run(notebook: NotebookNode, path: Path, environment: Mapping[str, str], **options: Any) -> None:
    """Run the cells of the page at `path`; put their outputs into the notebook."""
    client = PageClient(notebook, resources={"metadata": {"path": str(path.parent)}}, **options)
    private = Path(environment["JUPYTER_RUNTIME_DIR"])
    client.connection_file = private / f"{path.parent.name}-{path.stem}.json"
    client.execute(env=dict(environment))
