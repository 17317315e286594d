"""A Python for browsers with next to nothing in it, and a small site that has it."""

from __future__ import annotations

import builtins
import gc
import json
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING

import pytest
from small_site import FRONT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHAPTER = """# A chapter

```{code-cell} ipython3
import math
```

```{code-cell} ipython3
:tags: [remove-cell, asserts]

assert math.pi > 3
```

```{code-cell} ipython3
:tags: [remove-cell, site-only]

from myst_nb import glue

glue("pi", math.pi)
```

```{code-cell} ipython3
:tags: [hide-input]

math.tau
```

:::::{exercise-start} Half of $\\pi$
:label: a-half
:::::

How much is it?

:::::{exercise-end}
:::::

:::::{solution-start} a-half
:class: dropdown
:::::

```{code-cell} ipython3
half = math.pi / 2
```

:::::{solution-end}
:::::

```{code-cell} ipython3
print("Right" if half < 2 else "Not yet")
```
"""
MIXED = """# Both

```{code-cell} ipython3
import math

with open("table.csv") as file:
    table = file.read()
```

```{code-cell} ipython3
from sklearn import config_context as theirs
```

```{code-cell} ipython3
made = theirs.__name__
```

```{code-cell} ipython3
:tags: [remove-cell, asserts]

assert made == "config_context"
```

```{code-cell} ipython3
table
```
"""
INDEX = """# Index

```{toctree}
:caption: Regression

regression/a
regression/c
```

```{chapters} Regression
```

```{progress}
```

```{licences}
```
"""


def make_runtime(folder: Path) -> Path:
    """Fill a folder as `assemble` does, with next to nothing."""
    python, code = folder / "python", folder / "code"
    python.mkdir(parents=True)
    code.mkdir()
    (code / "page.js").write_text("")
    lock = json.dumps({"packages": {"numpy": {"imports": ["numpy"]}}}).encode()
    (python / "pyodide-lock.json").write_bytes(lock)
    licence = {"name": "A part", "version": "7.7", "licence": "MIT", "text": "Do as you like."}
    (python / "licences.json").write_text(json.dumps([licence]))
    return folder


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    return make_runtime(tmp_path / "live")


@pytest.fixture
def python_put_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put back what cells that run here set for all of Python."""
    monkeypatch.setattr(builtins, "input", input)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)


@pytest.fixture(scope="session")
def small_site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site of an index and two chapters, one of them with what no browser has."""
    folder = tmp_path_factory.mktemp("small")
    source, site = folder / "source", folder / "site"
    (source / "regression").mkdir(parents=True)
    (source / "regression" / "a.md").write_text(FRONT + CHAPTER, "utf-8")
    (source / "regression" / "c.md").write_text(FRONT + MIXED, "utf-8")
    for name in "table.csv", "unread.csv":
        (source / "regression" / name).write_text("1,2\n", "utf-8")
    (source / "index.md").write_text(INDEX, "utf-8")
    (source / "references.bib").touch()
    command = [sys.executable, "-m", "sphinx", "-q", "-c", str(root / "docs")]
    live = f"-Dlive_folder={make_runtime(folder / 'live')}"
    done = subprocess.run(
        [*command, live, str(source), str(site)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return site
