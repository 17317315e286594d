"""A site does not depend on what the shell of its builder exports."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import matplotlib as mpl
from _book.execution.environment import kernel_environment, write_font_list
from matplotlib import font_manager
from small_site import FRONT, build, copy_setup

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = {
    "MPLBACKEND": "agg",
    "MPLCONFIGDIR": "/nowhere",
    "PYTHONOPTIMIZE": "2",
    "PYTHONSTARTUP": "/nowhere/file",
    "PYTHONWARNINGS": "ignore",
}
PAGE = f"""{FRONT}# A chapter

```{{code-cell}} ipython3
---
mystnb:
  image:
    alt: A line
---
import matplotlib.pyplot as plt

_, ax = plt.subplots()
ax.plot([1, 2])
ax.set(xlabel="Writing that needs a font")
plt.show()
```
"""


def test_a_build_replaces_the_old_site_and_a_hostile_shell_changes_no_byte_of_it(
    root: Path, tmp_path: Path
) -> None:
    found = []
    for name, exported in {"friendly": {}, "hostile": HOSTILE}.items():
        docs, site = copy_setup(root, tmp_path / name), tmp_path / name / "site"
        (docs / "references.bib").write_text("", "utf-8")  # nothing is cited here
        (docs / "page.md").write_text(PAGE, "utf-8")
        (docs / "index.md").write_text("# Index\n\n```{toctree}\npage\n```\n", "utf-8")
        site.mkdir()
        (site / "build.json").touch()  # by which a site is known
        (site / "old.html").write_text("old", "utf-8")
        done = build(docs, **exported)
        assert done.returncode == 0, done.stderr
        assert f"Open {(site / 'index.html').as_uri()}" in done.stdout
        assert (site / "page.html").read_text("utf-8").count('class="figure"') == 1
        left = ["docs", "site", "site.sources"]  # the last says what the site was made of
        assert sorted(path.name for path in site.parent.iterdir()) == left
        found.append(json.loads((site / "build.json").read_text("utf-8"))["files"])
    assert found[0] == found[1]
    assert "old.html" not in found[0]


def test_only_what_a_system_needs_is_passed_on(root: Path, tmp_path: Path) -> None:
    shell = {"PATH": "/bin", "HOME": "/home/a", "PYTHONPATH": "/elsewhere"} | HOSTILE
    found = kernel_environment(shell, tmp_path)
    assert (found["PATH"], found["HOME"]) == ("/bin", "/home/a")
    assert not {"PYTHONOPTIMIZE", "PYTHONWARNINGS"} & {*found}
    assert found["MPLCONFIGDIR"] == str(tmp_path)
    assert found["PYTHONPATH"].split(os.pathsep) == [str(root), str(root / "docs")]


def test_the_fonts_are_those_of_matplotlib_on_every_machine(tmp_path: Path) -> None:
    write_font_list(tmp_path)
    (path,) = tmp_path.glob("fontlist*.json")
    fonts = font_manager.json_load(path)
    assert "DejaVu Sans" in {font.name for font in fonts.ttflist}
    assert all(font.fname.startswith(mpl.get_data_path()) for font in fonts.ttflist)
