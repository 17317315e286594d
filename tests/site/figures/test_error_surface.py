"""The height of a map is the core's mean squared error."""

from __future__ import annotations

import numpy as np
import pytest
from _figures.error_surface import mean_squared_errors

from simplenn_core import mean_squared_error, notebook_line


def test_a_row_for_each_intercept_and_a_column_for_each_slope() -> None:
    features, targets = notebook_line()
    slopes, intercepts = np.array([-3.0, 0.0, 2.0]), np.array([2.0, 7.0])
    expected = [
        [mean_squared_error(features.dot([slope, intercept]), targets) for slope in slopes]
        for intercept in intercepts
    ]
    heights = mean_squared_errors(features, targets, slopes, intercepts)
    assert heights == pytest.approx(np.array(expected), rel=1e-12)
