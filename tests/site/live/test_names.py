"""The names in the code of a cell."""

from __future__ import annotations

import ast

import pytest
from _book.live.worker.names import (
    imported_names,
    imported_packages,
    names_from_above,
    used_names,
)


def test_packages_are_those_of_all_imports_of_others() -> None:
    code = "import a.b, c\ndef f():\n    from d.e import g\nfrom . import h"
    assert sorted(imported_packages(ast.parse(code))) == ["a", "c", "d"]


def test_the_names_of_an_import_are_those_that_it_binds() -> None:
    (statement,) = ast.parse("import a.b, c as d").body
    assert imported_names(statement) == {"a", "d"}


def test_names_are_used_where_they_are_read_or_assigned() -> None:
    assert used_names(ast.parse("a = b.c(d=e)\nimport f")) == {"a", "b", "e"}


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
