"""Numbers as a text writes them: with a power of ten, and no ``e-05``."""

from __future__ import annotations

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(number: float, digits: int = 2) -> str:
    """Return a number above zero with so many significant digits and a power of ten."""
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    return f"{mantissa} \N{MULTIPLICATION SIGN} 10{str(int(exponent)).translate(RAISED)}"
