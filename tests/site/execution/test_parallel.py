"""Pages executed side by side, and a cache of their outputs that never shows an old number."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from _book.execution import cache_key as origins
from small_site import CELL, copy_setup

if TYPE_CHECKING:
    from pathlib import Path

PAGES = {
    "data": "from simplenn_core import notebook_line\n\nfloat(notebook_line().targets[0])",
    "metrics": "from simplenn_core import mean_squared_error\n\nmean_squared_error([1, 2], [1, 4])",
    "plot": "import matplotlib\n\nmatplotlib.rcParams['lines.linewidth']",
}
EXECUTED = re.compile(r"^(\w+): executed in", re.MULTILINE)
OUTPUT = re.compile(r'class="output text_plain .*?<pre>(.*?)</pre>', re.DOTALL)


class SmallSite:
    """A site with three pages and a core of its own, built again and again."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder, self.docs = folder, copy_setup(root, folder)
        (self.docs / "references.bib").write_text("", "utf-8")  # nothing is cited here
        (self.docs / "index.md").write_text("# Index\n\n```{toctree}\n:glob:\n\n*\n```\n", "utf-8")
        for name, code in PAGES.items():
            (self.docs / f"{name}.md").write_text(CELL.format(code), "utf-8")
        self.core, self.cache = folder / "simplenn_core", folder / "cache"
        shutil.copytree(root / "simplenn_core", self.core)

    def start(self, name: str) -> subprocess.Popen[str]:
        """Begin to build the site in a folder that `name` names."""
        work = self.folder / name
        folders = ["-d", str(work / "doctrees"), str(self.docs), str(work / "html")]
        env = os.environ | {"PYTHONPATH": str(self.folder), "EXECUTION_CACHE": str(self.cache)}
        command = [sys.executable, "-m", "sphinx", "-W", "--no-color", "-b", "html", *folders]
        pipe = subprocess.PIPE
        # Here, since Python looks for packages first where it is started.
        return subprocess.Popen(
            command, cwd=self.folder, env=env, stdout=pipe, stderr=pipe, text=True
        )

    def build(self, name: str = "built") -> set[str]:
        """Build the site; return the pages that were executed."""
        return executed(self.start(name))

    def shown(self, page: str) -> str:
        """Return the output of a page, as a reader sees it."""
        (output,) = OUTPUT.findall(self.html(page))
        return re.sub("<.*?>", "", output).strip()

    def html(self, page: str, name: str = "built") -> str:
        return (self.folder / name / "html" / f"{page}.html").read_text("utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Change a file."""
        text = (self.folder / name).read_text("utf-8")
        assert old in text
        (self.folder / name).write_text(text.replace(old, new, 1), "utf-8")


def executed(running: subprocess.Popen[str]) -> set[str]:
    """Wait for a build; return the pages that it executed."""
    said, warned = running.communicate(timeout=120)
    assert running.returncode == 0, warned
    return set(EXECUTED.findall(said))


@pytest.fixture(scope="module")
def warm(root: Path, tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    site = SmallSite(root, tmp_path_factory.mktemp("warm"))
    assert site.build() == {*PAGES}
    return site


@pytest.fixture
def small(warm: SmallSite, root: Path, tmp_path: Path) -> SmallSite:
    """Return a site whose pages have been executed, elsewhere."""
    site = SmallSite(root, tmp_path)
    shutil.copytree(warm.cache, site.cache)
    return site


def test_what_comes_from_the_cache_is_what_was_executed(small: SmallSite, warm: SmallSite) -> None:
    small.change("docs/data.md", "# A chapter", "# A chapter\n\nAnd a sentence.")
    assert small.build() == set()
    assert small.html("metrics") == warm.html("metrics")
    assert small.shown("data") == warm.shown("data") == "7.24892495"
    assert small.build() == set()


def test_a_change_of_the_core_shows_on_the_pages_that_need_it(small: SmallSite) -> None:
    assert small.build() == set()
    small.change("simplenn_core/data.py", "targets = [7.24892495", "targets = [8.5")
    assert small.build() == {"data"}
    assert small.shown("data") == "8.5"
    assert small.shown("metrics") == "2.0"


def test_a_change_of_the_style_shows_on_every_page(small: SmallSite) -> None:
    small.change(
        "docs/_book/execution/kernel/matplotlibrc",
        "lines.linewidth:       1.8",
        "lines.linewidth: 2.5",
    )
    assert small.build() == {*PAGES}
    assert small.shown("plot") == "2.5"


def test_what_is_damaged_or_gone_is_executed_again(small: SmallSite) -> None:
    first, second, _ = sorted(small.cache.iterdir())
    first.write_text(first.read_text("utf-8")[:-100], "utf-8")
    second.unlink()
    assert small.build() == {"data", "metrics"}
    shutil.rmtree(small.cache)
    assert small.build("again") == {*PAGES}
    assert small.build("once more") == set()


def test_two_builds_at_once_share_a_cache(small: SmallSite) -> None:
    shutil.rmtree(small.cache)
    builds = [small.start(name) for name in ("built", "other")]
    assert executed(builds[0]) | executed(builds[1]) == {*PAGES}
    assert small.html("data") == small.html("data", "other")
    assert len(list(small.cache.iterdir())) == len(PAGES)
    assert small.build("third") == set()


def test_a_build_that_is_killed_leaves_a_cache_that_is_of_use(small: SmallSite) -> None:
    shutil.rmtree(small.cache)
    build = small.start("killed")
    until = time.monotonic() + 60
    while not list(small.cache.glob("*")) and time.monotonic() < until:
        time.sleep(0.01)
    build.kill()
    build.communicate()
    small.build("killed")
    assert small.build() == set()
    assert small.shown("data") == "7.24892495"


def test_numbers_follow_a_change_of_another_page(small: SmallSite) -> None:
    table = "# A chapter\n\n```{{table}} A caption\n:name: {0}\n\n| a |\n|---|\n| 1 |\n```\n"
    for page in ("data", "plot"):
        small.change(f"docs/{page}.md", "# A chapter\n", table.format(f"of-{page}"))
    small.change("docs/plot.md", "```{code-cell}", "See {numref}`of-plot`.\n\n```{code-cell}")
    for _ in range(2):  # the second time, nothing has changed
        small.build()
        assert "Table 2" in small.html("plot")
    (small.docs / "data.md").unlink()
    small.build()
    assert "Table 2" not in small.html("plot")
    assert "Table 1" in small.html("plot")


def test_code_needs_the_modules_that_its_names_come_from() -> None:
    assert origins.modules_of("from simplenn_core import noisy_line") == {"_checks", "data"}
    assert origins.modules_of("import numpy") == set()
    whole = origins.modules_of("from simplenn_core import *")
    assert whole == origins.modules_of("import simplenn_core") == origins.modules_of("%%time")
    assert {"training", "steps", "activations"} < whole
    assert "steps" not in origins.modules_of("from simplenn_core.metrics import mean_squared_error")
