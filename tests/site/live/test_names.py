"""The names in the code of a cell."""

from __future__ import annotations

import ast

import pytest
from _book.live.worker.names import (
    defined_names,
    imported_names,
    imported_packages,
    line_of_blank,
    names_from_above,
)


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


def test_names_that_code_defines_are_not_those_within_its_functions() -> None:
    code = ast.parse("def f(a):\n    b = a\nclass C: d = 1\nfor e in f(g):\n    h = i[0] = 1")
    assert defined_names(code) == {"f", "C", "e", "h"}


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("a = 1\nb = ____", 2),
        ("a.____()", 1),
        ("def f(a):\n    return a[____]", 2),
        ("a = (____", 1),
        ("_, __ = 1, 2  # ____\nprint('____')", 0),
        ("a_____b = 1\nif a:\nb", 0),
    ],
)
def test_a_blank_is_what_stands_for_code(code: str, line: int) -> None:
    assert line_of_blank(code) == line
