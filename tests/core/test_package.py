"""The package as a whole."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from typing import Any

import pytest

import simplenn_core
from simplenn_core import TrainingDiverged, first_column, regression_step

OTHER_PACKAGES = """
import sys, numpy
before = set(sys.modules)
import simplenn_core
new = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(new - sys.stdlib_module_names - {"numpy"}))
"""


def test_public_names_are_those_of_the_design() -> None:
    assert set(simplenn_core.__all__) == {
        *("sigmoid", "sigmoid_derivative", "sigmoid_derivative_from_output", "softmax"),
        "mean_squared_error",
        *(
            "Dataset",
            "with_bias",
            "noisy_line",
            "notebook_line",
            "first_column",
            "exclusive_or",
            "handwritten_digits",
        ),
        *("TrainingStep", "regression_step", "classification_step", "hidden_layer_step"),
        "softmax_step",
        *("train", "TrainingDiverged"),
    }
    assert all(hasattr(simplenn_core, name) for name in simplenn_core.__all__)


def test_importing_it_imports_numpy_and_the_standard_library_alone() -> None:
    program = [sys.executable, "-W", "error", "-c", OTHER_PACKAGES]
    assert (
        subprocess.run(program, capture_output=True, check=True, text=True).stdout
        == "['simplenn_core']\n"
    )


def test_its_types_are_for_others_too() -> None:
    assert files(simplenn_core).joinpath("py.typed").is_file()


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        (first_column(), ("features", "targets")),
        (regression_step([[1]], [1], [1]), ("weights", "predictions", "errors", "update")),
    ],
)
def test_records_are_named_tuples(record: Any, fields: tuple[str, ...]) -> None:
    assert issubclass(type(record), tuple)
    assert record._fields == fields
    assert tuple(record._asdict().values()) == tuple(record)


def test_divergence_is_an_arithmetic_error() -> None:
    assert issubclass(TrainingDiverged, ArithmeticError)
