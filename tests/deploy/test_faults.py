"""Whatever fails while a site is published, the branch holds the old site or the new one, whole."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from _book.publishing.deployment import Repository
from _book.publishing.manifest import PublishError
from publishing import BRANCH, SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from publishing import Project

AS_IT_WAS = "The push failed. The published site is as it was: branch gh-pages of origin is at "
POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows moves no folder that is in use")


@pytest.mark.parametrize(("hook", "at_remote"), [("pre-receive", True), ("pre-push", False)])
def test_a_hook_that_refuses_keeps_the_old_site(
    project: Project, hook: str, *, at_remote: bool
) -> None:
    project.hook(hook, "echo not today >&2; exit 1", at_remote=at_remote)
    said = project.refuses()
    assert "not today" in said
    assert AS_IT_WAS in said
    assert project.holds == "old"


def test_a_hook_that_fails_once_the_site_is_published_changes_nothing(project: Project) -> None:
    project.hook("post-receive", "exit 1")
    project.deploys()


def test_a_remote_that_is_not_there_is_reported(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "git ls-remote failed: " in project.refuses(remote="nobody")
    assert "Publishing" not in capsys.readouterr().out


@POSIX
def test_a_remote_that_disappears_midway_is_reported(project: Project) -> None:
    away = project.remote.with_name("away.git")
    project.hook("post-receive", f"mv '{project.remote}' '{away}'")
    with pytest.raises(PublishError, match="cannot be asked what it holds, but it is the old site"):
        project.deploy()
    away.rename(project.remote)
    assert project.holds == "new"


def test_a_remote_that_loses_what_was_sent_keeps_the_old_site(project: Project) -> None:
    fault = project.hook("pre-receive", 'rm -rf "$GIT_QUARANTINE_PATH"')
    project.refuses()
    fault.unlink()
    assert project.holds == "old"
    project.deploys()


# The commands take some 200 bytes, the site some 200,000.
@pytest.mark.parametrize("bytes_sent", [0, 150, 100_000])
def test_a_connection_that_breaks_keeps_the_old_site(project: Project, bytes_sent: int) -> None:
    mark = project.receive_with(f'head -c {bytes_sent} | git receive-pack "$@"')
    assert AS_IT_WAS in project.refuses()
    assert mark.exists()
    assert project.holds == "old"


def test_an_answer_that_is_lost_is_looked_up(project: Project) -> None:
    # Enough for what the remote holds, not for whether it took what was sent.
    ask = ("receive-pack", "--http-backend-info-refs", str(project.remote))
    advertised = len(Repository(project.remote).run(*ask).stdout)
    script = f'git receive-pack "$@" | head -c {advertised}; sleep 0.2; exit 1'
    mark = project.receive_with(script)
    project.deploys()
    assert mark.exists()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_branch_that_moved_meanwhile_is_not_overwritten(project: Project, when: str) -> None:
    theirs = project.stranger("index.html", "theirs")
    move = f"git -C '{project.remote}' update-ref {BRANCH} {theirs}"
    if when == "before":  # the push has asked what is there
        project.receive_with(f'{move}; exec git receive-pack "$@"')
    else:
        project.hook("pre-push", f"unset GIT_DIR; {move}", at_remote=False)
    assert f"was moved to {theirs} by somebody else meanwhile" in project.refuses(moved=True)
    assert project.published == theirs


def test_a_branch_that_somebody_else_made_meanwhile_is_not_overwritten(new: Project) -> None:
    theirs = new.stranger("index.html", "theirs")
    move = f"unset GIT_DIR; git -C '{new.remote}' update-ref {BRANCH} {theirs}"
    new.hook("pre-push", move, at_remote=False)
    new.refuses(moved=True)
    assert new.published == theirs


def test_a_branch_that_was_removed_meanwhile_is_reported(project: Project) -> None:
    remove = f"unset GIT_DIR; git -C '{project.remote}' update-ref -d {BRANCH}"
    project.hook("pre-push", remove, at_remote=False)
    said = project.refuses(moved=True)
    assert "branch gh-pages of origin was removed by somebody else meanwhile" in said
    assert project.published is None


SHIM = """
import pathlib, runpy, sys, time
sys.path.remove({here!r})
site = pathlib.Path(sys.argv[-1])
{code}
runpy.run_module("ghp_import", run_name="__main__", alter_sys=True)
"""


def shim(folder: Path, code: str) -> str:
    """Return a folder with a stand-in for ghp-import, which it runs after some code."""
    folder.mkdir()
    (folder / "ghp_import.py").write_text(SHIM.format(here=str(folder), code=code), "utf-8")
    return str(folder)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("(site / 'index.html').write_text('defaced')", "changed: index.html"),
        ("sys.exit('no space left')", "ghp-import made no commit: no space left"),
    ],
)
def test_a_site_that_changes_while_it_is_read_is_not_published(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, said: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", shim(tmp_path / "shim", fault))
    assert said in project.refuses()
    assert project.holds == "old"


def test_two_at_once_publish_the_same_site(project: Project, tmp_path: Path) -> None:
    reached, go_on = tmp_path / "reached", tmp_path / "go-on"
    waits = (
        f"pathlib.Path({str(reached)!r}).touch()\n"
        f"while not pathlib.Path({str(go_on)!r}).exists(): time.sleep(0.01)\n"
    )
    # Before the commit is made, another run does all.
    slow = project.start("deploy", str(project.site), PYTHONPATH=shim(tmp_path / "shim", waits))
    wait_until(reached.exists)
    project.deploys()
    published = project.published
    go_on.touch()
    said, complaint = slow.communicate(timeout=SECONDS)
    assert slow.returncode == 0, complaint
    assert f"Published: branch gh-pages of origin is at commit {published}." in said
    assert project.holds == "new"


def wait_until(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.01)


def none_is_left(group: int) -> bool:
    """Tell whether all processes of a group have ended."""
    with suppress(ProcessLookupError):
        os.killpg(group, 0)
        return False
    return True


# While the remote looks at what it got, just before the branch moves, and just after: each with
# another ending, to the program alone or to all of its processes.
@POSIX
@pytest.mark.parametrize(
    ("hook", "kill", "ending"),
    [
        ("pre-receive", "kill", "SIGTERM"),
        ("update", "killpg", "SIGKILL"),
        ("post-receive", "killpg", "SIGINT"),
    ],
)
def test_a_program_that_is_killed_leaves_a_whole_site(
    project: Project, tmp_path: Path, hook: str, kill: str, ending: str
) -> None:
    reached, go_on = tmp_path / "reached", tmp_path / "go-on"
    wait = f"touch '{reached}'; while ! test -e '{go_on}'; do sleep 0.02; done"
    slow = project.hook(hook, wait)
    process = project.start("deploy", str(project.site))
    wait_until(reached.exists)
    getattr(os, kill)(process.pid, getattr(signal, ending))
    _, said = process.communicate(timeout=SECONDS)
    go_on.touch()
    wait_until(lambda: none_is_left(process.pid))
    assert project.holds in {"old", "new"}
    if ending == "SIGKILL":
        assert process.returncode == -signal.SIGKILL
    else:
        assert process.returncode == 1
        assert "Traceback" not in said
        # What the remote held when it was asked.
        as_it_was = "Interrupted. The published site is as it was" in said
        assert as_it_was == (hook != "post-receive")
        assert as_it_was or "Interrupted. Published: " in said
    assert project.repository.ask("branch", "--format=%(refname)") == "refs/heads/main"
    slow.unlink()
    project.deploys()
