"""What an explorable figure may say."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest
from _book.explorable.states import Control, Explorable


def test_a_figure_that_would_say_a_number_that_is_not_finite_is_refused() -> None:
    figure = Explorable(plt.figure(), rate=Control("rate", ["1", "2"]))
    figure.say("mse", "rate", lambda i: f"{i:.1f}")
    assert figure.data()["parts"][0]["frames"] == ["0.0", "1.0"]
    with pytest.raises(ValueError, match="'mse' would say 'MSE inf', with a number that is not"):
        figure.say("mse", "rate", lambda i: "MSE inf" if i else "MSE 1")
    plt.close()
