"""What a reader takes home: the notebook of each chapter, and its text."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeAlias

import jupytext
import nbformat
import pytest
from _book.downloads.notebooks import colab
from _book.live.chapter_cells import SITE_ONLY
from bs4 import BeautifulSoup
from site_pages import prose

if TYPE_CHECKING:
    from nbformat import NotebookNode

HIDDEN = "remove-cell"
Taken: TypeAlias = "dict[str, tuple[BeautifulSoup, NotebookNode, NotebookNode]]"


@pytest.fixture(scope="module")
def taken(site: Path, pages: dict[Path, BeautifulSoup], chapters: dict[str, NotebookNode]) -> Taken:
    """Return the page, the notebook and the text of each chapter; both files read as notebooks."""
    return {
        name: (
            pages[path.with_suffix(".html")],
            nbformat.read(path.with_suffix(".ipynb"), as_version=4),
            jupytext.read(path),
        )
        for name in chapters
        if name not in {"index.md", "reference/speed.md"}  # no cell of these is seen
        for path in [site / name]
    }


def code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell: NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", ()))


def text_of_code(notebook: NotebookNode) -> str:
    return "\n".join(cell.source for cell in code(notebook))


def printed(cell: NotebookNode) -> str:
    return "\n".join(
        (output.get("text") or output.data["text/plain"]).rstrip("\n")
        for output in cell.outputs
        if "image/svg+xml" not in output.get("data", {})
    )


def test_each_chapter_links_to_its_files_and_says_their_size(taken: Taken, site: Path) -> None:
    for name, (page, _, _) in taken.items():
        links = page.select("article p.downloads a[download]")
        paths = [(site / name).parent / str(link["href"]) for link in links]
        # Behind these, the files that the cells read: `test_data_files.py`.
        assert [path.suffix for path in paths[:3]] == [".ipynb", ".md", ".whl"], name
        for link, path in zip(links, paths, strict=True):
            assert path.stem == Path(name).stem or path.suffix in {".whl", ".csv"}
            assert f"({path.suffix}, {path.stat().st_size / 1000:.0f} kB)" in link.get_text()


def test_the_notebook_and_the_page_say_how_to_install_what_the_cells_import(
    taken: Taken, site: Path, base: str
) -> None:
    (wheel,) = site.glob("simplenn_core-*-py3-none-any.whl")
    known = json.loads((site / "build.json").read_text("utf-8")).get("address")
    core = f"{base if known else './'}{wheel.name}"
    for name, (page, notebook, read_back) in taken.items():
        (command,) = page.select("article p.downloads code")
        install, _, others = command.get_text().partition(f"pip install {core}")
        assert not install, name
        for cell in (notebook.cells[0], read_back.cells[0]):
            assert f"`{command.get_text()}` installs the book's own" in cell.source
        imported = set(
            re.findall(r"^ *(?:import|from) (\w+)", text_of_code(notebook), re.MULTILINE)
        )
        needed = {name.replace("scikit-learn", "sklearn") for name in others.split()}
        assert needed == imported - {"numpy", "simplenn_core", *sys.stdlib_module_names}, name


def test_the_notebooks_are_valid_and_their_cells_named_by_their_place(taken: Taken) -> None:
    for name, (_, notebook, _) in taken.items():
        nbformat.validate(notebook)
        prefix = name.removesuffix(".md").replace("/", "-")
        assert [cell.id for cell in notebook.cells] == [
            f"{prefix}-{number}" for number in range(len(notebook.cells))
        ]
        assert [cell.execution_count for cell in code(notebook)] == [
            number + 1 for number in range(len(code(notebook)))
        ]


def test_the_files_tell_nothing_of_the_machine_and_need_nothing_of_the_build(
    taken: Taken, site: Path, root: Path
) -> None:
    for name, (_, notebook, _) in taken.items():
        assert set(notebook.metadata) == {"kernelspec", "language_info"}
        for cell in notebook.cells:
            assert set(cell.metadata) <= {"tags", "jupyter", "jp-MarkdownHeadingCollapsed"}
        for suffix in (".ipynb", ".md"):
            content = (site / name).with_suffix(suffix).read_text("utf-8")
            for sign in (str(root), "/tmp", "/home/", " at 0x", "glue", "Explorable", "#0a0a"):  # noqa: S108  # looked for, not used
                assert sign not in content, f"{name}: {sign} in {suffix}"
        for cell in code(notebook):
            assert not re.search(r"\b(_book|_figures|myst_nb|open|Path)\b", cell.source), (
                cell.source
            )


def test_the_cells_of_the_page_are_in_the_notebook_with_what_they_printed(taken: Taken) -> None:
    count = 0
    for name, (page, notebook, _) in taken.items():
        shown = [cell for cell in page.select("div.cell") if cell.select("div.cell_input pre")]
        seen = [cell for cell in code(notebook) if HIDDEN not in cell.metadata.get("tags", ())]
        assert len(shown) == len(seen) > 4, name
        for here, there in zip(shown, seen, strict=True):
            source = here.select("div.cell_input pre")[0].get_text()
            assert source.rstrip() == there.source.rstrip()
            outputs = [pre.get_text().rstrip("\n") for pre in here.select("div.cell_output pre")]
            assert "\n".join(outputs) == printed(there), source
            assert len(here.select("svg.figure")) == str(there.outputs).count("<svg ")
            count += len(outputs)
    assert count > 100


def test_the_numbers_in_the_text_are_those_of_the_page(taken: Taken) -> None:
    for name, (page, notebook, _) in taken.items():
        rest = prose(notebook)
        # The answer to a question is left out: it stands in the text that follows.
        for number in page.select("span.pasted-text:not(.predict-says *, .predict-answer *)"):
            _, found, rest = rest.partition(number.get_text())
            assert found, f"{name}: {number.get_text()}"


def test_no_markup_of_sphinx_is_left_in_the_text(taken: Taken) -> None:
    for name, (_, notebook, _) in taken.items():
        plain = re.sub(r"\$\$.*?\$\$|\$[^$]+\$", "", prose(notebook), flags=re.DOTALL)
        left = re.findall(r"\{[a-z:-]+\}`?|^:::+|\]\((?!https?:)[^)]*\)|\f", plain, re.MULTILINE)
        assert not left, f"{name}: {left}"


def test_solutions_are_folded_and_the_check_is_not(taken: Taken) -> None:
    for name, (_, notebook, _) in taken.items():
        headings = [
            (match[0], cell.metadata.get("jp-MarkdownHeadingCollapsed", False))
            for cell in notebook.cells
            if cell.cell_type == "markdown"
            and (match := re.match("### (Exercise|Solution|Check)", cell.source))
        ]
        exercise = [("### Exercise", False), ("### Solution", True)]
        expected = [*exercise, *exercise, ("### Check", False)]
        assert headings == ([] if name.startswith("reference/") else expected), name


def test_the_text_has_the_cells_of_the_notebook(taken: Taken) -> None:
    for name, (_, notebook, read_back) in taken.items():
        assert [(cell.cell_type, cell.source) for cell in read_back.cells] == [
            (cell.cell_type, cell.source) for cell in notebook.cells
        ], name


def test_every_cell_is_there_but_those_that_the_site_alone_needs(
    taken: Taken, chapters: dict[str, NotebookNode]
) -> None:
    for name, (_, notebook, _) in taken.items():
        cells = [cell for cell in code(chapters[name]) if "remove-input" not in tags(cell)]
        assert [cell.source for cell in code(notebook)] == [
            cell.source.strip("\n") for cell in cells if SITE_ONLY not in tags(cell)
        ], name


@pytest.mark.parametrize(
    ("repository", "site_url", "leads_to"),
    [
        ("https://github.com/someone/a.book", "https://example.org", "someone/a.book"),
        ("https://github.com/someone/book.git/", "https://example.org", "someone/book"),
        ("https://github.com/someone/book", "", None),  # nothing could be installed from there
        ("https://gitlab.com/someone/book", "https://example.org", None),
        ("https://github.com/someone", "https://example.org", None),
        ("", "https://example.org", None),
    ],
)
def test_a_notebook_opens_in_colab_where_github_has_the_site(
    repository: str, site_url: str, leads_to: str | None
) -> None:
    config = SimpleNamespace(
        html_theme_options={"source_repository": repository}, site_url=site_url
    )
    app: Any = SimpleNamespace(config=config)
    link = BeautifulSoup(colab(app, "regression/a"), "html.parser").a
    colab_has = f"https://colab.research.google.com/github/{leads_to}/blob/gh-pages"
    assert (link and link["href"]) == (leads_to and f"{colab_has}/regression/a.ipynb")
