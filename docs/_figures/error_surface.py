"""The mean squared error of a line as a height above its slope and intercept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _book.explorable.states import Floats
    from matplotlib.axes import Axes


def mean_squared_errors(
    features: Floats, targets: Floats, slopes: Floats, intercepts: Floats
) -> Floats:
    """Return the error at each place of a grid: a row for each intercept, a column for a slope."""
    weights = np.stack(np.meshgrid(slopes, intercepts))  # (2, intercepts, slopes)
    errors = targets[:, np.newaxis, np.newaxis] - np.tensordot(features, weights, axes=1)
    return np.asarray((errors**2).mean(axis=0))


def draw_map(  # noqa: PLR0913  # a map has four edges
    ax: Axes,
    features: Floats,
    targets: Floats,
    *,
    slopes: tuple[float, float],
    intercepts: tuple[float, float],
    levels: Sequence[float],
) -> None:
    """Draw curves of equal error, and a star at the least-squares weights."""
    across, along = np.linspace(*slopes, 100), np.linspace(*intercepts, 100)
    heights = mean_squared_errors(features, targets, across, along)
    ax.contour(across, along, heights, levels=levels, colors="C2")
    best = np.polyfit(features[:, 0], targets, deg=1)
    (star,) = ax.plot(*best, "*", color="C4", markersize=14, label="least squares")
    star.set(markeredgecolor="#0a0a03", zorder=3)  # what is drawn there later leaves it whole
    ax.set(xlabel="weight of x (slope)", ylabel="weight of 1 (intercept)")
    ax.set(xlim=slopes, ylim=intercepts)
