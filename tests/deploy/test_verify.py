"""A published site is held to its manifest, file by file."""

from __future__ import annotations

import os
import re
import shutil
import time
from contextlib import suppress
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _book.publishing import verification
from _book.publishing.manifest import PublishError, write_manifest
from _book.publishing.verification import verify
from publishing import SECONDS
from serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publishing import Project


class Faulty(SimpleHTTPRequestHandler):
    """Serves a folder; `broken` it cannot read, and of `torn` it sends the beginning alone."""

    def do_GET(self) -> None:
        if self.path.endswith("/broken"):
            self.send_error(500)
        elif self.path.endswith("/torn"):
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"torn")
        elif self.path.endswith("/elsewhere"):
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/admin?delete=1")
            self.end_headers()
        elif self.path.endswith("/slow"):
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                while True:
                    self.wfile.write(b".")
                    time.sleep(0.01)
        else:
            super().do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""


@pytest.fixture
def address(new: Project) -> Iterator[str]:
    """Return where the site of a project is served."""
    with served(new.site, Faulty) as address:
        yield address


@pytest.fixture(params=["folder", "address"])
def place(new: Project, address: str, request: pytest.FixtureRequest) -> str:
    """Return where a site is, in one way after the other."""
    return str(new.site) if request.param == "folder" else f"{address}/"


def wrong(place: str, against: Path | None = None) -> list[str]:
    """Return what is not as it should be at a place."""
    return verify(place, against)[1]


def test_the_program_says_what_it_found(new: Project) -> None:
    said, complaint = new.start("verify", str(new.site)).communicate(timeout=SECONDS)
    assert complaint == ""
    head = new.repository.ask("rev-parse", "HEAD")
    assert f"is the site of commit {head}, with python 3.11.7" in said
    assert "all 2 files are as in the manifest, whose SHA-256 is " in said
    (new.site / "index.html").write_text("defaced", "utf-8")
    program = new.start("verify", str(new.site))
    _, complaint = program.communicate(timeout=SECONDS)
    assert program.returncode == 1
    assert complaint.endswith("is not as its manifest says:\nchanged: index.html\n")


def test_a_changed_and_a_missing_file_are_named(new: Project, place: str) -> None:
    assert wrong(place) == []
    (new.site / "index.html").write_text("defaced", "utf-8")
    (new.site / "_static" / "live" / "noise").unlink()
    assert wrong(place) == ["missing: _static/live/noise", "changed: index.html"]


def test_what_is_too_much_in_a_folder_is_named(new: Project) -> None:
    (new.site / "added.html").touch()
    assert wrong(str(new.site)) == ["not in the manifest: added.html"]


def test_what_has_no_manifest_is_no_site(new: Project, place: str) -> None:
    (new.site / "build.json").write_text("<html>", "utf-8")
    with pytest.raises(PublishError, match="is no manifest of a site"):
        verify(place, None)
    (new.site / "build.json").unlink()
    with pytest.raises(PublishError, match=r"there is no build\.json in "):
        verify(place, None)


def test_an_address_may_be_as_a_browser_shows_it(address: str) -> None:
    for end in ("", "/", "/index.html", "/#top", "/index.html?q=loss#top"):
        assert wrong(address + end) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("elsewhere", "leads to another site: http://127.0.0.1:9/admin"),
        ("slow", "is too long, or the site too slow, to be looked at"),
        ("gone", "is too long, or the site too slow, to be looked at"),
        ("index.html", "is too long, or the site too slow, to be looked at"),
    ],
)
def test_a_site_cannot_lead_astray_or_keep_whoever_looks_at_it(
    new: Project, address: str, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    (new.site / name).touch()
    write_manifest(new.site, None)
    if name in {"slow", "gone"}:
        monkeypatch.setattr(verification, "SECONDS", 0.5 if name == "slow" else -1)
    if name == "index.html":
        monkeypatch.setattr(verification, "BYTES", 2)
    mine = Path(shutil.copy(new.site / "build.json", new.place))
    with pytest.raises(PublishError, match=re.escape(said)):
        verify(address, mine)


@pytest.mark.parametrize("place", ["http://[bad", "http://a b/", f"http://{'a' * 64}.b/"])
def test_what_is_no_address_is_reported(place: str) -> None:
    with pytest.raises(PublishError, match="cannot be read: "):
        verify(place, None)


def test_nothing_that_a_site_says_tells_the_terminal_to_do_something(new: Project) -> None:
    (new.site / "build.json").write_text(r'{"\r\u001b[2K": ""}', "utf-8")
    program = new.start("verify", str(new.site))
    _, complaint = program.communicate(timeout=SECONDS)
    assert r"unexpected keyword argument '\r\x1b[2K'" in complaint


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")
def test_a_name_of_several_lines_is_refused(new: Project) -> None:
    (new.site / "a\nb").touch()
    with pytest.raises(PublishError, match=r"'a\\nb' in .* is no name of a file of a site"):
        verify(str(new.site), None)


@pytest.mark.parametrize(
    ("name", "said"), [("broken", "HTTP Error 500"), ("torn", "IncompleteRead")]
)
def test_a_server_that_fails_is_not_a_site_that_differs(
    new: Project, address: str, name: str, said: str
) -> None:
    (new.site / name).touch()
    write_manifest(new.site, None)
    with pytest.raises(PublishError, match=f"/{name} cannot be read: {said}"):
        verify(address, None)


def test_a_server_that_is_not_there_is_reported() -> None:
    with pytest.raises(PublishError, match="cannot be read: "):
        verify("http://127.0.0.1:9", None)


def test_a_site_is_held_to_the_manifest_of_another_build(
    new: Project, place: str, tmp_path: Path
) -> None:
    mine = Path(shutil.copy(new.site / "build.json", tmp_path / "mine.json"))
    assert wrong(place, mine) == []
    # The server changes a page, and the manifest with it.
    (new.site / "index.html").write_text("defaced", "utf-8")
    write_manifest(new.site, None)
    assert wrong(place) == []
    assert wrong(place, mine) == ["changed: build.json", "changed: index.html"]
    with pytest.raises(PublishError, match=r"there is no .*none"):
        verify(place, tmp_path / "none")
