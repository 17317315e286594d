"""Live cells, as far as no browser is needed: the pages, the cells, what the site is given."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
import zipimport
from typing import TYPE_CHECKING

import pytest
from _book.live.buttons import with_buttons, without_buttons
from _book.live.chapter_cells import lacking, live_cells, titles
from _book.live.runtime.trim import trimmed
from nbformat import v4

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup

HIDDEN = {"tags": ["remove-cell"]}
CHAPTER = v4.new_notebook(
    cells=[
        v4.new_code_cell("import numpy as np"),
        v4.new_code_cell("from myst_nb import glue\ny = 2\nglue('y', y)", metadata=HIDDEN),
        v4.new_code_cell("glue('y', y)", metadata=HIDDEN),
        v4.new_markdown_cell(
            ":::::{exercise-start} Think\n:label: a-think\n:::::\n\n:::::{exercise-end}\n:::::\n\n"
            ":::::{solution-start} a-think\n:class: dropdown\n:::::\n"
        ),
        v4.new_code_cell("np.pi"),
        v4.new_markdown_cell(
            ":::::{solution-end}\n:::::\n\n:::::{exercise-start} Do\n:label: a-do\n:::::\n\n"
            ":::::{exercise-end}\n:::::\n\n:::::{solution-start} a-do\n:::::\n"
        ),
        v4.new_code_cell("x = 1"),
        v4.new_markdown_cell(":::::{solution-end}\n:::::\n"),
        v4.new_code_cell('print("Right" if x == 1 else "Not yet")'),
    ]
)


def test_cells_are_named_and_know_their_part_in_an_exercise() -> None:
    cells = live_cells(CHAPTER)
    parts = [{key: cell[key] for key in cell.keys() - {"source", "name"}} for cell in cells]
    assert [cell["name"] for cell in cells] == [
        "cell 1", "what the page needs", "cell 2", "your answer", "cell 3", "cell 4"
    ]  # fmt: skip
    assert cells[1]["source"].strip() == "y = 2"
    assert parts == [
        {},
        {},
        {"solution": True, "exercise": "a-think"},
        {"answer": True, "exercise": "a-do"},
        {"solution": True, "exercise": "a-do"},
        {"check": True, "exercise": "a-do"},
    ]
    assert titles(CHAPTER) == {"a-think": "Think", "a-do": "Do"}


def test_packages_that_a_browser_lacks_are_named_as_they_are_installed() -> None:
    cells = [{"source": "import json, sklearn.datasets\nimport numpy"}, {"source": "import jax"}]
    assert lacking(cells, frozenset({"numpy"})) == ["jax", "scikit-learn"]
    assert lacking(cells[:1], frozenset({"numpy", "sklearn"})) == []


CODE = '<div class="cell_input docutils container">\n<pre>x</pre></div>\n</div>\n</div>\n'
BODY = (
    f'<h1>A</h1>\n<p class="reading-time">1</p>\n{CODE * 2}<div id="a-do">\nDo</div>\n'
    f'<div class="solution x">{CODE}</div>{CODE}'
)


def test_buttons_stand_below_their_cells_and_before_the_solution() -> None:
    page = with_buttons(BODY, live_cells(CHAPTER), "TOP")
    assert page.startswith('<h1>A</h1>\n<p class="reading-time">1</p>\nTOP<div')
    order = [page.index(f'id="live-{index}"') for index in (0, 2, 3, 4, 5)]
    assert order == sorted(order)
    assert "live-1" not in page
    assert page.index("Write your answer") < page.index("solution x")
    assert 'aria-label="Edit and run cell 4">Edit and run</button>' in page


def test_a_page_that_does_not_run_says_why_at_each_cell() -> None:
    page = without_buttons(BODY, ["autograd", "scikit-learn"])
    assert page.count("A browser has no autograd and no scikit-learn: this cell runs at home") == 4
    assert "button" not in page


def test_pages_have_buttons_where_the_site_has_a_python_and_none_where_it_has_not(
    site: Path, pages: dict[Path, BeautifulSoup]
) -> None:
    there = (site / "_static" / "live").is_dir()
    assert bool(list(site.rglob("*.live.json"))) == there
    for path, page in pages.items():
        assert bool(page.select("[data-live]")) == path.with_suffix(".live.json").is_file()
    names = {path.name for path, page in pages.items() if page.select(".live-exercises")}
    assert names == ({"index.html"} if there else set())


def test_a_wheel_is_compiled_and_what_cannot_be_used_is_left_out(tmp_path: Path) -> None:
    file = io.BytesIO()
    about = "numpy-2.dist-info"
    names = ["numpy/__init__.py", "numpy/f2py/x.py", "numpy/_core/lib/x.a", f"{about}/L"]
    with zipfile.ZipFile(file, "w") as wheel:
        for name in names:
            wheel.writestr(name, "two = 1 + 1")
        wheel.writestr(f"{about}/RECORD", "".join(f"{name},sum,1\n" for name in names))
    small = trimmed("numpy-2-any.whl", file.getvalue())
    with zipfile.ZipFile(io.BytesIO(small)) as wheel:
        assert wheel.namelist() == ["numpy/__init__.pyc", f"{about}/L", f"{about}/RECORD"]
        assert wheel.read(f"{about}/RECORD") == b"numpy/__init__.pyc,,\nnumpy-2.dist-info/L,sum,1\n"
    (tmp_path / "numpy.zip").write_bytes(small)
    made: dict[str, int] = {}
    exec(zipimport.zipimporter(str(tmp_path / "numpy.zip")).get_code("numpy"), made)  # noqa: S102  # made above
    assert made["two"] == 2
    assert trimmed("numpy-2-any.whl", file.getvalue()) == small
    assert trimmed("other-1-any.whl", file.getvalue()) != small


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    """Return a folder like the one that is assembled, with next to nothing in it."""
    python, code = tmp_path / "live" / "python", tmp_path / "live" / "code"
    python.mkdir(parents=True)
    code.mkdir()
    (code / "page.js").write_text("")
    lock = json.dumps({"packages": {"numpy": {"imports": ["numpy"]}}}).encode()
    (python / "pyodide-lock.json").write_bytes(lock)
    sums = {"pyodide-lock.json": [len(lock), hashlib.sha256(lock).hexdigest()]}
    (python / "files.json").write_text(json.dumps(sums))
    (python / "licences.json").write_text("[]")
    return tmp_path / "live"


def build(root: Path, runtime: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Build a site of one chapter and one index with what `runtime` holds."""
    source = runtime.parent / "source"
    (source / "regression").mkdir(parents=True)
    front = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n"
    cell = "```{code-cell} ipython3\nprint(1)\n```\n"
    (source / "regression" / "a.md").write_text(f"{front}# A\n\n{cell}")
    toctree = "```{toctree}\nregression/a\n```\n"
    (source / "index.md").write_text(f"# Index\n\n{toctree}\n```{{live-exercises}}\n```\n")
    (source / "references.bib").touch()
    command = [sys.executable, "-m", "sphinx", "-c", str(root / "docs"), str(source)]
    defined = [f"-Dlive_folder={runtime}", *(f"-D{key}={value}" for key, value in settings.items())]
    site = runtime.parent / "site"
    return subprocess.run(
        [*command, *defined, str(site)], capture_output=True, text=True, check=False
    )


def test_the_site_gets_the_python_and_the_core_of_the_checkout(root: Path, runtime: Path) -> None:
    done = build(root, runtime)
    assert done.returncode == 0, done.stderr
    site = runtime.parent / "site"
    book = json.loads((site / "regression" / "a.live.json").read_text("utf-8"))
    (wheel,) = site.glob("_static/live/core-*/simplenn_core-*.whl")
    assert (site / "regression" / book["core"]["url"]).resolve() == wheel
    assert book["core"]["sum"] == [
        wheel.stat().st_size,
        hashlib.sha256(wheel.read_bytes()).hexdigest(),
    ]
    with zipfile.ZipFile(wheel) as archive:
        mine = (root / "simplenn_core" / "steps.py").read_bytes()
        assert archive.read("simplenn_core/steps.py") == mine
    assert (site / "regression" / book["python"] / "pyodide-lock.json").is_file()
    assert book["cells"] == [{"name": "cell 1", "source": "print(1)"}]


def test_the_python_can_be_served_from_elsewhere(root: Path, runtime: Path) -> None:
    done = build(root, runtime, live_pyodide_url="https://example.org/python")
    assert done.returncode == 0, done.stderr
    site = runtime.parent / "site"
    book = json.loads((site / "regression" / "a.live.json").read_text("utf-8"))
    assert book["python"] == "https://example.org/python/"
    assert not list(site.rglob("pyodide-lock.json"))


def test_without_a_python_the_site_is_whole_and_says_so_in_a_line(
    root: Path, runtime: Path
) -> None:
    shutil.rmtree(runtime)
    done = build(root, runtime)
    assert done.returncode == 0, done.stderr
    says = "so the cells of this site do not run live"
    assert [says in line for line in done.stdout.splitlines()].count(True) == 1
    assert "data-live" not in (runtime.parent / "site" / "regression" / "a.html").read_text("utf-8")


def test_a_file_that_is_not_what_was_assembled_stops_the_build(root: Path, runtime: Path) -> None:
    (runtime / "python" / "pyodide-lock.json").write_text("{}")
    done = build(root, runtime)
    assert done.returncode != 0
    assert "pyodide-lock.json is not what was assembled: expected" in done.stderr


def test_a_core_that_cannot_be_built_stops_the_build(root: Path, runtime: Path) -> None:
    done = build(root, runtime, live_core=str(runtime))
    assert done.returncode != 0
    assert f"no wheel of the core in {runtime}" in done.stderr
