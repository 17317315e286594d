"""The names in the code of a cell."""

from __future__ import annotations

import ast

import pytest
from _book.live.worker.names import imported_names, imported_packages, names_from_above


def test_imports_are_of_packages_and_bind_names() -> None:
    code = ast.parse("import a.b, c as d\ndef f():\n    from e.f import g\nfrom . import h")
    assert sorted(imported_packages(code)) == ["a", "c", "e"]
    assert imported_names(code.body[0]) == {"a", "d"}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("a = 1\na += 1", set()),
        ("a += 1", {"a"}),
        ("a[0] = b", {"a", "b"}),
        ("a, b = f(a)\nb.append(1)", {"a", "f"}),
        ("if c:\n    a = 1\na", {"a", "c"}),
        ("for a in b: pass", {"a", "b"}),
        ("def f(): return a", {"a"}),
    ],
)
def test_names_from_above_are_those_not_assigned_first(code: str, names: set[str]) -> None:
    assert names_from_above(ast.parse(code)) == names
