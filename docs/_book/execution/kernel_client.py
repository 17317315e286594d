"""Run the cells of one page in a Python of its own, in which an assertion must be able to fail."""

from __future__ import annotations

import ast
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from myst_nb.core.execute import ExecutionError
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from sphinx.errors import SphinxError

from _book.code_links.names import expressions
from _book.execution.cell_rules import Kind, kind_of
from _book.execution.environment import KERNEL, kernel_environment, write_font_list

if TYPE_CHECKING:
    from nbformat import NotebookNode

LONGEST = 60  # letters of the folder of a socket; the system allows about a hundred for its name
# In the kernel, which answers with JSON.
RECORD = "__import__('_book.code_links.recorder', fromlist=['_']).record(globals(), {})"


class Kernels:
    """Kernels with one environment, and a private folder that is gone when they are closed."""

    def __init__(self, **more: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="simplenn-", ignore_cleanup_errors=True)
        self.folder = Path(self._folder.name)
        self.environment = kernel_environment(os.environ, self.folder) | more
        write_font_list(self.folder)

    def run(self, notebook: NotebookNode, page: str, path: Path, **options: Any) -> None:
        """Run the cells of a page, a file at `path`; put their outputs into the notebook."""
        place = {"metadata": {"path": str(path.parent)}}
        for is_last in (False, True):
            client = PageClient(notebook, resources=place, **options)
            client.connection_file = self.folder / f"{page.replace('/', '-')}.json"
            try:
                client.execute(env=self.environment)
            except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
                raise ExecutionError(path) from error
            except RuntimeError:
                # It did not begin: a port that was free was taken before the kernel had it.
                if is_last:
                    raise
            else:
                return

    def close(self) -> None:
        """Remove the private folder."""
        self._folder.cleanup()


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
        self.km = AsyncKernelManager(
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
        done = await super().async_execute_cell(cell, cell_index, *rest, **more)
        if cell.cell_type == "code" and kind_of(cell) is Kind.READER:
            asked = json.dumps(expressions(cell.source))
            answer = await self._ask("", user_expressions={"names": RECORD.format(asked)})
            text = answer["user_expressions"]["names"]["data"]["text/plain"]
            cell.metadata["names"] = json.loads(ast.literal_eval(text))
        return done

    async def _ask(self, code: str, **more: Any) -> dict[str, Any]:
        # Silent: it is no cell, counts as none, and leaves no trace in the outputs of one.
        options = {"silent": True, "stop_on_error": False, "timeout": self.startup_timeout}
        client: Any = self.kc
        reply = await client.execute(code, reply=True, **options, **more)
        content: dict[str, Any] = reply["content"]
        return content
