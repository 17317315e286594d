"""What all tests share: where the built site is."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--site", type=Path, help="the folder of the built site that tests/site looks at"
    )


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, root: Path) -> Path:
    folder = request.config.getoption("--site") or root / "build" / "site"
    assert (folder / "index.html").is_file(), (
        f"no site in {folder}: build it first, or name it with --site"
    )
    return Path(folder).resolve()
