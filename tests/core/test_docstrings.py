"""Every public name says all that a reader needs: shapes, errors, a source, and an example."""

from __future__ import annotations

import inspect

import pytest

import simplenn_core

# A summary may say it all, and a source may stand in place of related names.
NOT_NEEDED = {"ES01", "SA01"}


@pytest.mark.parametrize("name", simplenn_core.__all__)
def test_docstring_has_all_sections_in_order(name: str) -> None:
    validate = pytest.importorskip("numpydoc.validate").validate
    errors = validate(f"simplenn_core.{name}")["errors"]
    assert [error for error in errors if error[0] not in NOT_NEEDED] == []


@pytest.mark.parametrize("name", simplenn_core.__all__)
def test_docstring_has_an_example_and_a_source_or_related_names(name: str) -> None:
    text = inspect.getdoc(getattr(simplenn_core, name)) or ""
    assert "\nExamples\n--------\n>>> " in text
    assert "\nReferences\n----------\n" in text or "\nSee Also\n--------\n" in text
