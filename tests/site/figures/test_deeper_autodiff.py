"""The ways back to one number, held to the nodes that the chapter builds."""

from __future__ import annotations

from typing import Any

import chapter_nodes
import numpy as np
import pytest
from _figures.deeper_autodiff import PLACES, WAYS, arrived, explore, in_words

MOST_LINES = 45


@pytest.fixture(scope="module")
def chapter() -> dict[str, Any]:
    return chapter_nodes.names()


def test_all_of_it_fits_on_one_screen() -> None:
    code = "\n".join(chapter_nodes.cells())
    code = code.replace("a = Node(3.0)\nresult = a * a + a\nprint(result.value)\n", "")
    assert sum(bool(line.strip()) for line in code.splitlines()) < 40 < MOST_LINES


def test_every_state_is_what_the_nodes_of_the_chapter_say(chapter: dict[str, Any]) -> None:
    data = explore().data["data"]
    assert data["controls"][0]["texts"] == [f"{a:g}".replace("-", "\u2212") for a in PLACES]
    result, square, gradient = (
        next(part for part in data["parts"] if part.get("id") == name)["frames"]
        for name in ("result", "square", "gradient")
    )
    for i, a in enumerate(PLACES):
        node = chapter["Node"](a)
        both = node * node
        whole = both + node
        whole.backward()
        last = (i + 1) * len(WAYS) - 1
        shown = [text.replace("\u2212", "-") for text in (result[i], square[last], gradient[last])]
        assert [float(text) for text in shown] == [whole.value, both.gradient, node.gradient]


@pytest.mark.parametrize(
    ("a", "found"), [(3.0, [0, 0, 1, 4, 7]), (-2.0, [0, 0, 1, -1, -3]), (0.0, [0, 0, 1, 1, 1])]
)
def test_what_arrives_at_a_adds_up(a: float, found: list[float]) -> None:
    assert [arrived(a, n_ways)[1] for n_ways in range(len(WAYS))] == found
    assert [arrived(a, n_ways)[0] for n_ways in range(len(WAYS))] == [0, 1, 1, 1, 1]


def test_the_last_line_touches_the_curve() -> None:
    data = explore().data["data"]
    line = data["parts"][1]["frames"]
    steep = [arrived(a, len(WAYS) - 1)[1] for a in PLACES]
    drawn = []
    for i in range(len(PLACES)):
        x0, y0, x1, y1 = line[(i + 1) * len(WAYS) - 1]
        drawn.append((y0 - y1) / (x1 - x0))
    # In units of the drawing, all slopes are stretched by the same factor.
    assert np.allclose(np.array(drawn) * steep[-1], np.array(steep) * drawn[-1], atol=0.05)


def test_the_sentences_count_along() -> None:
    assert "2 becomes" not in in_words(3.0, 3)
    assert "3: 1 becomes 4." in in_words(3.0, 3)
    assert "3: 4 becomes 7. Now the line touches" in in_words(3.0, 4)
    assert "\u22120.5: 0.5 becomes 0." in in_words(-0.5, 4)
