"""What a cell glues as the answer to a prediction, read and checked.

For choices it is a list of as many truth values, one of them true; for an order, the numbers by
which the items are put into it, the smallest first; for a number, a record of what is ``right``,
how far off still counts (``within``), and the numbers that known ``mistakes`` lead to. A curve is
drawn by its heights: the same record, with lists of them in place of numbers, with the places
``across``, and with the lowest and the highest value ``up``.
"""

from __future__ import annotations

import ast
import math
from typing import Any

_RECORD = "right", "within", "mistakes"
_CURVE = "across", "up"


def read_answer(text: str, n_items: int) -> int | list[int] | dict[str, Any]:
    """Return the index of the right choice, the right order of indices, or a record.

    Raises ``ValueError`` if it does not fit a list of `n_items`.
    """
    try:
        answer = ast.literal_eval(text)
    except (SyntaxError, ValueError):
        raise ValueError(f"its cell has glued {text[:80]}, expected plain Python values") from None
    if isinstance(answer, list) and all(isinstance(each, bool) for each in answer):
        if len(answer) != n_items or answer.count(True) != 1:
            raise ValueError(f"expected {n_items} truth values, one of them true, got {answer}")
        return answer.index(True)
    if isinstance(answer, list) and len(answer) == n_items and _all_finite(answer):
        order = sorted(range(n_items), key=answer.__getitem__)
        if len({*answer}) < n_items or order == sorted(order):
            raise ValueError(f"expected numbers that differ, in another order, got {answer}")
        return order
    if isinstance(answer, dict) and answer.keys() - {*_CURVE} == {*_RECORD}:
        _check_record(answer, n_items)
        return answer
    raise ValueError(f"expected truth values, an order, or {', '.join(_RECORD)}, got {answer!r}")


def _check_record(answer: dict[str, Any], n_items: int) -> None:
    right = _heights(answer["right"])
    mistakes = [_heights(each) for each in answer["mistakes"]]
    numbers = [height for each in (right, *mistakes) for height in each]
    if not _all_finite([answer["within"], *numbers, *answer.get("up", ())]):
        raise ValueError(f"expected finite numbers, got {answer}")
    if isinstance(answer["right"], list) or {*_CURVE} & answer.keys():
        _check_curve(answer, numbers)
    if any(len(each) != len(right) for each in mistakes):
        raise ValueError(f"expected mistakes of the same kind as what is right, got {answer}")
    for each in mistakes:
        furthest = max(abs(one - other) for one, other in zip(each, right, strict=True))
        if furthest <= 2 * answer["within"]:
            raise ValueError(f"a mistake must be told apart from what is right, got {answer}")
    if answer["within"] <= 0:
        raise ValueError(f"a right answer must be told apart from others, got {answer}")
    if len(mistakes) != n_items:
        raise ValueError(f"expected {n_items} mistakes, one for each item, got {answer}")


def _check_curve(answer: dict[str, Any], heights: list[float]) -> None:
    across, up = answer.get("across", ()), answer.get("up", ())
    if not isinstance(answer["right"], list) or len(across) != len(answer["right"]):
        raise ValueError(f"expected a place across for each height, got {answer}")
    if len(up) != 2 or not up[0] <= min(heights) <= max(heights) <= up[1]:
        raise ValueError(f"expected the lowest and the highest value up, got {answer}")


def _heights(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _all_finite(numbers: list[Any]) -> bool:
    return all(isinstance(each, int | float) and math.isfinite(each) for each in numbers)
