"""Hostile cases that atheris makes of bytes, with an eye on which lines of the core they reach."""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-untyped]  # has no types

with atheris.instrument_imports(include=["simplenn_core"]):
    import simplenn_core  # noqa: F401 - so that the cases find it instrumented

from cases import case
from hostile import Bytes


def one_input(data: bytes) -> None:
    """Try the case that these bytes stand for."""
    case(Bytes(data))


atheris.Setup(sys.argv, one_input)
atheris.Fuzz()
