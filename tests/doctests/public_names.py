"""A plugin of pytest: an example need not import the names that it is about."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import simplenn_core


@pytest.fixture(autouse=True)
def _public_names(doctest_namespace: dict[str, Any]) -> None:
    """Give the examples NumPy and the public names of the core."""
    doctest_namespace["np"] = np
    for name in simplenn_core.__all__:
        doctest_namespace[name] = getattr(simplenn_core, name)
