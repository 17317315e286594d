"""Whatever fails while a site is published, the branch holds the old site or the new one, whole."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from _book.publishing.repository import Repository
from publishing import BRANCH, SECONDS, executable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from publishing import Project

AS_IT_WAS = "The push failed. The published site is as it was: branch gh-pages of origin is at "


@pytest.mark.parametrize("hook", ["pre-receive", "update"])
def test_a_remote_that_refuses_keeps_the_old_site(project: Project, hook: str) -> None:
    refusing = project.hook(hook, "echo not today >&2; exit 1")
    said = project.refuses()
    assert "not today" in said
    assert AS_IT_WAS in said
    assert project.holds == "old"
    refusing.unlink()
    project.deploys()


def test_a_hook_of_the_clone_that_refuses_keeps_the_old_site(project: Project) -> None:
    refusing = project.hook("pre-push", "exit 1", at_remote=False)
    assert AS_IT_WAS in project.refuses()
    refusing.unlink()
    project.deploys()


def test_a_hook_that_fails_once_the_site_is_published_changes_nothing(project: Project) -> None:
    project.hook("post-receive", "exit 1")
    project.deploys()


def test_a_remote_that_is_not_there_is_reported(project: Project) -> None:
    away = project.remote.rename(project.remote.with_name("away.git"))
    done = project.deploy()
    assert done.returncode == 1
    assert "git ls-remote failed: " in done.stderr
    assert "Publishing" not in done.stdout
    away.rename(project.remote)
    assert project.holds == "old"
    project.deploys()


def test_a_remote_without_a_name_is_reported(project: Project) -> None:
    assert "git ls-remote failed: " in project.refuses("--remote", "nobody")


@pytest.mark.skipif(os.name != "posix", reason="Windows moves no folder that is in use")
@pytest.mark.parametrize("hook", ["pre-receive", "update", "post-receive"])
def test_a_remote_that_disappears_midway_is_reported(project: Project, hook: str) -> None:
    away = project.remote.with_name("away.git")
    fault = project.hook(hook, f"mv '{project.remote}' '{away}'")
    done = project.deploy()
    assert done.returncode == 1
    assert "cannot be asked what it holds, but it is the old site or the new one" in done.stderr
    away.rename(project.remote)
    fault.unlink()
    assert project.holds in {"old", "new"}
    project.deploys()


def test_a_remote_that_loses_what_was_sent_keeps_the_old_site(project: Project) -> None:
    fault = project.hook("pre-receive", 'rm -rf "$GIT_QUARANTINE_PATH"')
    project.refuses()
    fault.unlink()
    assert project.holds == "old"
    project.deploys()


# The commands take some 200 bytes, the site some 200,000.
@pytest.mark.parametrize("bytes_sent", [0, 10, 150, 300, 5_000, 100_000, 199_000])
def test_a_connection_that_breaks_keeps_the_old_site(
    project: Project, tmp_path: Path, bytes_sent: int
) -> None:
    breaks = executable(tmp_path / "breaks", f'head -c {bytes_sent} | git receive-pack "$@"')
    project.repository.ask("config", "remote.origin.receivepack", breaks.as_posix())
    assert AS_IT_WAS in project.refuses()
    assert project.holds == "old"
    project.repository.ask("config", "--unset", "remote.origin.receivepack")
    project.deploys()


def test_an_answer_that_is_lost_is_looked_up(project: Project, tmp_path: Path) -> None:
    script = 'git receive-pack "$@" | head -c 700; sleep 0.2; exit 1'
    # Enough for what the remote holds, not for whether it took what was sent.
    lossy = executable(tmp_path / "lossy", script.replace("700", str(_advertised(project))))
    project.repository.ask("config", "remote.origin.receivepack", lossy.as_posix())
    done = project.deploy()
    assert done.returncode == 0, done.stderr
    assert "Published: " in done.stdout
    assert project.holds == "new"


def _advertised(project: Project) -> int:
    """Return how many bytes a remote says before anything is sent to it."""
    command = ("receive-pack", "--http-backend-info-refs", str(project.remote))
    return len(Repository(project.remote).run(*command).stdout)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_branch_that_moved_meanwhile_is_not_overwritten(
    project: Project, tmp_path: Path, when: str
) -> None:
    theirs = project.stranger(**{"index.html": "theirs"})
    move = f"git -C '{project.remote}' update-ref {BRANCH} {theirs}"
    if when == "before":  # the push has asked what is there
        racing = executable(tmp_path / "racing", f'{move}; exec git receive-pack "$@"')
        project.repository.ask("config", "remote.origin.receivepack", racing.as_posix())
    else:
        project.hook("pre-push", f"unset GIT_DIR; {move}", at_remote=False)
    done = project.deploy()
    assert done.returncode == 1
    assert f"was moved to {theirs} by somebody else meanwhile" in done.stderr
    assert project.published == theirs


def test_a_branch_that_somebody_else_made_meanwhile_is_not_overwritten(new: Project) -> None:
    theirs = new.stranger(**{"index.html": "theirs"})
    move = f"unset GIT_DIR; git -C '{new.remote}' update-ref {BRANCH} {theirs}"
    new.hook("pre-push", move, at_remote=False)
    assert new.deploy().returncode == 1
    assert new.published == theirs


def test_a_branch_that_was_removed_meanwhile_is_reported(project: Project) -> None:
    remove = f"unset GIT_DIR; git -C '{project.remote}' update-ref -d {BRANCH}"
    hook = project.hook("pre-push", remove, at_remote=False)
    done = project.deploy()
    assert done.returncode == 1
    assert "branch gh-pages of origin was removed by somebody else meanwhile" in done.stderr
    assert project.published is None
    hook.unlink()
    project.deploys()


# A file of the site changes, or the commit fails, after the site was checked.

SHIM = """
import pathlib, runpy, sys
sys.path.remove({here!r})
site = pathlib.Path(sys.argv[-1])
{fault}
runpy.run_module("ghp_import", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("(site / 'index.html').write_text('defaced')", "changed: index.html"),
        ("(site / 'added.html').write_text('')", "not in the manifest: added.html"),
        ("(site / 'index.html').unlink()", "missing: index.html"),
        ("(site / 'build.json').write_text('{}')", "build.json"),
        ("sys.exit('no space left')", "ghp-import made no commit: no space left"),
    ],
)
def test_a_site_that_changes_while_it_is_read_is_not_published(
    project: Project, tmp_path: Path, fault: str, said: str
) -> None:
    here = tmp_path / "shim"
    here.mkdir()
    (here / "ghp_import.py").write_text(SHIM.format(here=str(here), fault=fault), "utf-8")
    assert said in project.refuses(PYTHONPATH=str(here))
    assert project.holds == "old"


@pytest.mark.parametrize("when", ["before", "after"])
def test_two_at_once_publish_the_same_site(project: Project, tmp_path: Path, when: str) -> None:
    reached, go_on = tmp_path / "reached", tmp_path / "go-on"
    here = tmp_path / "shim"
    here.mkdir()
    waits = (
        f"import time; pathlib.Path({str(reached)!r}).touch()\n"
        f"while not pathlib.Path({str(go_on)!r}).exists(): time.sleep(0.01)\n"
    )
    # Around the making of the commit, another run does all.
    shim = SHIM.format(here=str(here), fault=waits if when == "before" else "")
    (here / "ghp_import.py").write_text(shim + (waits if when == "after" else ""), "utf-8")
    slow = project.start("deploy", str(project.site), PYTHONPATH=str(here))
    wait_until(reached.exists)
    project.deploys()
    published = project.published
    go_on.touch()
    said, complaint = slow.communicate(timeout=SECONDS)
    assert slow.returncode == 0, complaint
    assert f"Published: branch gh-pages of origin is at commit {published}." in said
    assert project.holds == "new"


# The program is killed: while the clone asks its hook, while the remote looks at what it got,
# just before the branch moves, and just after.

MOMENTS = [("pre-push", False), ("pre-receive", True), ("update", True), ("post-receive", True)]
ENDINGS = {
    "told to end": ("kill", "SIGTERM"),
    "interrupted": ("kill", "SIGINT"),
    "killed": ("kill", "SIGKILL"),
    "all interrupted": ("killpg", "SIGINT"),
    "all killed": ("killpg", "SIGKILL"),
}


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


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")
@pytest.mark.parametrize(("hook", "at_remote"), MOMENTS, ids=[name for name, _ in MOMENTS])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_program_that_is_killed_leaves_a_whole_site(
    project: Project, tmp_path: Path, ending: str, hook: str, *, at_remote: bool
) -> None:
    reached, go_on = tmp_path / "reached", tmp_path / "go-on"
    wait = f"touch '{reached}'; while ! test -e '{go_on}'; do sleep 0.02; done"
    slow = project.hook(hook, wait, at_remote=at_remote)
    process = project.start("deploy", str(project.site))
    wait_until(reached.exists)
    how, name = ENDINGS[ending]
    getattr(os, how)(process.pid, getattr(signal, name))
    _, said = process.communicate(timeout=SECONDS)
    go_on.touch()
    wait_until(lambda: none_is_left(process.pid))
    assert project.holds in {"old", "new"}
    if name == "SIGKILL":
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
