"""Pages whose cells run side by side and, from one build to the next, only where something changed.

Before Sphinx reads the first page, the cells of all pages that it will read begin to run, each page
in a Python of its own, as many at once as there are cores; meanwhile, Sphinx reads. A build that
goes on from an earlier one, as those of `nox -s preview` do, takes the outputs of a page from what
that one left beside the doctrees, if nothing has changed that they follow from. (What MyST-NB
leaves in ``jupyter_execute`` lacks the glued numbers.) A strict build begins with nothing, and runs
every cell.

The executors of jupyter-cache were tried in its place: they give no way to say in which environment
a kernel runs, nor to ask it anything beside the cells.
"""

from __future__ import annotations

import logging as python_logging
import os
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

import myst_nb.sphinx_
import nbformat
from myst_nb.core.execute import NotebookClientBase
from myst_nb.core.read import create_nb_reader
from myst_nb.core.utils import coalesce_streams
from sphinx.util import logging

from _book.execution import cell_rules
from _book.execution.environment import kernel_environment, write_font_list
from _book.execution.kernel_client import CellFailed, run

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LOGGER = logging.getLogger(__name__)
# Beside its own cells, the outputs of a page follow from what these read, import, and run in. One
# digest for all pages: which page needs which part of the core would save seconds after a change
# of the core, and a mistake in it would show an old number.
FILES = (
    "simplenn_core/**/*.py",
    *(f"docs/[!_]*/*.{kind}" for kind in ("csv", "json", "txt")),
    *(f"docs/{folder}/*.py" for folder in ("_figures", "_book/code_links", "_book/explorable")),
    *("docs/_book/execution/*.py", "docs/_book/execution/kernel/**/*"),
)


def environment_digest(root: Path) -> str:
    """Return a digest of what the outputs of all pages of a checkout follow from."""
    packages = sorted(f"{package.name} {package.version}" for package in distributions())
    found = sha256(repr([sys.version, packages]).encode())
    for path in sorted({path for pattern in FILES for path in root.glob(pattern)}):
        if path.is_file():
            found.update(f"\0{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return found.hexdigest()


class Execution:
    """The pages that one build executes."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self.kept = Path(app.doctreedir) / "executed"
        self.may_keep = False
        self.outputs: dict[str, Future[NotebookNode]] = {}
        cores = getattr(os, "sched_getaffinity", None)  # a container may have fewer than are there
        self.pool = ThreadPoolExecutor(len(cores(0)) if cores else os.cpu_count())
        self.private = tempfile.TemporaryDirectory(prefix="simplenn-", ignore_cleanup_errors=True)
        self.environment = kernel_environment(os.environ, Path(self.private.name))

    def outdated(self, _: Sphinx, env: BuildEnvironment, *__: Any) -> list[str]:
        """Return all pages, if what they all follow from is no longer as it was."""
        before, now = (
            getattr(env, "digest_of_outputs", ""),
            environment_digest(Path(self.app.srcdir).parent),
        )
        env.digest_of_outputs = now  # type: ignore[attr-defined]  # ours, in what Sphinx keeps between builds
        self.may_keep = now == before
        return [] if self.may_keep else [*env.all_docs]

    def begin(self, _: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
        """Begin to execute the pages that are about to be read."""
        write_font_list(Path(self.private.name))
        for page in pages:
            path = Path(env.doc2path(page))
            text = path.read_text("utf-8")
            # As MyST-NB's parser will read it.
            reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)  # type: ignore[attr-defined]  # theirs
            if reader is not None:
                self.outputs[page] = self.pool.submit(self.run, page, path, reader.read(text))
        self.pool.shutdown(wait=False)

    def run(self, page: str, path: Path, notebook: NotebookNode) -> NotebookNode:
        """Return a page with the outputs of its cells."""
        kept = self.kept / f"{page}.ipynb"
        if self.may_keep:
            with suppress(OSError, ValueError):  # none is there, or it is cut short
                old: NotebookNode = nbformat.read(kept, as_version=4)
                if what_runs(old) == what_runs(notebook):
                    return old
        kept.unlink(missing_ok=True)  # should a cell fail now
        start = time.perf_counter()
        timeout = {"timeout": self.app.config.nb_execution_timeout}
        run(notebook, path, self.environment, **timeout | notebook.metadata.get("execution", {}))
        for cell in code_cells(notebook):
            cell.outputs = coalesce_streams(cell.outputs)
        kept.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, kept)
        LOGGER.info("%s: executed in %.1f s", page, time.perf_counter() - start)
        return notebook

    def wait(self, _: Sphinx, page: str, source: list[str]) -> None:
        """Wait until a page has been executed; where a cell failed, report it and go on."""
        try:
            if page in self.outputs:
                self.outputs[page].result()
        except CellFailed as error:
            place = error.notebook, error.place, error.line
            line, cell = cell_rules.location(source[0], *place)
            message = "%s failed in its line %d\n%s"
            LOGGER.error(message, cell, error.line, error.said, location=(page, line))
            # A page all the same, so that nothing else complains of a page without a title.
            source[0] = "# A cell of this page failed\n"

    def client(self, notebook: NotebookNode, path: str, *rest: Any) -> NotebookClientBase:
        """Give MyST-NB the outputs, in the place of what would execute the page."""
        page = self.app.env.docname
        executed = self.outputs[page].result()
        if what_runs(notebook) != what_runs(executed):
            raise ValueError(f"{path} was changed while it was read: build it again")
        # Not the whole of it: the text around the cells may have changed since it was kept.
        notebook.metadata["language_info"] = executed.metadata["language_info"]
        for cell, ran in zip(code_cells(notebook), code_cells(executed), strict=True):
            cell.outputs, cell.execution_count = ran.outputs, ran.execution_count
            cell.metadata["names"] = ran.metadata.get("names", [])
        cell_rules.check(self.app, page, notebook)
        return NotebookClientBase(notebook, Path(path), *rest[:2])

    def end(self, *_: Any) -> None:
        """Let go of what has not been begun, if the build fails before it is read."""
        self.pool.shutdown(cancel_futures=True)
        self.private.cleanup()


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def what_runs(notebook: NotebookNode) -> list[Any]:
    """Return what of a page decides the outputs of its cells."""
    cells = [(cell.source, cell.metadata.get("tags")) for cell in code_cells(notebook)]
    return [notebook.metadata.get("execution"), cells]


def install(app: Sphinx) -> None:
    # A package of the theme has Python show what every logger has to tell.
    python_logging.getLogger("traitlets").setLevel(python_logging.WARNING)
    execution = Execution(app)
    app.connect("env-get-outdated", execution.outdated)
    app.connect("env-before-read-docs", execution.begin)
    app.connect("source-read", execution.wait)
    app.connect("build-finished", execution.end)
    # MyST-NB asks no one else for a client; without this, it would execute page after page.
    myst_nb.sphinx_.create_client = execution.client


def setup(app: Sphinx) -> None:
    app.add_config_value("chapters", [], "env", list)
    app.connect("builder-inited", install)
