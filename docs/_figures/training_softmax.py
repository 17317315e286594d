"""The explorable of *How does one network choose among ten?*: pictures, and their ten shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

from simplenn_core import softmax

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Labels = NDArray[np.integer[Any]]

MISREAD = 6


def pictures(features: Floats, labels: Labels, weights: Floats) -> list[int]:
    """Return the first picture of each digit that is read, and the first few that are misread."""
    right = features.dot(weights).argmax(axis=1) == labels
    read = [int(np.flatnonzero(right & (labels == digit))[0]) for digit in range(10)]
    return read + [int(place) for place in np.flatnonzero(~right)[:MISREAD]]


def says(label: int, number: int, shares: Floats) -> str:
    """Say what the network answers, and whether that is right."""
    updates = f"{number} update{'s' * (number != 1)}"
    if np.ptp(shares) < 1e-9:
        return f"This is {_a(label)} {label}. After {updates} all ten answers have the same share."
    second, answer = (int(place) for place in np.argsort(shares)[-2:])
    verdict = "right" if answer == label else "wrong"
    return (
        f"This is {_a(label)} {label}. After {updates} the network answers {answer},"
        f" which is {verdict}; its second guess is {second}."
    )


def _a(label: int) -> str:
    return "an" if label == 8 else "a"


def bars(shares: Floats) -> tuple[Floats, Floats]:
    """Return a piece of line from 0 to each share, with a gap after it."""
    x = np.repeat(np.arange(10.0), 3)
    y = np.column_stack((np.zeros(10), shares, np.full(10, np.nan)))
    return x, y.ravel()


def explore(features: Floats, labels: Labels, weights_after: Mapping[int, Floats]) -> Output:
    """Let the reader choose a picture and the number of updates."""
    numbers = list(weights_after)
    chosen = pictures(features, labels, weights_after[numbers[-1]])
    shares = [softmax(features[chosen].dot(weights)) for weights in weights_after.values()]
    now = (len(chosen) - MISREAD, len(numbers) - 1)

    fig, (above, below) = plt.subplots(2, figsize=(5, 5), height_ratios=[3, 2])
    above.set(xlim=(-0.5, 7.5), ylim=(7.5, -0.5), aspect="equal", xticks=[], yticks=[])
    x, y = bars(shares[now[1]][now[0]])
    (line,) = below.plot(x, y, color="C1", linewidth=12, solid_capstyle="butt")
    below.set(xlabel="digit", ylabel="share", xlim=(-0.6, 9.6), ylim=(0, 1), xticks=range(10))

    figure = Explorable(
        fig,
        picture=Control("picture", [str(place + 1) for place in range(len(chosen))], now[0]),
        step=Control("updates", [str(number) for number in numbers], now[1], play=True),
    )
    places = np.arange(8)

    def ink(i: int) -> Floats:
        return features[chosen[i], :64]

    figure.surface(above, places, places, "picture", ink, color="C0")
    by, truths = "picture step", [int(label) for label in labels[chosen]]
    figure.move(line, by, lambda i, j: bars(shares[j][i]))
    label = "share of the truth"
    figure.say("truth", by, lambda i, j: f"{shares[j][i][truths[i]]:.3f}", label=label)
    figure.say("sentence", by, lambda i, j: says(truths[i], numbers[j], shares[j][i]))
    return figure.output()
