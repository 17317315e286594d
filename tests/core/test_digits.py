"""The handwritten digits, held to the data set that they are."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pytest

from simplenn_core import digits, handwritten_digits

if TYPE_CHECKING:
    from pathlib import Path

# How many pictures of 0, 1, 2 ... the source counts in its test set.
COUNTS = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_they_are_those_of_scikit_learn() -> None:
    theirs = pytest.importorskip("sklearn.datasets").load_digits()
    pixels, targets = handwritten_digits()
    assert np.array_equal(pixels, theirs.data)
    assert np.array_equal(targets, np.eye(10)[theirs.target])


def test_shapes_and_values_are_as_documented() -> None:
    pixels, targets = handwritten_digits()
    assert pixels.shape == (1797, 64)
    assert targets.shape == (1797, 10)
    assert pixels.dtype == targets.dtype == np.float64
    assert set(np.unique(pixels)) == set(range(17))
    assert set(np.unique(targets)) == {0, 1}
    assert (targets.sum(axis=1) == 1).all()
    assert targets.sum(axis=0).tolist() == COUNTS


def test_pixels_stand_row_after_row() -> None:
    # The first one is a 0: ink on the left and right of its middle, and none inside.
    assert handwritten_digits().features[0].reshape(8, 8)[4].tolist() == [0, 5, 8, 0, 0, 9, 8, 0]


def test_each_call_makes_arrays_of_its_own() -> None:
    first = handwritten_digits()
    for array in first:
        array[...] = 7
    assert not any((array == 7).all() for array in handwritten_digits())


def test_their_file_is_small() -> None:
    assert len(files("simplenn_core").joinpath(digits.FILE).read_bytes()) < 60_000


def test_a_file_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(digits, "files", lambda _: tmp_path)
    says = (
        f"{tmp_path / digits.FILE} is missing: install simplenn-core again, which brings it along"
    )
    with pytest.raises(FileNotFoundError, match=f"^{re.escape(says)}$"):
        handwritten_digits()


@pytest.mark.parametrize("content", [b"", b"damaged"])
def test_a_file_that_is_damaged_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes
) -> None:
    monkeypatch.setattr(digits, "files", lambda _: tmp_path)
    (tmp_path / digits.FILE).write_bytes(content)
    says = (
        f"{tmp_path / digits.FILE} is damaged: its SHA-256 is {hashlib.sha256(content).hexdigest()}"
        f", expected {digits.SHA256}; install simplenn-core again, which brings it along"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(says)}$"):
        handwritten_digits()
