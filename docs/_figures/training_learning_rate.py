"""The explorable of *How large may a step be?*: a learning rate, its factors, and its run."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from _book.explorable.states import Control, Explorable, Floats, Output

from simplenn_core import mean_squared_error, regression_step, train

START = (2.0, 2.0)
UPDATES = 60
SHOWN_AT_FIRST = 0.0105  # just above the limit


def eigenvalues_of(features: Floats) -> tuple[float, float]:
    """Return the smaller and the larger eigenvalue of the Hessian, those of the two directions."""
    flat, steep = np.linalg.eigvalsh(features.T.dot(features))
    return float(flat), float(steep)


def rates_to_choose(flat: float, steep: float) -> list[float]:
    """Return the rates: the notebook's, the best one, the limit, nine tenths of it, and others."""
    marked = [0.01, 2 / (flat + steep), 2 / steep, 0.9 * 2 / steep, SHOWN_AT_FIRST]
    return sorted({*map(float, np.geomspace(0.0005, 0.02, 60)), *marked})


def run_at(rate: float, features: Floats, targets: Floats) -> list[float]:
    """Return the mean squared errors of a run, that of the start first."""
    n_steps = UPDATES + 1
    records = train(regression_step, features, targets, START, n_steps=n_steps, learning_rate=rate)
    return [record.mean_squared_error for record in records]


def in_words(rate: float, flat: float, steep: float) -> str:
    """Say what becomes of the distance in both directions."""
    end = "It arrives."
    if rate >= 2 / steep:
        end = "It runs away." if rate > 2 / steep else "It stays as it is."
    return (
        f"The distance {_change(1 - rate * steep)} along the steep direction, and"
        f" {_change(1 - rate * flat)} along the flat direction. {end}"
    )


def _change(factor: float) -> str:
    percent = 100 * abs(abs(factor) - 1)
    jumps = ", from side to side," if factor < 0 else ""
    if percent < 1e-9:  # rounding
        return f"stays as it is{jumps}"
    return f"{'grows' if abs(factor) > 1 else 'shrinks'} by {percent:.1f} percent per update{jumps}"


def value_in_words(mse: float) -> str:
    """Return a mean squared error as the figure says it."""
    return f"{mse:,.2f}" if mse < 1e9 else f"{mse:.1e}"  # as long as it can be read


def explore(features: Floats, targets: Floats) -> Output:
    """Return the figure, with the learning rate to choose."""
    values = flat, steep = eigenvalues_of(features)
    rates = rates_to_choose(flat, steep)
    runs = [run_at(rate, features, targets) for rate in rates]
    shares = [[abs(1 - rate * value) for value in values] for rate in rates]
    best = np.linalg.lstsq(features, targets, rcond=None)[0]
    now = rates.index(SHOWN_AT_FIRST)

    fig, (above, below) = plt.subplots(2, figsize=(5, 5.2))
    wide = np.geomspace(0.0005, 0.02, 200)
    for value, style, name in ((steep, "-.", "steep"), (flat, ":", "flat")):
        kind = {"color": "C2", "linewidth": 2.2, "label": f"{name} direction"}
        above.semilogx(wide, abs(1 - wide * value), style, **kind)
    above.axhline(1, linestyle="--", linewidth=0.8, color="C5", label="no progress")
    (dots,) = above.plot([rates[now]] * 2, shares[now], "o", color="C3")
    above.set(xlabel="learning rate", ylabel="share that remains", ylim=(0, 3))
    ticks = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02]
    above.set_xticks(ticks, [str(tick) for tick in ticks], minor=False)
    above.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    (curve,) = below.semilogy(runs[now], ":", color="C2")
    least = mean_squared_error(features.dot(best), targets)
    below.axhline(least, linestyle="--", color="C4")
    below.text(UPDATES, least / 1.6, "least squares", ha="right", va="top", color="C4")
    below.set(xlabel="updates", ylabel="mean squared error", ylim=(0.1, 1e6))

    figure = Explorable(fig, rate=Control("learning rate", [f"{r:.6f}" for r in rates], now))
    figure.move(dots, "rate", lambda i: ([rates[i]] * 2, shares[i]))
    figure.move(curve, "rate", lambda i: (range(UPDATES + 1), runs[i]))
    figure.say("mse", "rate", lambda i: value_in_words(runs[i][-1]), label="MSE after 60 updates")
    figure.say("sentence", "rate", lambda i: in_words(rates[i], flat, steep))
    figure.handle("rate", above, rates)
    return figure.output()
