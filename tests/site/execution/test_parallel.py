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
from small_site import CELL, copy_setup

if TYPE_CHECKING:
    from pathlib import Path

PAGES = {
    "data": "from simplenn_core import notebook_line\n\nfloat(notebook_line().targets[0])",
    "metrics": "from simplenn_core import mean_squared_error\n\nmean_squared_error([1, 2], [1, 4])",
    "plot": "from matplotlib import rcParams\n\nrcParams['lines.linewidth']",
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
        self.cache, self.temporary = folder / "cache", folder / "temporary"
        self.temporary.mkdir()
        shutil.copytree(root / "simplenn_core", folder / "simplenn_core")

    def start(self, name: str) -> subprocess.Popen[str]:
        """Begin to build the site in a folder that `name` names."""
        work = self.folder / name
        folders = ["-d", str(work / "doctrees"), str(self.docs), str(work / "html")]
        own = {"EXECUTION_CACHE": str(self.cache), "TMPDIR": str(self.temporary)}
        command = [sys.executable, "-m", "sphinx", "-W", "--no-color", "-b", "html", *folders]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, env=os.environ | own, stdout=pipe, stderr=pipe, text=True, cwd=self.folder
        )

    def build(self, name: str = "built") -> set[str]:
        """Build the site; return the pages that were executed."""
        return executed(self.start(name))

    def shown(self, page: str, name: str = "built") -> str:
        """Return the output of a page, as a reader sees it."""
        html = (self.folder / name / "html" / f"{page}.html").read_text("utf-8")
        (output,) = OUTPUT.findall(html)
        return re.sub("<.*?>", "", output).strip()

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
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """Return a site whose pages have been executed, by two builds at once, once each."""
    site = SmallSite(root, tmp_path_factory.mktemp("small"))
    builds = [site.start(name) for name in ("built", "other")]
    assert executed(builds[0]) | executed(builds[1]) == {*PAGES}
    return site


def test_two_builds_at_once_share_a_cache(site: SmallSite) -> None:
    assert len([*site.cache.iterdir()]) == len(PAGES)
    assert site.shown("data") == site.shown("data", "other") == "7.24892495"


def test_a_build_leaves_nothing_in_the_temporary_folder(site: SmallSite) -> None:
    assert not [*site.temporary.glob("simplenn-*")]


def test_what_comes_from_the_cache_has_the_text_of_now(site: SmallSite) -> None:
    site.change("docs/data.md", "# A chapter", "# A chapter\n\nAnd a sentence.")
    assert site.build() == set()
    assert site.shown("data") == "7.24892495"
    notebook = (site.folder / "built" / "jupyter_execute" / "data.ipynb").read_text("utf-8")
    assert "And a sentence." in notebook  # what is downloaded is made of it


def test_a_change_of_the_core_shows_and_damage_does_not(site: SmallSite) -> None:
    for path in site.cache.glob("metrics.*"):
        path.write_text(path.read_text("utf-8")[:-100], "utf-8")
    shutil.rmtree(site.folder / "built" / "doctrees")
    assert site.build() == {"metrics"}
    site.change("simplenn_core/data.py", "targets = [7.24892495", "targets = [8.5")
    assert site.build() == {*PAGES}
    assert site.shown("data") == "8.5"


def test_a_build_that_is_killed_leaves_a_cache_that_is_of_use(site: SmallSite) -> None:
    shutil.rmtree(site.cache)
    build = site.start("killed")
    until = time.monotonic() + 60
    while not [*site.cache.glob("*.ipynb")] and time.monotonic() < until:
        time.sleep(0.01)
    build.kill()
    build.communicate()
    assert site.build("killed") < {*PAGES}
    assert site.shown("metrics", "killed") == "2.0"
