"""Where the built site is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def site_folder(config: pytest.Config) -> Path:
    """Return the folder that ``--site`` names, or the one that `nox -s docs` fills."""
    folder = Path(config.getoption("--site") or config.rootpath / "build" / "site").resolve()
    assert (folder / "index.html").is_file(), (
        f"no site in {folder}: build it first, or name it with --site"
    )
    return folder
