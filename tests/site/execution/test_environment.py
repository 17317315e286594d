"""A site does not depend on what the shell of its builder exports."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import matplotlib as mpl
from _book.execution.environment import kernel_environment, write_font_list
from matplotlib import font_manager
from small_site import FRONT, build, copy_setup

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = {
    "LANGUAGE": "de",
    "LC_ALL": "C",
    "MPLBACKEND": "agg",
    "MPLCONFIGDIR": "/nowhere",
    "PYTHONOPTIMIZE": "2",
    "PYTHONSTARTUP": "/nowhere/file",
    "PYTHONWARNINGS": "ignore",
    "TZ": "Pacific/Kiritimati",
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

```{{code-cell}} ipython3
from simplenn_core import notebook_line

float(notebook_line().targets[0])
```
"""
ME = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
LINE_ENDS = ("-c", "core.autocrlf=true", "-c", "core.eol=crlf")
CHECKOUT = (".gitattributes", ".gitignore", "LICENSE", "README.md")


def commit_of_a_small_site(root: Path, folder: Path) -> Path:
    """Return a repository with a page, the core that it imports, and what its wheel is made of."""
    docs = copy_setup(root, folder)
    shutil.copy(root / "docs" / "conf.py", docs)  # whose wheel is that of the checkout
    (docs / "references.bib").write_text("", "utf-8")  # nothing is cited here
    (docs / "page.md").write_text(PAGE, "utf-8")
    (docs / "index.md").write_text("# Index\n\n```{toctree}\npage\n```\n", "utf-8")
    shutil.copytree(root / "simplenn_core", folder / "simplenn_core")
    for name in CHECKOUT:
        shutil.copy(root / name, folder)
    for command in (["init", "-q"], ["add", "."], [*ME, "commit", "-q", "-m", "One"]):
        subprocess.run(["git", "-C", str(folder), *command], check=True)
    return folder


def wrong_core(folder: Path) -> Path:
    """Return a folder with what is called as the core is, and is not the one of the checkout."""
    (folder / "simplenn_core").mkdir(parents=True)
    (folder / "simplenn_core" / "__init__.py").write_text("raise SystemExit('the wrong core')")
    return folder


def test_a_build_replaces_the_old_site_and_nothing_around_it_changes_a_byte(
    root: Path, tmp_path: Path
) -> None:
    made = commit_of_a_small_site(root, tmp_path / "made")
    hostile = HOSTILE | {"PYTHONPATH": str(wrong_core(tmp_path / "wrong"))}
    manifests = []
    for name, exported, settings, umask in (
        ("friendly", {}, (), 0o022),
        ("hostile and #1, Bücher", hostile, LINE_ENDS, 0o077),
    ):
        before = os.umask(umask)
        folder, temporary = tmp_path / name, tmp_path / f"{name}, temporary"
        clone = ["git", *settings, "clone", "--quiet", *settings, str(made), str(folder)]
        subprocess.run(clone, check=True)
        docs, site = folder / "docs", folder / "site"
        if exported:  # what an installation from the checkout may have left there
            (folder / "simplenn_core.egg-info").mkdir()
            about = "Metadata-Version: 2.1\nName: simplenn-core\nVersion: 9.9\n"
            (folder / "simplenn_core.egg-info" / "PKG-INFO").write_text(about, "utf-8")
        (folder / ".git" / "info" / "exclude").write_text("site*\n", "utf-8")
        temporary.mkdir()
        site.mkdir()
        (site / "build.json").touch()  # by which a site is known
        (site / "old.html").write_text("old", "utf-8")
        there = {path.name for path in folder.iterdir()}
        done = build(docs, TMPDIR=str(temporary), **exported)
        os.umask(before)
        assert done.returncode == 0, done.stderr
        assert f"Open {(site / 'index.html').as_uri()}" in done.stdout
        page = (site / "page.html").read_text("utf-8")
        assert page.count('class="figure"') == 1
        assert "7.24892495" in page
        # The last says what the site was made of.
        assert {path.name for path in folder.iterdir()} == there | {"site.sources"}
        assert [*temporary.iterdir()] == []
        manifests.append(json.loads((site / "build.json").read_text("utf-8")))
    assert manifests[0] == manifests[1]
    assert not manifests[0]["changed"]
    assert "old.html" not in manifests[0]["files"]


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
