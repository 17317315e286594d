"""What the outputs of a page follow from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from _book.execution.cache_key import digest, environment_digest

if TYPE_CHECKING:
    from pathlib import Path

COUNT = [
    "simplenn_core/steps.py",
    "docs/regression/data.csv",
    "docs/_figures/regression_ols.py",
    "docs/_book/explorable/states.py",
    "docs/_book/execution/environment.py",
    "docs/_book/execution/kernel/matplotlibrc",
]
DO_NOT = ["docs/regression/ols.md", "docs/_book/page_frame/site.css", "tests/core/test_steps.py"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in (*COUNT, *DO_NOT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one", "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", COUNT)
def test_what_cells_import_read_or_run_in_counts(checkout: Path, name: str) -> None:
    digests = [environment_digest(checkout / "docs")]
    for change in ("write", "unlink"):
        if change == "write":
            (checkout / name).write_text("other", "utf-8")
        else:
            (checkout / name).unlink()
        digests.append(environment_digest(checkout / "docs"))
    assert len({*digests}) == 3


@pytest.mark.parametrize("name", DO_NOT)
def test_the_rest_does_not(checkout: Path, name: str) -> None:
    before = environment_digest(checkout / "docs")
    (checkout / name).write_text("other", "utf-8")
    assert environment_digest(checkout / "docs") == before


def test_where_a_part_ends_counts() -> None:
    assert digest([b"ab", b"c"]) != digest([b"a", b"bc"])
