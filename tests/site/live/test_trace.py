"""A cell is gone through line by line: what each line has changed, and nothing else happens."""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import pytest
from _book.live.worker.trace import STEPS, Trace, described

CELL = "<cell 1>"


def steps(source: str, **variables: Any) -> list[Any]:
    """Run a cell and return its steps; None stands for more than there is room for."""
    sent: list[Any] = []
    with Trace(CELL, lambda _, text: sent.append(json.loads(text))):
        exec(compile(source, CELL, "exec"), variables)  # noqa: S102  # a reader's cell
    assert sys.gettrace() is None
    return sent


def test_each_line_comes_before_it_runs_with_what_the_last_one_changed() -> None:
    found = steps("a = 1\nfor i in range(2):\n    a = a + i\n", unused=3)
    assert [(step["line"], step["changed"]) for step in found] == [
        (1, {}),
        (2, {"a": "1"}),
        (3, {"i": "0"}),
        (2, {}),
        (3, {"i": "1"}),
        (2, {"a": "2"}),
        (0, {}),
    ]


def test_a_loop_of_51_updates_is_shown_whole() -> None:
    loop = "for i in range(51):\n    weights = weights - 0.1 * weights\n"
    found = steps(loop, weights=np.array([1.0, 2.0]))
    assert [step["line"] for step in found] == [1, *[2, 1] * 51, 0]
    weights = [s["changed"]["weights"]["rows"] for s in found if "weights" in s["changed"]]
    assert weights[:2] == [[["1", "2"]], [["0.9", "1.8"]]]
    assert len(weights) == 52


def test_a_function_of_the_cell_has_variables_of_its_own() -> None:
    found = steps("def double(x):\n    y = 2 * x\n    return y\n\nz = double(4)\n")
    inside = [step for step in found if step["function"]]
    assert {(step["function"], step["depth"]) for step in inside} == {("double", 2)}
    assert [step["changed"] for step in inside] == [{"x": "4"}, {"y": "8"}, {}]
    assert [step["line"] for step in inside] == [2, 3, 0]
    assert found[-1] == {"line": 0, "function": "", "depth": 1, "changed": {"z": "8"}}


def test_recursion_and_generators_keep_their_frames_apart() -> None:
    source = "def f(n):\n    return n and f(n - 1)\ng = (i for i in [1, 2])\nf(2)\nlist(g)\n"
    assert max(step["depth"] for step in steps(source)) == 4
    own = "def g():\n    yield 1\n    yield 2\nx = list(g())\n"
    assert steps(own)[-1]["changed"] == {"x": "list of 2: 1, 2"}


def test_a_long_loop_is_cut_and_runs_to_its_end() -> None:
    end: list[int] = []
    found = steps("n = 0\nfor i in range(100_000):\n    n += 1\nend.append(n)\n", end=end)
    assert len(found) == STEPS + 1
    assert found[-1] is None
    assert end == [100_000]


def test_a_cell_that_fails_is_shown_up_to_there() -> None:
    with pytest.raises(ZeroDivisionError):
        steps("a = 1\na / 0\n")
    assert sys.gettrace() is None


class Odd:
    """An object of which nothing may be asked."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(name)

    __repr__ = __len__ = __eq__ = __iter__ = __getattribute__  # type: ignore[assignment]  # on purpose
    __hash__ = None  # type: ignore[assignment]  # on purpose


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ([[1, 2], 3.14159], "list of 2: list of 2, 3.142"),
        ({}, "dict of 0"),
        ({"a": 1}, "dict of 1: 'a'"),
        (list(range(10**6)), "list of 1000000: 0, 1, 2, 3, 4, 5, …"),
        ("x" * 10**6, f"'{'x' * 60}'…"),
        (2**300, "a large int"),
        (0.1 + 0.2, "0.3"),
        (np.float64(2) / 3, "0.6667"),
        (np, None),
        (len, None),
        (int, None),
        (np.zeros((100, 64)), "array (100, 64), float64: 0, 0, 0, 0, 0, 0, …"),
        (np.array(["a"]), "array (1,), <U1"),
        (np.array([None]), "array (1,), object"),
        (np.array([[1, -2]]), {"shape": "(1, 2)", "type": "int64", "rows": [["1", "-2"]]}),
        (np.array([True]), {"shape": "(1,)", "type": "bool", "rows": [["True"]]}),
        (np.array(0.5), {"shape": "()", "type": "float64", "rows": [["0.5"]]}),
    ],
)
def test_a_value_is_described(value: object, shown: object) -> None:
    assert described(value) == shown


def test_nothing_is_asked_of_an_object_of_the_readers_own() -> None:
    shown = described(Odd()), described([Odd(), 1]), described(Odd)
    assert shown == ("Odd", "list of 2: Odd, 1", None)
