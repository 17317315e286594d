"""The explorable of *Has it learnt, or only remembered?*: one data set, several networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

from simplenn_core import mean_squared_error, sigmoid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Weights: TypeAlias = "Sequence[Floats]"

EVERY = 20  # updates from one place of a path to the next
SHOWN = (0, 1, 2, 3, 4, 5, 7, 10, 15, 25, 40, 60, 100)


def predict(features: Floats, weights: Weights) -> Floats:
    """Return the output of a layer of sigmoids and a linear one with a bias."""
    into, out_of, bias = weights
    return np.asarray(sigmoid(features @ into) @ out_of + bias)


def two_digits(error: float) -> str:
    """Return an error with two significant digits."""
    return f"{error:#.2g}"


def in_words(name: str, update: int, training: float, true: float, noise: float) -> str:
    """Say what the two errors mean."""
    said = f"{name}, {update:,} updates:"
    if true < noise / 2:
        return f"{said} the curve is close to the wave."
    if training < noise / 2:
        return f"{said} the training error is far below that of the truth, so it has remembered."
    return f"{said} the curve has not come close to the wave."


def explore(
    data: tuple[Floats, Floats],
    truth: tuple[Floats, Floats],
    paths: Mapping[str, Sequence[Weights]],
) -> Output:
    """Let the reader choose a network, a key of `paths`, and the number of updates."""
    names, updates = list(paths), [EVERY * k for k in SHOWN]
    shown = [[paths[name][k] for k in SHOWN] for name in names]
    errors = [
        [[mean_squared_error(predict(part[0], w), part[1]) for w in path] for path in shown]
        for part in (data, truth)
    ]
    wave = np.interp(data[0][:, 0], truth[0][:, 0], truth[1][:, 0])
    noise = float(((data[1][:, 0] - wave) ** 2).mean())
    now = (names.index("30 units"), len(SHOWN) - 1)
    places = truth[0][::2]
    figure, (above, below) = plt.subplots(2, figsize=(5, 6.4), height_ratios=[5, 4])
    above.plot(data[0][:, 0], data[1][:, 0], "o", color="C0", label="data")
    above.plot(truth[0][:, 0], truth[1][:, 0], "--", color="C4", label="truth")
    (curve,) = above.plot(
        places[:, 0], predict(places, shown[now[0]][now[1]])[:, 0], color="C1", label="network"
    )
    above.set(xlabel="x", ylabel="target", ylim=(-2.2, 2.2))
    above.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
    lines, dots = [], []
    for kind, style, name in ((0, ":", "training error"), (1, "-", "true error")):
        found = errors[kind][now[0]]
        lines += below.plot(updates, found, style, color="C2", label=name)
        dots += below.plot(updates[now[1]], found[now[1]], "o", color="C2")
    below.set_xscale("symlog", linthresh=20)
    below.set_xticks([0, 20, 100, 1000], ["0", "20", "100", "1,000"])
    below.set(xlabel="updates", ylabel="mean squared error", yscale="log")
    below.set_ylim(np.min(errors) / 1.5, np.max(errors) * 1.5)
    below.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    explorable = Explorable(
        figure,
        network=Control("network", names, now[0]),
        update=Control("updates", [f"{k:,}" for k in updates], now[1], play=True),
    )
    by = "network update"
    explorable.move(curve, by, lambda i, j: (places[:, 0], predict(places, shown[i][j])[:, 0]))
    for kind, (line, dot) in enumerate(zip(lines, dots, strict=True)):
        explorable.move(line, "network", lambda i, k=kind: (updates, errors[k][i]))
        explorable.move(dot, by, lambda i, j, k=kind: (updates[j], errors[k][i][j]))
    explorable.say("training", by, lambda i, j: two_digits(errors[0][i][j]), label="training error")
    explorable.say("true", by, lambda i, j: two_digits(errors[1][i][j]), label="true error")
    explorable.say(
        "sentence",
        by,
        lambda i, j: in_words(names[i], updates[j], errors[0][i][j], errors[1][i][j], noise),
    )
    explorable.handle("update", below, updates)
    return explorable.output()
