"""The training steps of *Simple Neural Networks in Python*."""

from simplenn_core.activations import (
    sigmoid,
    sigmoid_derivative,
    sigmoid_derivative_from_output,
    softmax,
)
from simplenn_core.data import (
    Dataset,
    exclusive_or,
    first_column,
    noisy_line,
    notebook_line,
    with_bias,
)
from simplenn_core.digits import handwritten_digits
from simplenn_core.metrics import mean_squared_error
from simplenn_core.records import TrainingStep
from simplenn_core.steps import (
    classification_step,
    hidden_layer_step,
    regression_step,
    softmax_step,
)
from simplenn_core.training import TrainingDiverged, train

__all__ = [
    "Dataset",
    "TrainingDiverged",
    "TrainingStep",
    "classification_step",
    "exclusive_or",
    "first_column",
    "handwritten_digits",
    "hidden_layer_step",
    "mean_squared_error",
    "noisy_line",
    "notebook_line",
    "regression_step",
    "sigmoid",
    "sigmoid_derivative",
    "sigmoid_derivative_from_output",
    "softmax",
    "softmax_step",
    "train",
    "with_bias",
]
