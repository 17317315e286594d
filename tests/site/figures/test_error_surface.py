"""The height of a map is the core's mean squared error."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from _figures.error_surface import draw_map, mean_squared_errors

from simplenn_core import mean_squared_error, notebook_line


def test_a_row_for_each_intercept_and_a_column_for_each_slope() -> None:
    features, targets = notebook_line()
    slopes, intercepts = np.array([-3.0, 0.0, 2.0]), np.array([2.0, 7.0])
    heights = mean_squared_errors(features, targets, slopes, intercepts)
    assert heights.shape == (2, 3)
    for i, intercept in enumerate(intercepts):
        for j, slope in enumerate(slopes):
            expected = mean_squared_error(features.dot([slope, intercept]), targets)
            assert heights[i, j] == pytest.approx(expected, rel=1e-12)


def test_the_star_stands_at_the_least_squares_weights() -> None:
    features, targets = notebook_line()
    fig, ax = plt.subplots()
    draw_map(ax, features, targets, slopes=(0, 5), intercepts=(0, 8), levels=[5, 50])
    (star,) = ax.get_lines()
    best = np.linalg.lstsq(features, targets, rcond=None)[0]
    assert np.array(star.get_xydata()).ravel() == pytest.approx(best)
    plt.close(fig)
