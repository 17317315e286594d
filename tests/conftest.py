"""What all tests share: where the built site is."""

from __future__ import annotations

from pathlib import Path

import pytest
from built import site_folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--site", type=Path, help="the folder of the built site that tests/site looks at"
    )


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def site(pytestconfig: pytest.Config) -> Path:
    return site_folder(pytestconfig)
