"""What an explorable figure may say."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from _book.explorable.states import Control, Explorable


def test_a_figure_that_would_say_a_number_that_is_not_finite_is_refused() -> None:
    figure = Explorable(plt.figure(), rate=Control("rate", ["1", "2"]))
    figure.say("mse", "rate", lambda i: f"{i:.1f}")
    assert figure.data()["parts"][0]["frames"] == ["0.0", "1.0"]
    with pytest.raises(ValueError, match="'mse' would say 'MSE inf', with a number that is not"):
        figure.say("mse", "rate", lambda i: "MSE inf" if i else "MSE 1")
    plt.close()


def test_numbers_have_minus_signs_but_not_where_they_were_printed() -> None:
    figure = Explorable(plt.figure(), rate=Control("rate", ["1"]))
    text = "-0.5 from -3, not 1e-05, the 1990-1995 or the best-of-3"
    figure.say("sentence", "rate", lambda _: text)
    figure.log("log", "rate", lambda _: text)
    said, printed = (part["frames"] for part in figure.data()["parts"])
    assert said == ["\u22120.5 from \u22123, not 1e-05, the 1990-1995 or the best-of-3"]
    assert printed == [text]
    plt.close()


@pytest.mark.parametrize("height", [0.95, 0.1])
def test_a_legend_that_hides_what_a_state_draws_is_refused(height: float) -> None:
    fig, ax = plt.subplots()
    (line,) = ax.plot([0, 1], [0.1, 0.1], label="the line")
    ax.plot([0, np.nan, 1], [0.95, np.nan, 0.95])  # two places, with nothing between them
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.legend(loc="upper center")
    figure = Explorable(fig, place=Control("place", ["low", "there"]))
    figure.move(line, "place", lambda i: ([0, 1], [(0.1, height)[i]] * 2))
    if height < 0.5:
        assert figure.output().data["svg"]
        return
    with pytest.raises(ValueError, match="a legend hides 'the line'"):
        figure.output()
    plt.close()
