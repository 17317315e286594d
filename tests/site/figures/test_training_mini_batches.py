"""The figure that shows the cloud around the best weights, held to the core."""

from __future__ import annotations

import numpy as np
import pytest
from _figures import training_mini_batches
from _figures.training_mini_batches import NOW, RATES, ROWS, RUNS, clouds, explore, width

from simplenn_core import notebook_line, regression_step

FEATURES, TARGETS = notebook_line()
BEST = np.linalg.lstsq(FEATURES, TARGETS, rcond=None)[0]


def test_updates_are_those_of_the_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_mini_batches, "UPDATES", 3)
    dots = clouds(FEATURES, TARGETS, rows=2)
    assert dots.shape == (len(RATES), RUNS, 2)
    rng = np.random.default_rng(0)
    weights = BEST
    for _ in range(3):
        drawn = rng.integers(5, size=(RUNS, 2))[7]
        step = regression_step(FEATURES[drawn], TARGETS[drawn], weights, learning_rate=RATES[4] / 2)
        weights = step.updated_weights
    np.testing.assert_allclose(dots[4, 7], weights, rtol=1e-12)


def test_width_is_the_root_of_the_mean_square() -> None:
    assert width(np.array([[3.0, 4.0], [0.0, 0.0]]), np.zeros(2)) == pytest.approx(12.5**0.5)


def test_clouds_widen_with_the_rate_and_shrink_with_the_rows() -> None:
    widths = np.array(
        [[width(dots, BEST) for dots in clouds(FEATURES, TARGETS, rows=rows)] for rows in ROWS]
    )
    assert (np.diff(widths, axis=1) > 0).all()
    assert (np.diff(widths, axis=0) < 0).all()
    # The root law, as far as 80 runs can tell: the rate 0.008 is four times 0.002.
    ratios = widths[:, RATES.index(0.008)] / widths[:, RATES.index(0.002)]
    assert ((ratios > 1.5) & (ratios < 3)).all()


def test_every_state_says_its_width() -> None:
    data = explore(FEATURES, TARGETS).data["data"]
    rate, rows = data["controls"]
    assert [float(text) for text in rate["texts"]] == RATES
    assert [int(text) for text in rows["texts"]] == ROWS
    assert (rate["start"], rows["start"]) == NOW
    dots, found, sentence = data["parts"]
    assert len(dots["frames"]) == len(found["frames"]) == len(RATES) * len(ROWS)
    for frame, said, words in zip(dots["frames"], found["frames"], sentence["frames"], strict=True):
        assert len(frame) == 2 * RUNS
        assert f"typically {said} away" in words
    by_rows = [clouds(FEATURES, TARGETS, rows=number) for number in ROWS]
    expected = [
        f"{width(by_rows[j][i], BEST):.3f}" for i in range(len(RATES)) for j in range(len(ROWS))
    ]
    assert found["frames"] == expected
