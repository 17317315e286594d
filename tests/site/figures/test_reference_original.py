"""The ledger tells what agrees from what does not, and cannot lose an output."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from _figures.reference_original import RECORD, compare, table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def printed() -> dict[int, list[Any]]:
    """Return what the notebook printed, as if it had been computed."""
    found: dict[int, list[Any]] = {}
    for output in json.loads(RECORD.read_text("utf-8"))["outputs"]:
        found.setdefault(output["cell"], []).append(output["value"])
    return found


def test_what_was_printed_agrees_with_itself(printed: dict[int, list[Any]]) -> None:
    rows = compare(printed)
    assert sum(map(len, printed.values())) == len(rows)
    assert all(row.agrees and row.difference == 0 and row.then == row.now for row in rows)


@pytest.mark.parametrize(
    ("cell", "off", "agrees"),
    [
        (16, 1e-9, True),  # an array, printed with eight decimals
        (16, 1e-8, False),
        (45, 1e-12, False),  # a single number, printed in full
        (14, 1e-6, True),  # follows from targets known to eight decimals
        (14, 1e-3, False),
    ],
)
def test_a_digit_that_was_printed_counts(
    printed: dict[int, list[Any]], *, cell: int, off: float, agrees: bool
) -> None:
    (value,) = printed[cell]
    printed[cell] = [[number + off for number in value] if isinstance(value, list) else value + off]
    (row,) = (row for row in compare(printed) if row.cell == cell)
    assert row.agrees is agrees


def test_no_output_is_left_out_and_none_is_added(printed: dict[int, list[Any]]) -> None:
    with pytest.raises(ValueError, match="nothing was computed for cell 16"):
        compare({cell: values for cell, values in printed.items() if cell != 16})
    with pytest.raises(ValueError, match=r"no more outputs of the cells \[15\]"):
        compare(printed | {15: [*printed[15], 0.02]})
    with pytest.raises(ValueError, match=r"cell 16, .*: 2 numbers then, 3 now"):
        compare(printed | {16: [[1, 2, 3]]})


def test_the_record_cannot_change_unnoticed(printed: dict[int, list[Any]], tmp_path: Path) -> None:
    changed = tmp_path / "outputs.json"
    changed.write_text(RECORD.read_text("utf-8").replace("7", "8", 1), "utf-8")
    with pytest.raises(ValueError, match="no longer the record"):
        compare(printed, changed)


def test_the_table_has_a_row_for_each_output(printed: dict[int, list[Any]]) -> None:
    rows = compare(printed)
    html = table(rows)
    assert html.count('<th scope="row">') == len(rows)
    assert html.count('<td data-label="Agrees">yes</td>') == len(rows)
