"""Draw the picture of the README, ``picture.svg`` beside this file.

Usage: ``python docs/_book/index/draw_picture.py``.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from simplenn_core import notebook_line, regression_step, train


def main() -> None:
    """Draw the path of the weights over the error surface, and the line they end up with."""
    features, targets = notebook_line()
    records = list(train(regression_step, features, targets, [1, 100], n_steps=663))
    path = np.array([record.weights for record in records])
    slopes, intercepts = np.meshgrid(np.linspace(-17, 13, 60), np.linspace(-5, 105, 60))
    grid = np.stack([slopes.ravel(), intercepts.ravel()])
    surface = (
        ((targets[:, np.newaxis] - features.dot(grid)) ** 2).mean(axis=0).reshape(slopes.shape)
    )

    mpl.rcParams |= {"svg.hashsalt": "simplenn", "svg.fonttype": "none"}
    mpl.rcParams |= {"axes.spines.top": False, "axes.spines.right": False}
    data, prediction, error, update = "#a36200", "#0956df", "#900f1a", "#75307f"  # of site.css
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    levels = [50, 500, 2000, 6000]
    left.contour(slopes, intercepts, surface, levels=levels, colors=error, linewidths=1)
    left.plot(*path.T, ".-", color=update, linewidth=1, markersize=4)
    left.set(xlabel="slope", ylabel="intercept")
    left.set_title("The weights on their way down the error surface")
    right.plot(features[:, 0], targets, "o", color=data, label="target")
    label = "network after 663 steps"
    right.plot(features[:, 0], records[-1].predictions, color=prediction, label=label)
    right.set(xlabel="x", ylabel="target", title="The line they end up with")
    right.legend(frameon=False, labelcolor="linecolor")
    picture = Path(__file__).parent / "picture.svg"
    fig.savefig(picture, facecolor="white", metadata={"Date": None})


if __name__ == "__main__":
    main()
