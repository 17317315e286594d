"""Powers of ten in prose."""

from __future__ import annotations

import pytest
from _figures.powers import power_of_ten


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (2.220446049250313e-16, 2, "2.2 \N{MULTIPLICATION SIGN} 10⁻¹⁶"),
        (1.5e12, 2, "1.5 \N{MULTIPLICATION SIGN} 10¹²"),
        (9.96e-3, 2, "1.0 \N{MULTIPLICATION SIGN} 10⁻²"),  # rounded up to the next power
        (4e-8, 1, "4 \N{MULTIPLICATION SIGN} 10⁻⁸"),
    ],
)
def test_a_number_has_so_many_digits_and_a_power(number: float, digits: int, text: str) -> None:
    assert power_of_ten(number, digits) == text
