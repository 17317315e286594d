"""Each chapter to take home: as a notebook with its outputs, and as text that runs."""

from __future__ import annotations

import ast
import re
import shutil
import sys
from fnmatch import fnmatch
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jupytext
import nbformat
from nbformat import v4

from _book.downloads.core_wheel import core_wheel, install_command
from _book.downloads.plain_text import BREAK, SOLUTION, PlainText
from _book.figures.inline import light_svg
from _book.live.chapter_cells import SITE_ONLY, data_files, executed
from _book.live.worker.names import imported_packages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

KINDS = (
    ("notebook", ".ipynb", "ipynb", "application/x-ipynb+json"),
    ("text", ".md", "md:myst", "text/markdown"),
)
# From the branch that `deploy` publishes to.
COLAB = "https://colab.research.google.com/github/{}/blob/gh-pages/{}.ipynb"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook(app: Sphinx, docname: str) -> nbformat.NotebookNode:
    """Return a chapter as a notebook that runs wherever its imports are installed."""
    plain = PlainText(app, docname)
    cells = []
    for cell in executed(app, docname).cells:
        cells += _text(plain(cell.source)) if cell.cell_type == "markdown" else code_cells(cell)
        if figure := cell.metadata.get("mystnb"):
            caption = figure.get("figure", {}).get("caption", "")
            cells += _text(_caption(plain(caption), figure.get("image", {}).get("alt", "")))
    if plain.cited:
        cells += _text("## Sources\n\n" + plain.sources())
    # Below the title, which stays the first line.
    files = [path.name for path in data_files(app, docname)]
    needs = _needs(plain, install_command(app, packages(cells)), files)
    cells[0].source = cells[0].source.replace("\n\n", f"\n\n{needs}\n\n", 1)
    for number, cell in enumerate(cells):
        cell.id = f"{docname.replace('/', '-')}-{number}"
    for count, cell in enumerate((cell for cell in cells if cell.cell_type == "code"), start=1):
        for counted in (cell, *(output for output in cell.outputs if "execution_count" in output)):
            counted.execution_count = count
    made: nbformat.NotebookNode = v4.new_notebook(cells=cells, metadata=METADATA)
    nbformat.validate(made)
    return made


def packages(cells: list[nbformat.NotebookNode]) -> list[str]:
    """Return what the cells import besides the core and NumPy, which comes with it."""
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    names = {*imported_packages(ast.parse(code))} - {*sys.stdlib_module_names}
    others = sorted(names - {"numpy", "simplenn_core"})
    return [name.replace("sklearn", "scikit-learn") for name in others]


def _needs(plain: PlainText, install: str, files: list[str]) -> str:
    """Say where a notebook comes from, and how to get what it needs."""
    book = plain.link(f"*{plain.app.config.project}*")
    known = plain.app.config.site_url
    file = "" if known else ", once that file is in this folder: it is linked where this one is"
    return (
        f"> A chapter of {book}. `{install}` installs the book's own package and everything else "
        f"it needs{file}. In a cell, write `%pip` for `pip`."
        + "".join(
            f" The cells read {plain.link(name, name)}: put it beside this file." for name in files
        )
    )


def _text(text: str) -> list[nbformat.NotebookNode]:
    cells = []
    for number, part in enumerate(text.split(BREAK)):
        source, metadata = part.strip(), {}
        if source.startswith(SOLUTION):
            metadata["jp-MarkdownHeadingCollapsed"] = True  # all up to the next heading
        elif number and source and not source.startswith("#"):
            source = f"### Check\n\n{source}"  # what follows a solution is not folded with it
        if source:
            cells.append(v4.new_markdown_cell(source, metadata=metadata))
    return cells


def _caption(caption: str, alt: str) -> str:
    return f"*{caption}*\n\n<details><summary>What the figure shows</summary>{alt}</details>"


def code_cells(cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """Return what becomes of a cell of code: itself, its outputs as text, or nothing."""
    tags = {*cell.metadata.get("tags", ())}
    if "remove-input" in tags:
        return _text("\n\n".join(output.data["text/html"] for output in cell.outputs))
    if SITE_ONLY in tags:
        return []
    metadata = {"tags": sorted(tags), "jupyter": {"source_hidden": True}} if tags else {}
    outputs = [] if "remove-cell" in tags else cell.outputs
    for data in (output.data for output in outputs if "data" in output):
        if "image/svg+xml" in data:
            data["image/svg+xml"] = light_svg(data["image/svg+xml"])
    source = cell.source.strip("\n")  # as it comes back from the text
    return [v4.new_code_cell(source, metadata=metadata, outputs=outputs)]


def add_downloads(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Write the files of a chapter beside its page, and links to them at its end."""
    offered = any(fnmatch(pagename, pattern) for pattern in app.config.downloads)
    if not offered or not executed(app, pagename).cells:
        return
    made = notebook(app, pagename)
    links = []
    place = (Path(app.outdir) / pagename).parent
    place.mkdir(parents=True, exist_ok=True)
    for kind, suffix, form, mime in KINDS:
        path = Path(app.outdir) / f"{pagename}{suffix}"
        path.write_text(jupytext.writes(made, fmt=form).rstrip() + "\n", "utf-8")
        links.append(_link(path, kind, f' type="{mime}"'))
    links.append(_link(core_wheel(app), "simplenn_core", to_root="../" * pagename.count("/")))
    links += [
        _link(Path(shutil.copy(each, place)), each.stem) for each in data_files(app, pagename)
    ]
    words = install_command(app, packages(made.cells)).split(" ")
    install = " ".join(f"<span>{escape(word)}</span>" for word in words)
    context["body"] += (
        f'<p class="downloads">Download: {" · ".join(links)}<br>\n'
        f"To run it elsewhere: <code>{install}</code>{colab(app, pagename)}</p>\n"
    )


def _link(path: Path, name: str, more: str = "", *, to_root: str = "") -> str:
    size = f"{path.suffix}, {path.stat().st_size / 1000:.0f} kB"
    return f'<a href="{to_root}{path.name}" download{more}>{name} ({size})</a>'


def colab(app: Sphinx, pagename: str) -> str:
    """Return a link that opens a notebook in Colab, if GitHub has the site and readers know it."""
    repository = app.config.html_theme_options.get("source_repository", "")
    found = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?", repository)
    if not found or not app.config.site_url:  # from which the notebook installs the core there
        return ""
    link = f'<a href="{COLAB.format(found[1], pagename)}">Open it in Colab</a>'
    return f". {link}, and run that line in a first cell there, with % before it."


def setup(app: Sphinx) -> None:
    app.add_config_value("downloads", [], "html", list)
    app.add_css_file("downloads.css")
