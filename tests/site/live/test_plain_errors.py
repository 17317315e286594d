"""Errors that readers make are explained in plain words, with what stands in their own cells."""

from __future__ import annotations

import linecache
import sys
from typing import NoReturn
from unittest.mock import patch

import numpy as np
import pytest
from _book.live.worker.live_outputs import Shown

CELL = "<cell 1>"


def explained(source: str) -> str:
    """Return what is said of the error that a cell makes."""
    sent: list[tuple[object, ...]] = []
    shown = Shown(lambda *each: sent.append(each))
    shown.begin("cell 1")
    lines = source.splitlines(keepends=True)
    arrays = {"features": np.ones((10, 2)), "weights": np.ones(3), "targets": np.ones(10)}
    with (
        patch.dict(linecache.cache, {CELL: (len(source), None, lines, CELL)}),
        patch.dict(sys.modules, {"IPython.display": None}),  # as on a page
    ):
        try:
            exec(compile(source, CELL, "exec"), {"np": np, **arrays})  # noqa: S102  # a reader's cell
        except BaseException as error:  # noqa: BLE001  # as a cell's
            shown.error(error)
    assert "error" in [each[0] for each in sent]  # Python's own words are always there
    return " ".join(str(each[1]) for each in sent if each[0] == "note")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("features @ weights", "a row on the left has 2, and a column on the right has 3."),
        ("features @ weights", "The shapes here: features (10, 2), weights (3,)."),
        ("features.T.dot(weights)", "a row on the left has 10, and a column on the right has 3."),
        ("targets - weights", "sizes in (10,) and (3,) must be equal, or one of them must be 1."),
        ("print(targets - weights)", "The shapes here: targets (10,), weights (3,)."),
        ("def fit(x):\n    return x @ weights\nfit(features)", "The shapes here: x (10, 2)"),
        (
            "targets.reshape(4, 2)",
            "This one has 10, and the shape (4,2) has room for a different number",
        ),
        ("if targets > 0: pass", "(…).all() or (…).any()"),
        ("np.array([[1], [1, 2]])", "all rows have the same length"),
        ("targets[0] = [1, 2]", "each entry is one number"),
        ("a, b, c = 1, 2", "3 names on the left of the =, but only 2 values"),
        ("a, b = 1, 2, 3", "2 names on the left of the =, and more values"),
        ("targets[10]", "Axis 0 has 10 of them, so there is no index 10."),
        ("[1][4]", "the last one is one less than the number of entries"),
        ("targets[0, 1]", "name 2 axes, but the array has 1"),
        ("targets[4 / 2]", "An index is a whole number"),
        ("[1] - 1.0", "Make an array of each"),
        ("[1] * 2.0", "Make an array of each"),
        ("print(1)[0]", "Something here is None"),
        ("np.dot[0]", "A function is called with round ones"),
        ("features(3)", "a product needs its *"),
        ("def fit(x, y): pass\nfit(1)", "fit was called without 'y'."),
        ("def fit(x): pass\nfit(1, 2)", "fit was given 2 values and takes 1."),
        ("def fit(x): pass\nfit(1, rate=2)", "fit takes no argument called rate."),
        ("range(3.0)", "is whole"),
        ("1 / 0", "divided by 0"),
        ("def fit(): fit()\nfit()", "calls itself without end"),
        ("weightz", "Nothing is called weightz here. Do you mean weights?"),
        ("rate", "Nothing is called rate here. Is it defined in a cell above"),
        ("np.arrange(3)", "numpy has no arrange. Do you mean arange?"),
        ("targets.men()", "This value has no men. Do you mean mean?"),
        ("def fit():\n    n = n + 1\nfit()", "uses it before it has a value"),
        ("if targets = 1: pass", "To compare two values, write ==."),
        ("for i in range(3)\n    pass", "ends with a colon"),
        ("for i in range(3):\npass", "come below it, further to the right"),
        ("  targets", "begin at the same place"),
        ("raise MemoryError", "Python has run out of memory."),
        ("from IPython.display import display", "display(value)"),
        ("import no_such_module", "simplenn_core"),
        ("%matplotlib inline", "IPython's, not Python's"),
        ("!pip install a", "IPython's, not Python's"),
        ("len?", "IPython's, not Python's"),
        ("await f()", "Nothing can be awaited"),
        ("raise RuntimeError('Cannot stack switch because')", "Nothing can be awaited"),
        ("raise RuntimeError('asyncio.run() cannot be called')", "Nothing can be awaited"),
    ],
)
def test_an_error_is_explained(source: str, says: str) -> None:
    assert says in explained(source)


@pytest.mark.parametrize(
    "source",
    [
        "(",
        "int('a')",
        "raise ValueError('the rate is too large')",
        "raise NameError('words of its own')",
        "raise AttributeError('words of its own')",
        "{}['rate']",
        "raise RuntimeError('training diverged')",
    ],
)
def test_nothing_is_said_of_what_says_it_itself(source: str) -> None:
    assert explained(source) == ""


class Odd(Exception):  # noqa: N818  # that is its point
    """An error that cannot even be read."""

    def __str__(self) -> NoReturn:
        raise RuntimeError


@pytest.mark.parametrize(
    "source",
    [
        "raise error",
        "raise ValueError('operands ' * 10**6)",
        "raise NameError(name='x' * 10**6)",
        "class Odd:\n    def __dir__(self): 1 / 0\nOdd().x",
        "class Odd:\n    __name__ = __class__ = property(lambda self: 1 / 0)\nOdd().x",
        "exec('features @ weights')",
        "(features\n @ weights)",
    ],
)
def test_an_odd_error_is_shown_as_well(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__builtins__, "error", Odd())  # type: ignore[arg-type]  # it is a dict
    assert len(explained(source)) < 10_000
