"""The build of the site: as a whole, where little has changed, and from a saved file to a page."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from timing import Figure, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECTION = "build"
ROOT = Path(__file__).parents[1]
ROUNDS = 3
PAGE = "regression/multi-step"
# A plain script shows no figure; it makes the drawing that a page needs, and throws it away.
BEFORE = """import io
import matplotlib.pyplot as plt
import warnings
warnings.simplefilter("ignore")
def show():
    for number in plt.get_fignums():
        plt.figure(number).savefig(io.BytesIO(), format="svg")
    plt.close("all")
plt.show = show
display = print
"""


class Checkout:
    """A copy of the chapters and the core, to be changed and built."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        unwanted = shutil.ignore_patterns("__pycache__", "node_modules")
        for name in ("docs", "simplenn_core"):
            shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
        for name in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / name, folder / name)
        # The core that is changed here, not the one that is installed.
        self.env = os.environ | {
            "PYTHONPATH": f"{folder}{os.pathsep}{folder / 'docs'}",
        }
        self.page = folder / "docs" / f"{PAGE}.md"
        self.count = 0

    def run(self, command: list[str]) -> None:
        """Run a command here; what it says counts only if it fails."""
        # In the folder, since Python looks for packages first where it is started.
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{command} failed:\n{done.stderr}")

    def sphinx(self, *options: str, docs: str = "docs") -> None:
        """Build the pages, in a folder that `docs` names."""
        work = self.folder / f"built-{docs}"
        command = [sys.executable, "-m", "sphinx", "-q", *options, "-b", "html"]
        folders = ["-d", str(work / "doctrees"), str(self.folder / docs), str(work / "html")]
        self.run([*command, *folders])

    def change(self, path: Path, old: str, new: str) -> None:
        """Change a file in a way that it has not been changed in yet."""
        self.count += 1
        text = path.read_text("utf-8")
        if old not in text:
            raise ValueError(f"there is no {old!r} in {path}")
        path.write_text(text.replace(old, new.format(self.count), 1), "utf-8")

    def prose(self) -> None:
        """Add a sentence to a chapter."""
        self.change(self.page, "\n## ", "\nThis was changed {} times.\n\n## ")

    def code(self) -> None:
        """Add a comment to the first cell of a chapter."""
        self.change(self.page, "import numpy as np", "import numpy as np  # changed {} times\n")

    def core(self) -> None:
        """Add a comment to the data of the core."""
        path = self.folder / "simplenn_core" / "data.py"
        self.change(path, "\nclass ", "\n# Changed {} times.\nclass ")

    def scripts(self) -> None:
        """Run the cells of all pages as plain scripts, as many at once as there are cores."""
        commands = []
        for path in sorted((self.folder / "docs").rglob("[!_]*.md")):
            text = path.read_text("utf-8")
            if is_myst_markdown_notebook(text):
                cells = read_myst_markdown_notebook(text).cells
                code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
                script = path.with_suffix(".script.py")
                script.write_text(BEFORE + code, "utf-8")
                commands.append((script, path.parent))
        kernel = self.folder / "docs" / "_book" / "execution" / "kernel"
        one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
        env = self.env | one | {"MATPLOTLIBRC": str(kernel / "matplotlibrc")}

        def run(command: tuple[Path, Path]) -> None:
            script, cwd = command
            done = [sys.executable, str(script)]
            subprocess.run(done, cwd=cwd, env=env, check=True, stdout=subprocess.DEVNULL)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(run, commands))
        for script, _ in commands:
            script.unlink()

    def empty(self) -> None:
        """Lay a project with one page beside the chapters, with all that Sphinx loads for them."""
        docs = self.folder / "empty"
        docs.mkdir()
        for name in ("_book",):
            (docs / name).symlink_to(self.folder / "docs" / name)
        shutil.copy(self.folder / "docs" / "conf.py", docs)
        shutil.copy(self.folder / "docs" / "references.bib", docs)
        (docs / "index.md").write_text("# A page\n\nA line.\n", "utf-8")
        self.sphinx(docs="empty")


def measure() -> Iterator[Figure]:
    """Compare builds from nothing, then builds after a change, then the way to the browser."""
    with tempfile.TemporaryDirectory() as name:
        here = Checkout(Path(name))
        yield from compare(SECTION, "from nothing", _from_nothing(here), 1, ROUNDS)
        here.empty()
        here.sphinx()
        yield from compare(SECTION, "after a change", _after_a_change(here), 1, ROUNDS)
        yield from _edit_loop(here)


def _from_nothing(here: Checkout) -> dict[str, Callable[[int], None]]:
    site = here.folder / "site"
    strict = [sys.executable, "-m", "_book.publishing.build", str(site)]
    return {
        "all pages, cells executed": lambda _: here.sphinx("-E"),
        "the cells alone, as plain scripts": lambda _: here.scripts(),
        "strict, with the book": lambda _: here.run(strict),
    }


def _after_a_change(here: Checkout) -> dict[str, Callable[[int], None]]:
    def after(change: Callable[[], None]) -> Callable[[int], None]:
        def run(_: int) -> None:
            change()
            here.sphinx()

        return run

    return {
        "a project of one page, nothing changed": lambda _: here.sphinx(docs="empty"),
        "nothing changed": lambda _: here.sphinx(),
        "prose of one chapter": after(here.prose),
        "code of one chapter": after(here.code),
        "data.py of the core": after(here.core),
    }


def _edit_loop(here: Checkout) -> Iterator[Figure]:
    """Time from a saved file until the page with the change is served."""
    for name, change, mark in (
        ("prose of one chapter", here.prose, "This was changed {} times."),
        ("code of one chapter", here.code, "# changed {} times"),
    ):
        times = []
        with _preview(here) as address:
            for _ in range(ROUNDS):
                change()
                start = time.perf_counter()
                _wait(f"{address}/{PAGE}.html", mark.format(here.count))
                times.append(time.perf_counter() - start)
        yield Figure(SECTION, "from a saved file to its page", name, median(times), rounds=ROUNDS)


@contextmanager
def _preview(here: Checkout) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    work = here.folder / "built-docs"
    command = [sys.executable, "-m", "sphinx_autobuild", "--port", str(port), "-b", "html"]
    watch = ["--watch", str(here.folder / "simplenn_core"), "-q"]
    folders = ["-d", str(work / "doctrees"), str(here.folder / "docs"), str(work / "html")]
    address = f"http://127.0.0.1:{port}"
    command += [*watch, *folders]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, cwd=here.folder, env=here.env, stdout=quiet, stderr=quiet
    ) as server:
        try:
            _wait(f"{address}/{PAGE}.html", "</html>")
            time.sleep(2)  # it is watching by now
            yield address
        finally:
            server.terminate()


def _wait(url: str, text: str) -> None:
    until = time.perf_counter() + 60
    while time.perf_counter() < until:
        try:
            with urlopen(url) as answer:
                if text in answer.read().decode("utf-8"):
                    return
        except (URLError, ConnectionError, HTTPException):  # not yet, or half written
            pass
        time.sleep(0.02)
    raise TimeoutError(f"{url} does not show {text!r}")
