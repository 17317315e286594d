"""Pages executed side by side, of which a build that goes on never shows an old number."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from _book.execution.parallel import environment_digest
from small_site import CELL, copy_setup

if TYPE_CHECKING:
    from pathlib import Path

PAGES = {
    "data": "from simplenn_core import notebook_line\n\nfloat(notebook_line().targets[0])",
    "streams": "print('a')\ndisplay(1)\nprint('b')",
}
GLUED = """
```{code-cell} ipython3
:tags: [remove-cell, site-only]

from myst_nb import glue

glue("five", 5, display=False)
```

There are {glue:text}`five`.
"""
COUNT = [
    "simplenn_core/steps.py",
    "docs/regression/data.csv",
    "docs/_figures/regression_ols.py",
    "docs/_book/code_links/names.py",
    "docs/_book/execution/kernel/matplotlibrc",
]
DO_NOT = ["docs/regression/ols.md", "docs/_book/page_frame/site.css", "tests/core/test_steps.py"]


@pytest.mark.parametrize("name", COUNT + DO_NOT)
def test_what_cells_import_read_or_run_in_counts_and_the_rest_does_not(
    tmp_path: Path, name: str
) -> None:
    found = {environment_digest(tmp_path)}
    (tmp_path / name).parent.mkdir(parents=True)
    for text in ("one", "other"):
        (tmp_path / name).write_text(text, "utf-8")
        found.add(environment_digest(tmp_path))
    assert len(found) == (3 if name in COUNT else 1)


class SmallSite:
    """A site with two pages and a core of its own, built again and again."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder, self.docs = folder, copy_setup(root, folder)
        (self.docs / "references.bib").write_text("", "utf-8")  # nothing is cited here
        (self.docs / "index.md").write_text("# Index\n\n```{toctree}\n:glob:\n\n*\n```\n", "utf-8")
        for name, code in PAGES.items():
            (self.docs / f"{name}.md").write_text(CELL.format(code) + GLUED, "utf-8")
        shutil.copytree(root / "simplenn_core", folder / "simplenn_core")

    def build(self) -> set[str]:
        """Go on from the last build; return the pages that were executed."""
        command = [sys.executable, "-m", "sphinx", "-W", "--no-color", str(self.docs), "html"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, check=False)
        assert done.returncode == 0, done.stderr
        return set(re.findall(r"^(\w+): executed in", done.stdout, re.MULTILINE))

    def shown(self, page: str) -> list[str]:
        """Return the outputs of a page, as a reader sees them."""
        html = (self.folder / "html" / f"{page}.html").read_text("utf-8")
        assert "There are 5." in re.sub("<.*?>", "", html)
        found = re.findall(r'class="output .*?<pre>(.*?)</pre>', html, re.DOTALL)
        return [re.sub("<.*?>", "", output).strip() for output in found]

    def change(self, name: str, old: str, new: str) -> None:
        """Change a file."""
        text = (self.folder / name).read_text("utf-8")
        assert old in text
        (self.folder / name).write_text(text.replace(old, new, 1), "utf-8")


def test_cells_run_again_where_something_changed_that_they_depend_on(
    root: Path, tmp_path: Path
) -> None:
    site = SmallSite(root, tmp_path)
    assert site.build() == {*PAGES}
    assert site.shown("data") == ["7.24892495"]
    streams = site.shown("streams")
    for name in PAGES:
        site.change(f"docs/{name}.md", "# A chapter", "# A chapter\n\nAnd a sentence.")
    assert site.build() == set()
    assert site.shown("data") == ["7.24892495"]
    assert site.shown("streams") == streams
    executed = (tmp_path / "jupyter_execute" / "data.ipynb").read_text("utf-8")
    assert "And a sentence." in executed  # what is downloaded is made of it
    kept = tmp_path / "html" / ".doctrees" / "executed" / "data.ipynb"
    kept.write_text(kept.read_text("utf-8")[:-100], "utf-8")  # a build that was killed
    site.change("docs/data.md", "And a", "And no")
    assert site.build() == {"data"}
    site.change("simplenn_core/data.py", "targets = [7.24892495", "targets = [8.5")
    assert site.build() == {*PAGES}
    assert site.shown("data") == ["8.5"]
