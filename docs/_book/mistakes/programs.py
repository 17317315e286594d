"""Answers to an exercise that people really give: the build runs each, and then the check.

The cell of such an answer stands behind the check, and its variables are its own. The check must
refuse one that is tagged ``mistake``, and accept one that is tagged ``also-right``.
"""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

MISTAKE, ALSO_RIGHT = "mistake", "also-right"
RIGHT, NOT_YET = "Right", "Not yet"  # how a check begins
_RUN = "__import__('_book.mistakes.programs', fromlist=['_']).run({!r}, {!r}, {!r}, globals())"


def to_run(notebook: NotebookNode, place: int) -> str:
    """Return what the kernel runs for a cell: its source, or what runs that and the check."""
    cell = notebook.cells[place]
    tags = {*cell.metadata.get("tags", ())}
    if not tags & {MISTAKE, ALSO_RIGHT}:
        return str(cell.source)
    before = [each for each in notebook.cells[:place] if each.cell_type == "code"]
    number = sum(MISTAKE in each.metadata.get("tags", ()) for each in before)
    seen = [each for each in before if "remove-cell" not in each.metadata.get("tags", ())]
    checks = [each.source for each in seen if f'"{RIGHT}' in each.source]
    check = checks[-1] if checks else "raise LookupError('no check stands before this answer')"
    return _RUN.format(cell.source, check, number if MISTAKE in tags else None)


def run(program: str, check: str, number: int | None, names: dict[str, Any]) -> None:
    """Assert what the check says of a program; glue it, if it is a mistake with a `number`."""
    from myst_nb import glue  # noqa: PLC0415  # which takes a while, and is there in kernels alone

    said = outcome(program, check, names)
    expected = RIGHT if number is None else NOT_YET
    if not said.startswith(expected):
        raise AssertionError(f"expected {expected!r}, the check says {said!r}")
    if number is not None:
        glue(f"mistake-{number}", {"program": program, "said": said}, display=False)


def outcome(program: str, check: str, names: dict[str, Any]) -> str:
    """Return what the check prints after the program; `names` stays as it is."""
    space = dict(names)
    for code in program, check:
        with redirect_stdout(StringIO()) as printed:
            exec(code, space)  # noqa: S102  # a cell of the book
    return printed.getvalue().strip()
