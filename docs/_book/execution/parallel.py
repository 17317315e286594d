"""Pages whose cells run side by side, and, in local work, only where something changed.

Before Sphinx reads the first page, the cells of all pages that it will read begin to run, each page
in a Python of its own, as many at once as there are cores; meanwhile, Sphinx reads. With
`execution_cache`, a folder, the outputs are kept there, under a key of all that they follow from;
strict builds have no such folder, and run every cell.

The parallel executor of jupyter-cache was tried in its place. It gives no way to say in which
environment a kernel runs, nor to ask it anything beside the cells; Sphinx would wait for it before
it reads a page; and which pages are outdated, and a digest of the core, it leaves to us. So our own
is the shorter one.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import myst_nb.sphinx_
from myst_nb.core.execute import NotebookClientBase
from myst_nb.core.read import create_nb_reader
from sphinx.util import logging

from _book.execution import cell_rules
from _book.execution.cache_key import digest, digests, drop_page, environment_digest
from _book.execution.kernel_client import Kernels
from _book.execution.output_cache import OutputCache

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LOGGER = logging.getLogger(__name__)


class RunningPage(NamedTuple):
    """A page that is being executed."""

    name: str
    outputs: Future[NotebookNode]


class Execution:
    """The pages that one build executes."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        folder = app.config.execution_cache
        self.cache = OutputCache(Path(folder)) if folder else None
        self.digest = environment_digest(Path(app.srcdir))
        self.running: dict[str, RunningPage] = {}
        cores = getattr(os, "sched_getaffinity", None)  # a container may have fewer than are there
        self.pool = ThreadPoolExecutor(len(cores(0)) if cores else os.cpu_count())
        self.kernels: Kernels | None = None

    def outdated(self, _: Sphinx, env: BuildEnvironment, *__: Any) -> list[str]:
        """Return the pages whose outputs may no longer be what they were when they were read."""
        return [page for page, old in digests(env).items() if old != self.digest]

    def begin(self, _: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
        """Begin to execute the pages that are about to be read."""
        for page in pages:
            path = str(env.doc2path(page))
            text = Path(path).read_text("utf-8")
            # As MyST-NB's parser will read it.
            reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)  # type: ignore[attr-defined]  # theirs
            if reader is not None:
                self.kernels = self.kernels or Kernels()
                notebook = reader.read(text)
                future = self.pool.submit(self._run, page, Path(path), notebook, self.kernels)
                self.running[path] = RunningPage(page, future)
        self.pool.shutdown(wait=False)

    def _run(self, page: str, path: Path, notebook: NotebookNode, kernels: Kernels) -> NotebookNode:
        own = notebook.metadata.get("execution", {})
        cells = [(cell.source, cell.metadata.get("tags")) for cell in code_cells(notebook)]
        key = digest(repr(part).encode() for part in (self.digest, own, *cells))
        if self.cache and (kept := self.cache.get(page, key)):
            LOGGER.info("%s: nothing changed that its cells depend on", page)
            return kept
        options = {"timeout": self.app.config.nb_execution_timeout} | own
        start = time.perf_counter()
        kernels.run(notebook, page, path, **options)
        LOGGER.info("%s: executed in %.1f s", page, time.perf_counter() - start)
        if self.cache:
            self.cache.put(page, key, notebook)
        return notebook

    def client(self, notebook: NotebookNode, source: str, *rest: Any, **_: Any) -> Any:
        """Return what gives MyST-NB the outputs, in the place of what would execute the page."""
        running = self.running[str(source)]
        return AwaitedOutputs(notebook, Path(source), *rest[:2], app=self, running=running)

    def end(self, *_: Any) -> None:
        """Let go of what has not been begun, if the build fails before it is read."""
        self.pool.shutdown(cancel_futures=True)
        if self.kernels:
            self.kernels.close()


class AwaitedOutputs(NotebookClientBase):  # type: ignore[misc]  # MyST-NB has no types
    """Waits until a page has been executed, and takes its outputs."""

    def start_client(self) -> None:
        execution, (page, outputs) = self._kwargs["app"], self._kwargs["running"]
        known = digests(execution.app.env)
        known[page] = ""  # if it fails, it is read again
        executed = outputs.result()
        cells, ran = code_cells(self.notebook), code_cells(executed)
        if [cell.source for cell in cells] != [cell.source for cell in ran]:
            raise ValueError(f"{self.path} was changed while it was read: build it again")
        # Not the whole of it: the text around the cells may have changed since it was kept.
        self.notebook.metadata["language_info"] = executed.metadata["language_info"]
        for cell, one in zip(cells, ran, strict=True):
            cell.outputs, cell.execution_count = one.outputs, one.execution_count
            cell.metadata["names"] = one.metadata.get("names", {})
        cell_rules.check(execution.app, page, self.notebook)
        known[page] = execution.digest


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the cells of a page that are code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def install(app: Sphinx) -> None:
    """Get ready to execute pages in this build."""
    execution = Execution(app)
    app.connect("env-get-outdated", execution.outdated)
    app.connect("env-before-read-docs", execution.begin)
    app.connect("build-finished", execution.end)
    # MyST-NB asks no one else for a client; without this, it would execute page after page.
    myst_nb.sphinx_.create_client = execution.client


def setup(app: Sphinx) -> dict[str, Any]:
    """Execute the pages of this build side by side."""
    app.add_config_value("execution_cache", "", "", str)
    app.connect("builder-inited", install)
    app.connect("env-purge-doc", drop_page)
    # The pages that have begun to run belong to this process.
    return {"version": "2", "parallel_read_safe": False, "parallel_write_safe": True}
