"""The same steps with other libraries, each written as its own documentation would."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks import Task


def pytorch_by_hand(task: Task) -> Callable[[int], None]:
    """Train with the formulas of the core, on tensors."""
    torch: Any = import_module("torch")
    features, targets = torch.from_numpy(task.features), torch.from_numpy(task.targets)
    start = [torch.from_numpy(weights) for weights in task.weights]

    def layer(weights: Any) -> Any:
        predictions = features @ weights
        errors = targets - predictions
        return weights + task.learning_rate * (features.T @ errors)

    def sigmoid_layer(weights: Any) -> Any:
        predictions = torch.sigmoid(features @ weights)
        delta = (targets - predictions) * predictions * (1 - predictions)
        return weights + task.learning_rate * (features.T @ delta)

    def two_layers(first: Any, second: Any) -> Any:
        hidden = torch.sigmoid(features @ first)
        predictions = torch.sigmoid(hidden @ second)
        delta = (targets - predictions) * predictions * (1 - predictions)
        back = (delta @ second.T) * hidden * (1 - hidden)
        return (
            first + task.learning_rate * (features.T @ back),
            second + task.learning_rate * (hidden.T @ delta),
        )

    steps_of: dict[str, Callable[..., Any]] = {
        "regression": layer,
        "classification": sigmoid_layer,
        "hidden layer": two_layers,
    }
    step = steps_of[task.name]

    def run(steps: int) -> None:
        weights = start
        for _ in range(steps):
            after = step(*weights)
            weights = [after] if len(start) == 1 else after

    return run


def pytorch_autograd(task: Task) -> Callable[[int], None]:
    """Train with gradients that PyTorch finds and with its own optimizer."""
    torch: Any = import_module("torch")
    features, targets = torch.from_numpy(task.features), torch.from_numpy(task.targets)

    def run(steps: int) -> None:
        weights = [torch.from_numpy(each).clone().requires_grad_() for each in task.weights]
        optimizer = torch.optim.SGD(weights, lr=task.learning_rate)
        for _ in range(steps):
            loss = ((targets - _predict(task, torch, features, weights)) ** 2).sum() / 2
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    return run


def hips_autograd(task: Task) -> Callable[[int], None]:
    """Train with gradients that HIPS autograd finds."""
    numpy, gradient_of = import_module("autograd.numpy"), import_module("autograd").grad
    step = _descent(task, gradient_of(_loss(task, numpy)))

    def run(steps: int) -> None:
        weights = list(task.weights)
        for _ in range(steps):
            weights = step(weights)

    return run


def jax_jitted(task: Task) -> Callable[[int], None]:
    """Train with steps that JAX differentiates and compiles."""
    jax, numpy = import_module("jax"), import_module("jax.numpy")
    jax.config.update("jax_enable_x64", True)  # noqa: FBT003 - the setting's name says what it is
    step = jax.jit(_descent(task, jax.grad(_loss(task, numpy))))
    start = [numpy.asarray(weights) for weights in task.weights]

    def run(steps: int) -> None:
        weights = start
        for _ in range(steps):
            weights = step(weights)
        jax.block_until_ready(weights)  # its calls return before they are done

    return run


def scikit_learn(task: Task) -> Callable[[int], None]:
    """Train by passes over the data, `partial_fit`, with the model that comes closest."""
    linear, network = import_module("sklearn.linear_model"), import_module("sklearn.neural_network")
    warnings.filterwarnings("ignore", module="sklearn")  # of passes that have not converged
    labels = task.targets.ravel()

    def run(steps: int) -> None:
        if task.name == "regression":
            model = linear.SGDRegressor(alpha=0, learning_rate="constant", eta0=task.learning_rate)
        else:
            sizes = [weights.shape[1] for weights in task.weights[:-1]]
            model = network.MLPClassifier(sizes, activation="logistic", solver="sgd", alpha=0)
        options = {} if task.name == "regression" else {"classes": [0, 1]}
        for _ in range(steps):
            model.partial_fit(task.features, labels, **options)

    return run


PEERS = {
    "PyTorch, by hand": pytorch_by_hand,
    "PyTorch, autograd": pytorch_autograd,
    "scikit-learn, partial_fit": scikit_learn,
    "HIPS autograd": hips_autograd,
    "JAX, jitted": jax_jitted,
}


def _predict(task: Task, library: Any, features: Any, weights: Any) -> Any:
    values = features
    for each in weights:
        values = values @ each
        if task.name != "regression":
            values = 1 / (1 + library.exp(-values))
    return values


def _loss(task: Task, library: Any) -> Callable[[Any], Any]:
    def loss(weights: Any) -> Any:
        errors = task.targets - _predict(task, library, task.features, weights)
        return (errors**2).sum() / 2

    return loss


def _descent(task: Task, gradient: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    def step(weights: Any) -> list[Any]:
        pairs = zip(weights, gradient(weights), strict=True)
        return [each - task.learning_rate * slope for each, slope in pairs]

    return step
