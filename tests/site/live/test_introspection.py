"""What is said of names while a cell is written; nothing of a reader's is called for it."""

from __future__ import annotations

import functools
import types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from _book.live.worker.introspection import LETTERS, NAMES, about, completions
from _book.live.worker.live_cells import Cells

from simplenn_core import mean_squared_error

if TYPE_CHECKING:
    from collections.abc import Callable


class Forbidden:
    """An object of which nothing may be asked: each of these would be a side effect."""

    kept = 1

    def __getattribute__(self, name: str) -> Any:
        raise SystemExit(name)

    __getattr__ = __getattribute__
    __repr__ = __str__ = __len__ = __iter__ = __dir__ = __getattribute__  # type: ignore[assignment]  # hostile on purpose

    @property
    def asked(self) -> int:
        """Never asked."""
        raise SystemExit

    def method(self, by: int = 2, *, how: object = np.sum) -> None:
        """Do nothing.

        And more.
        """


class Everything:
    """Answers to every name."""

    def __getattr__(self, name: str) -> Any:
        return self

    __dir__ = __call__ = __getattr__  # type: ignore[assignment]  # on purpose


@dataclass
class Record:
    """A step of a run."""

    loss: float
    activation: Callable[[float], float] = np.tanh
    weights: object = None

    @classmethod
    def made(cls, loss: float) -> None: ...


class Slots:
    """Holds what has a place of its own."""

    __slots__ = ("empty", "full")

    def __init__(self) -> None:
        self.full = np.zeros((2, 2))


def misdocumented() -> None: ...


misdocumented.__doc__ = 7  # type: ignore[assignment]  # on purpose
itself = functools.wraps(misdocumented)(lambda: None)
itself.__wrapped__ = itself
itself.__signature__ = Forbidden()  # type: ignore[attr-defined]  # on purpose

VARIABLES: dict[str, Any] = {
    "np": np,
    "mse": mean_squared_error,
    "targets": np.arange(7.0, 17.0),
    "record": Record(0.5, lambda x: x, np.ones(2)),
    "Record": Record,
    "slots": Slots(),
    "forbidden": Forbidden(),
    "everything": Everything(),
    "misdocumented": misdocumented,
    "itself": itself,
    "text": "x" * 10**6,
    "long": lambda x="y" * 50, y="z" * 50, z="w" * 50: (x, y, z),
    "bound": types.MethodType(Everything(), 1),
    7: "no name",  # type: ignore[dict-item]  # on purpose
}


@pytest.mark.parametrize(
    ("name", "head", "line"),
    [
        ("targets", "targets: array (10,), float64: 7, 8, 9, 10, 11, 12, …", ""),
        ("targets.T.shape", "targets.T.shape: tuple of 1: 10", ""),
        ("record", "record: Record", ""),
        ("record.loss", "record.loss: 0.5", ""),
        ("record.weights", "record.weights: array (2,), float64: 1, 1", ""),
        ("record.activation", "record.activation(x)", ""),
        ("record.made", "record.made(loss)", ""),
        ("Record", "Record(loss, activation=…, weights=None)", "A step of a run."),
        ("slots.full", "slots.full: array (2, 2), float64: 0, 0, 0, 0", ""),
        ("forbidden", "forbidden: Forbidden", ""),
        ("forbidden.asked", "forbidden.asked: property", "Never asked."),
        ("forbidden.method", "forbidden.method(by=2, *, how=…)", "Do nothing."),
        ("everything", "everything: Everything", ""),
        ("misdocumented", "misdocumented()", ""),
        ("itself", "itself()", ""),
        ("bound", "bound: method", ""),
        ("np.dot", "np.dot(a, b, out=None)", "Dot product of two arrays. Specifically,"),
        ("max", "max(iterable, *[, default=obj, key=func])", None),  # which has no signature
        ("len", "len(obj, /)", "Return the number of items in a container."),
        ("ValueError", "ValueError: class", "Inappropriate argument value (of correct type)."),
    ],
)
def test_a_name_is_described(name: str, head: str, line: str | None) -> None:
    found = about(VARIABLES, name)
    assert found[0] == head
    assert line in {found[1], None}


def test_the_functions_of_the_book_are_described_as_those_of_numpy() -> None:
    head, line = about(VARIABLES, "mse")
    assert head.startswith("mse(")
    assert line
    assert about(VARIABLES, "np.zeros")[0].startswith("np.zeros(shape, dtype=")


@pytest.mark.parametrize("name", ["text", "long", "np.add", "np.sum", "print"])
def test_what_is_said_is_short(name: str) -> None:
    assert all(len(text) <= LETTERS + len("text: ") for text in about(VARIABLES, name))


def test_the_names_that_begin_so_are_listed_with_a_line_on_each() -> None:
    assert completions(VARIABLES, "", "tar") == (
        [("targets", "array (10,), float64: 7, 8, 9, 10, 11, 12, …")],
        True,
    )
    assert ("range", True) in [(name, bool(line)) for name, line in completions({}, "", "RA")[0]]
    assert dict(completions(VARIABLES, "np", "linsp")[0]) == {
        "linspace": "Return evenly spaced numbers over a specified interval."
    }
    assert [*dict(completions(VARIABLES, "record", "")[0])] == [
        *("activation", "loss", "made", "weights")
    ]
    assert dict(completions(VARIABLES, "forbidden", "")[0]) == {
        "asked": "Never asked.",
        "kept": "1",
        "method": "Do nothing.",
    }
    assert [*dict(completions(VARIABLES, "slots", "")[0])] == ["empty", "full"]
    assert completions(VARIABLES, "everything", "") == ([], True)
    assert "__init__" in dict(completions(VARIABLES, "Record", "__in")[0])


def test_of_10_000_names_some_are_listed_and_it_says_so() -> None:
    many = {f"name_{number}": number for number in range(10_000)}
    found, whole = completions(many, "", "name")
    assert len(found) == NAMES
    assert not whole
    assert [*dict(completions(VARIABLES, "", "")[0])][:3] == ["bound", "everything", "forbidden"]
    assert completions(many, "", "name_9999") == ([("name_9999", "9999")], True)


@pytest.fixture
def cells(python_put_back: None) -> Cells:  # noqa: ARG001  # see there
    """Return cells of which two have run."""
    made = Cells(lambda *_: None)
    made.run(0, "cell 1", "rate = 1")
    made.run(1, "cell 2", "rate = 2\nlater = 3\n1 / 0")
    return made


def test_a_cell_knows_what_those_before_it_have_left(cells: Cells) -> None:
    assert cells.help(1, "rate", None) == '["rate: 1", ""]'
    assert cells.help(1, "later", None) == "null"
    assert (
        cells.help(2, "later", None) == '["later: 3", ""]'
    )  # of the one that ran last, as it ended
    assert cells.help(1, "", "rat") == '[[["rate", "1"]], true]'


@pytest.mark.parametrize("name", ["unknown", "rate.unknown", "rate.", "forbidden.unknown", "1"])
def test_of_what_is_unknown_nothing_is_said(cells: Cells, name: str) -> None:
    cells.variables["forbidden"] = Forbidden()
    assert cells.help(9, name, None) == "null"
    assert cells.help(9, f"{name}.more", "") == "null"
