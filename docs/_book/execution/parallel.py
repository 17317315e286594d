"""Pages whose cells run side by side, and, in local work, only where something changed.

Before Sphinx reads the first page, the cells of all pages that it will read begin to run, each page
in a Python of its own, as many at once as the machine has cores. With `execution_cache`, a folder,
the outputs are kept there, under a key of all that they follow from; strict builds have no such
folder, and run every cell.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import myst_nb.sphinx_
from myst_nb.core.execute import ExecutionError, NotebookClientBase, create_client
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from sphinx.util import logging
from traitlets.config import Config

from _book.execution.cache_key import digest, modules_of, of_all_pages, of_core
from _book.execution.output_cache import KeptOutputs, flat

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LOGGER = logging.getLogger(__name__)
LONGEST = 60  # letters of the folder of a socket; the system allows about a hundred for its name


class Origin(NamedTuple):
    """What the outputs of a page follow from, but for its cells."""

    modules: frozenset[str]  # of the core
    rest: str  # a digest of those and of all else


class Begun(NamedTuple):
    """A page that is being executed."""

    page: str
    origin: Origin
    outputs: Future[NotebookNode]


class Execution:
    """The pages that one build executes."""

    def __init__(self, app: Sphinx) -> None:
        folder = app.config.execution_cache
        self.cache = KeptOutputs(Path(folder)) if folder else None
        self.of_all = of_all_pages(Path(app.srcdir))
        self.begun: dict[str, Begun] = {}
        self.pool = ThreadPoolExecutor(os.cpu_count())
        self.env = app.env

    def outdated(self, _: Sphinx, env: BuildEnvironment, *__: Any) -> list[str]:
        """Return the pages whose outputs may no longer be what they were when they were read."""
        return [page for page, (modules, old) in origins(env).items() if old != self._rest(modules)]

    def _rest(self, modules: frozenset[str]) -> str:
        return digest([self.of_all.encode(), of_core(modules).encode()])

    def begin(self, app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
        """Begin to execute the pages that are about to be read."""
        for page in pages:
            path = str(env.doc2path(page))
            text = Path(path).read_text("utf-8")
            # As MyST-NB's parser will read it.
            reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)  # type: ignore[attr-defined]  # theirs
            if reader is None:
                continue
            notebook = reader.read(text)
            if kernel := notebook.metadata.get("kernelspec"):
                kernel.name = app.config.nb_kernel_rgx_aliases.get(kernel.name, kernel.name)
            cells = sources(notebook)
            modules = modules_of("\n".join(cells))
            rest = self._rest(modules)
            options = repr([notebook.metadata.get(name) for name in ("kernelspec", "execution")])
            key = digest(part.encode() for part in (options, *cells, rest))
            future = self.pool.submit(self._outputs, app, page, key, path, notebook)
            self.begun[path] = Begun(page, Origin(modules, rest), future)
        self.pool.shutdown(wait=False)

    def _outputs(
        self, app: Sphinx, page: str, key: str, path: str, notebook: NotebookNode
    ) -> NotebookNode:
        if self.cache and (kept := self.cache.get(page, key)):
            LOGGER.info("%s: nothing changed that its cells depend on", page)
            return kept
        options = {
            "timeout": app.config.nb_execution_timeout,
            **notebook.metadata.get("execution", {}),
        }
        place = {"metadata": {"path": str(Path(path).parent)}}
        start = time.perf_counter()
        try:
            NotebookClient(notebook, resources=place, config=_connection(page), **options).execute()
        except (CellExecutionError, CellTimeoutError) as error:
            raise ExecutionError(path) from error
        LOGGER.info("%s: executed in %.1f s", page, time.perf_counter() - start)
        if self.cache:
            self.cache.put(page, key, notebook)
        return notebook

    def client(self, notebook: NotebookNode, source: str, *rest: Any, **more: Any) -> Any:
        """Return what gives MyST-NB the outputs, in the place of what would execute the page."""
        begun = self.begun.get(str(source))
        if begun is None:
            return create_client(notebook, source, *rest, **more)
        return _Waiting(notebook, Path(source), *rest[:2], env=self.env, begun=begun)

    def end(self, *_: Any) -> None:
        """Let go of what has not been begun, if the build fails before it is read."""
        self.pool.shutdown(cancel_futures=True)


def _connection(page: str) -> Config:
    """Return how to speak with the kernel of a page."""
    folder = os.environ["IPYTHONDIR"]
    # A port that is free now may be taken before the kernel has it; the name of a socket is not.
    if sys.platform != "linux" or len(folder) > LONGEST:
        return Config()
    file = str(Path(folder) / f"{flat(page)}.json")
    return Config(KernelManager={"transport": "ipc", "connection_file": file})


class _Waiting(NotebookClientBase):  # type: ignore[misc]  # MyST-NB has no types
    """Waits until a page has been executed."""

    def start_client(self) -> None:
        known: dict[str, Origin] = origins(self._kwargs["env"])
        begun: Begun = self._kwargs["begun"]
        known[begun.page] = begun.origin._replace(rest="")  # if it fails, it is read again
        executed = begun.outputs.result()
        if sources(executed) != sources(self.notebook):
            raise ValueError(f"{self.path} was changed while it was read: build it again")
        self.notebook.update(executed)
        known[begun.page] = begun.origin


def sources(notebook: NotebookNode) -> list[str]:
    """Return the code of a page, cell by cell."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def origins(env: BuildEnvironment) -> dict[str, Origin]:
    """Return what the outputs of each page with cells followed from when it was read."""
    found: dict[str, Origin] = env.__dict__.setdefault("origins_of_outputs", {})
    return found


def forget(_: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget a page that is gone, or will be read again."""
    origins(env).pop(page, None)


def prepare(app: Sphinx) -> None:
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
    app.connect("builder-inited", prepare)
    app.connect("env-purge-doc", forget)
    # The pages that have begun to run belong to this process.
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
