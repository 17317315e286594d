"""The files that chapters read: what is in them, and where readers get them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import nbformat
import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from site_pages import Pages

datasets = pytest.importorskip("sklearn.datasets")
CHAPTERS = {"diabetes.csv": "real-data", "breast-cancer.csv": "cancer"}


def read(path: Path) -> tuple[list[str], np.ndarray]:
    names = path.read_text("utf-8").partition("\n")[0].split(",")
    return names, np.loadtxt(path, delimiter=",", skiprows=1)


def test_the_diabetes_data_are_those_of_scikit_learn_to_the_last_digit(root: Path) -> None:
    names, table = read(root / "docs" / "deeper" / "diabetes.csv")
    theirs = datasets.load_diabetes(scaled=False)
    assert names == [*theirs.feature_names, "progress"]
    assert np.array_equal(table, np.column_stack((theirs.data, theirs.target)))


def test_the_cancer_data_are_those_of_scikit_learn_to_the_last_digit(root: Path) -> None:
    names, table = read(root / "docs" / "deeper" / "breast-cancer.csv")
    theirs = datasets.load_breast_cancer()
    assert names == [*theirs.feature_names, "malignant"]
    assert list(theirs.target_names) == ["malignant", "benign"]  # what its 0 and 1 mean
    assert np.array_equal(table, np.column_stack((theirs.data, theirs.target == 0)))


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_file_lies_beside_its_page_and_readers_are_told(
    root: Path, site: Path, pages: Pages, base: str, name: str
) -> None:
    copy, page = site / "deeper" / name, site / "deeper" / f"{CHAPTERS[name]}.html"
    content = copy.read_bytes()
    assert content == (root / "docs" / "deeper" / name).read_bytes()
    (link,) = pages[page].select(f"article p.downloads a[download][href='{name}']")
    assert f"(.csv, {len(content) / 1000:.0f} kB)" in link.get_text()
    notebook = nbformat.read(page.with_suffix(".ipynb"), as_version=4)
    says = f"The cells read [{name}]({base}deeper/{name}): put it beside this file."
    assert says in notebook.cells[0].source
    (given,) = json.loads(page.with_suffix(".live.json").read_text("utf-8"))["data"]
    assert given["name"] == name
    assert given["sum"] == [len(content), hashlib.sha256(content).hexdigest()]
