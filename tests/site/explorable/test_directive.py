"""What a figure to explore must have."""

from __future__ import annotations

from typing import Any

import pytest
from _book.explorable.directive import faults

STATES: dict[str, Any] = {
    "controls": [{"name": "rate", "label": "rate", "texts": ["1", "2"], "start": 1, "play": False}],
    "parts": [
        {"kind": "points", "id": "part0", "by": ["rate"], "frames": [[1.0, 2.0], [3.0, 4.0]]}
    ],
}


def test_an_explorable_with_a_state_for_each_choice_has_no_faults() -> None:
    assert list(faults(STATES)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"controls": []}, "no controls or no states"),
        ({"parts": []}, "no controls or no states"),
        ({"controls": [STATES["controls"][0] | {"start": 2}]}, "starts outside its states"),
        ({"parts": [STATES["parts"][0] | {"frames": [[1.0, 2.0]]}]}, "without a frame for each"),
        ({"parts": [STATES["parts"][0] | {"frames": [[float("nan")], [1.0]]}]}, "not finite"),
        ({"parts": [STATES["parts"][0] | {"frames": ["MSE inf", "1"]}]}, "not finite"),
    ],
)
def test_an_explorable_that_lacks_something_is_named(change: dict[str, Any], fault: str) -> None:
    data = STATES | {"parts": [] if change.get("controls") == [] else STATES["parts"]} | change
    assert fault in "; ".join(faults(data))
