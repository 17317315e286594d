"""A small project with a site that has passed, and the remote that it publishes to."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from publishing import ME, Project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def originals(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with both projects, to be copied for each test."""
    folder = tmp_path_factory.mktemp("originals")
    new = Project(folder / "new")
    book, ours = root / "docs" / "_book", new.folder / "docs" / "_book"
    shutil.copytree(book / "publishing", ours / "publishing")
    shutil.copy(book / "__init__.py", ours)
    (new.folder / ".gitignore").write_text("build/\n__pycache__/\n", "utf-8")
    git = ["git", "init", "--quiet", "--template=", "--initial-branch=main"]
    with pytest.MonkeyPatch.context() as patch:
        set_aside_settings(patch)
        subprocess.run([*git, str(new.folder)], check=True)
        subprocess.run([*git, "--bare", str(new.remote)], check=True)
        new.repository.ask("remote", "add", "origin", "../remote.git")
        new.commit_and_build("old")
        project = Project(shutil.copytree(new.place, folder / "project"))
        project.deploys()
        project.commit_and_build("new")
    return folder


def set_aside_settings(patch: pytest.MonkeyPatch) -> None:
    """Let no setting of whoever runs the tests count."""
    for name, value in ME.items():
        patch.setenv(name, value)


@pytest.fixture
def new(originals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project that has never published, in a folder whose name is not that simple."""
    set_aside_settings(monkeypatch)
    return Project(shutil.copytree(originals / "new", tmp_path / "here and there"))


@pytest.fixture
def project(originals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project whose old site is published, and whose new one is about to be."""
    set_aside_settings(monkeypatch)
    return Project(shutil.copytree(originals / "project", tmp_path / "here and there"))
