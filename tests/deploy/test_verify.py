"""A published site is held to its manifest, file by file."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from _book.publishing.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from publishing import Project


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder; a file named `broken` it cannot read."""

    def do_GET(self) -> None:
        if self.path.endswith("/broken"):
            self.send_error(500)
        else:
            super().do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""


@pytest.fixture
def address(new: Project) -> Iterator[str]:
    """Return where the site of a project is served."""
    handler = partial(Quiet, directory=str(new.site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["folder", "address", "address/"])
def place(new: Project, address: str, request: pytest.FixtureRequest) -> str:
    """Return where a site is, in one way after the other."""
    kind = str(request.param)
    return str(new.site) if kind == "folder" else kind.replace("address", address)


def fails(project: Project, *arguments: str) -> str:
    done = project.publish("verify", *arguments)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_site_as_it_was_built_is_called_that(new: Project, place: str) -> None:
    done = new.publish("verify", place)
    assert done.returncode == 0, done.stderr
    head = new.repository.ask("rev-parse", "HEAD")
    assert f"is the site of commit {head}, with python 3.11.7" in done.stdout
    assert "all 2 files are as in the manifest, whose SHA-256 is " in done.stdout


def test_a_changed_and_a_missing_file_are_named(new: Project, place: str) -> None:
    (new.site / "index.html").write_text("defaced", "utf-8")
    (new.site / "_static" / "live" / "noise").unlink()
    said = fails(new, place)
    assert said.endswith("missing: _static/live/noise\nchanged: index.html\n")


def test_what_is_too_much_in_a_folder_is_named(new: Project) -> None:
    (new.site / "added.html").touch()
    assert "not in the manifest: added.html" in fails(new, str(new.site))


def test_a_clone_of_the_published_branch_is_as_its_manifest_says(
    project: Project, tmp_path: Path
) -> None:
    assert project.deploy("--cname", "example.org").returncode == 0
    remote = Repository(project.remote)
    remote.ask("clone", "--quiet", "--branch", "gh-pages", ".", str(tmp_path / "clone"))
    assert project.publish("verify", str(tmp_path / "clone")).returncode == 0


def test_a_site_without_a_manifest_is_no_site(new: Project, place: str) -> None:
    (new.site / "build.json").unlink()
    assert "there is no build.json in " in fails(new, place)


def test_a_manifest_that_is_none_is_reported(new: Project, place: str) -> None:
    (new.site / "build.json").write_text("<html>", "utf-8")
    assert "is no manifest of a site" in fails(new, place)


def test_a_server_that_fails_is_not_a_site_that_differs(new: Project, address: str) -> None:
    (new.site / "broken").touch()
    new.build_manifest()
    assert "/broken cannot be read: HTTP Error 500" in fails(new, address)


def test_a_server_that_is_not_there_is_reported(new: Project) -> None:
    assert "cannot be read: " in fails(new, "http://127.0.0.1:9")


def test_a_site_is_held_to_the_manifest_of_another_build(
    new: Project, place: str, tmp_path: Path
) -> None:
    mine = shutil.copy(new.site / "build.json", tmp_path / "mine.json")
    assert new.publish("verify", place, "--manifest", str(mine)).returncode == 0
    # The server changes a page, and the manifest with it.
    (new.site / "index.html").write_text("defaced", "utf-8")
    new.build_manifest()
    assert new.publish("verify", place).returncode == 0
    said = fails(new, place, "--manifest", str(mine))
    assert "changed: build.json\nchanged: index.html" in said


def test_a_manifest_that_is_not_there_is_reported(new: Project, tmp_path: Path) -> None:
    assert "there is no " in fails(new, str(new.site), "--manifest", str(tmp_path / "none"))
