"""Powers of ten in prose."""

from __future__ import annotations

import pytest
from _figures.powers import power_of_ten


@pytest.mark.parametrize(
    ("number", "digits", "mantissa", "power"),
    [
        (3.27168767611e-05, 2, "3.3", "⁻⁵"),
        (6.94437e-04, 3, "6.94", "⁻⁴"),
        (2.220446049250313e-16, 2, "2.2", "⁻¹⁶"),
        (1.5e12, 2, "1.5", "¹²"),
        (9.96e-3, 2, "1.0", "⁻²"),  # rounded up to the next power
        (4e-8, 1, "4", "⁻⁸"),
    ],
)
def test_a_number_has_so_many_digits_and_a_power(
    number: float, digits: int, mantissa: str, power: str
) -> None:
    assert power_of_ten(number, digits) == f"{mantissa} \N{MULTIPLICATION SIGN} 10{power}"
