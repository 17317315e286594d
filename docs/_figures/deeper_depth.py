"""The explorable of *Why not simply go deeper?*: what comes back through eight layers."""

from __future__ import annotations

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

from simplenn_core import sigmoid

DEPTH, WIDTH, NETWORKS = 8, 16, 10
SCALES = [2 ** (k / 2) for k in range(-4, 7)]
ACTIVATIONS = ("sigmoid", "ReLU")


def start(n_features: int, scale: float) -> list[Floats]:
    """Return the weights of all networks, as the chapter draws them."""
    sizes = [n_features] + DEPTH * [WIDTH] + [1]
    rng = np.random.default_rng(0)
    return [scale * rng.standard_normal((NETWORKS, n, m)) / n**0.5 for n, m in pairwise(sizes)]


def sizes_of_deltas(features: Floats, targets: Floats, scale: float, activation: str) -> Floats:
    """Return the size of the deltas in each layer, the first in the first row, by network."""
    weights = start(features.shape[1], scale)
    hidden: list[Floats] = [features]
    for layer in weights[:-1]:
        z = hidden[-1] @ layer
        hidden.append(sigmoid(z) if activation == "sigmoid" else np.maximum(z, 0))
    deltas = [targets - sigmoid(hidden[-1] @ weights[-1])]
    for layer, answers in zip(weights[:0:-1], hidden[:0:-1], strict=True):
        slope = answers * (1 - answers) if activation == "sigmoid" else answers > 0
        deltas.append(deltas[-1] @ layer.swapaxes(1, 2) * slope)
    return np.array([np.linalg.norm(delta, axis=(1, 2)) for delta in deltas[::-1]])


def middle(sizes: Floats) -> Floats:
    """Return the geometric mean over the networks, in each layer."""
    return np.asarray(np.exp(np.log(sizes).mean(axis=1)))


def factor(sizes: Floats) -> float:
    """Return by how much the deltas change from one hidden layer to the one before."""
    means = middle(sizes)
    return float((means[0] / means[DEPTH - 1]) ** (1 / (DEPTH - 1)))


def in_words(activation: str, sizes: Floats) -> str:
    """Say what becomes of the deltas on the way back."""
    times, means = factor(sizes), middle(sizes)
    share = means[0] / means[-1]
    if 0.9 < times < 1.1:
        return f"{activation}: the deltas stay nearly level."
    if share < 1:
        fades = f"{1 / share:,.0f}" if share > 1e-6 else "more than a million"
        return (
            f"{activation}: the deltas fade, and become {fades} times smaller by the first layer."
        )
    return (
        f"{activation}: the deltas grow, and become {share:,.0f} times as large by the first layer."
    )


def explore(features: Floats, targets: Floats) -> Output:
    """Let the reader choose the activation function and the size of the start."""
    sizes = [[sizes_of_deltas(features, targets, s, a) for s in SCALES] for a in ACTIVATIONS]
    now = (1, SCALES.index(2**0.5))
    layers = np.arange(1, DEPTH + 2)
    figure, axes = plt.subplots(figsize=(5, 3.6))
    shown = sizes[now[0]][now[1]]
    (line,) = axes.semilogy(layers, middle(shown), "o-", color="C3", label="geometric mean")
    (low,) = axes.semilogy(layers, shown.min(axis=1), color="C3", linewidth=0.7, label="extremes")
    (high,) = axes.semilogy(layers, shown.max(axis=1), color="C3", linewidth=0.7)
    axes.set(xlabel="layer (9 is the output)", ylabel="size of the deltas", ylim=(1e-10, 1e7))
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    explorable = Explorable(
        figure,
        activation=Control("activation function", ACTIVATIONS, now[0]),
        scale=Control("start", [f"{scale:.2f}" for scale in SCALES], now[1]),
    )
    by = "activation scale"
    explorable.move(line, by, lambda i, j: (layers, middle(sizes[i][j])))
    explorable.move(low, by, lambda i, j: (layers, sizes[i][j].min(axis=1)))
    explorable.move(high, by, lambda i, j: (layers, sizes[i][j].max(axis=1)))
    explorable.say(
        "factor", by, lambda i, j: f"{factor(sizes[i][j]):.2f}", label="factor per layer"
    )
    explorable.say("sentence", by, lambda i, j: in_words(ACTIVATIONS[i], sizes[i][j]))
    return explorable.output()
