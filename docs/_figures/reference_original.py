"""The ledger: each output that the notebook printed beside what is computed today."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from _figures.ledger import ledger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

RECORD = Path(__file__).parents[1] / "reference" / "notebook-outputs.json"
# A last digit that today's values cannot check, such as the sixteenth of cell 7, must not change
# unnoticed either.
SHA256 = "e352bc80060ef11ad9b200b7b99ae68ff48f0a5abd2366017785d2e86728a0f0"
# Printed in full, with how much of a value they may differ by: some follow from targets that are
# known to eight decimals.
FULL = {7: 1e-7, 14: 1e-7, 19: 1e-7, 45: 1e-15, 50: 1e-15}
SETTINGS = {15, 20, 39, 40}  # chosen, not computed
RECORDED = {12}  # taken from the notebook's own printout


class Row(NamedTuple):
    """One output, then and now."""

    cell: int
    name: str
    then: str
    now: str
    difference: float
    agrees: bool


def compare(now: Mapping[int, Sequence[Any]], record: Path = RECORD) -> list[Row]:
    """Return a row for each output of the record; `now` has the values of each cell, in order.

    Raises
    ------
    ValueError
        If the record is not the one that is known, if a value has another shape, or if `now` and
        the record do not name the same outputs.
    """
    text = record.read_text("utf-8")
    if hashlib.sha256(text.encode()).hexdigest() != SHA256:
        raise ValueError(f"{record.name} is no longer the record of what the notebook printed")
    rows = []
    left = {cell: list(values) for cell, values in now.items()}
    for output in json.loads(text)["outputs"]:
        cell, name = output["cell"], output["name"]
        if not left.get(cell):
            raise ValueError(f"nothing was computed for cell {cell}, {name}")
        then, today = _numbers(output["value"]), _numbers(left[cell].pop(0))
        if then.shape != today.shape:
            raise ValueError(f"cell {cell}, {name}: {then.size} numbers then, {today.size} now")
        printed, computed = (_as_printed(cell, name, numbers) for numbers in (then, today))
        difference = float(abs(then - today).max())
        agrees = printed == computed
        if tolerance := FULL.get(cell):
            agrees = bool(np.allclose(today, then, rtol=tolerance, atol=0))
        rows.append(Row(cell, name, printed, computed, difference, agrees))
    if surplus := [cell for cell, values in left.items() if values]:
        raise ValueError(f"the record has no more outputs of the cells {surplus}")
    return rows


def table(rows: list[Row]) -> str:
    """Return the ledger as HTML."""
    heads = ("Cell", "What", "Then", "Now", "Difference", "Agrees")
    return ledger(heads, ((str(row.cell), *_values(row)) for row in rows))


def _values(row: Row) -> tuple[str, ...]:
    difference = "0" if row.difference < 1e-15 else f"{row.difference:.0e}"
    return row.name, row.then, row.now, difference, "yes" if row.agrees else "no"


def _numbers(value: Any) -> NDArray[np.float64]:
    """Return all numbers of a value as an array, those of a dictionary in the order of its keys."""
    if isinstance(value, dict):
        value = [value[key] for key in sorted(value, key=int)]
    return np.asarray(value, dtype=float).ravel()


def _as_printed(cell: int, name: str, numbers: NDArray[np.float64]) -> str:
    if cell == 52 and name.startswith("MSE"):
        return ", ".join(f"{number:.12g}" for number in numbers)
    if cell == 33:  # pairs of an iteration and its error
        pairs = numbers.reshape(-1, 2)
        return ", ".join(f"{iteration:.0f}, {error:.2f}" for iteration, error in pairs)
    if cell in FULL:
        return repr(float(numbers[0]))
    return ", ".join(f"{number:.8f}".rstrip("0").rstrip(".") for number in numbers)
