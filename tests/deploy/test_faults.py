"""Whatever fails while a site is published, the branch holds the old site or the new one, whole."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from _book.publishing.deployment import Repository
from _book.publishing.manifest import PublishError
from publishing import BRANCH, SECONDS, none_is_left, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from publishing import Project

AS_IT_WAS = "The push failed. The published site is as it was: branch gh-pages of origin is at "
POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows moves no folder that is in use")


def test_a_hook_that_refuses_keeps_the_old_site(project: Project) -> None:
    hook = project.hook("pre-receive", "echo not today >&2; exit 1")
    said = project.refuses()
    assert "not today" in said
    assert AS_IT_WAS in said
    assert project.holds == "old"
    hook.unlink()
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


# The commands take some 200 bytes, the site some 200,000.
def test_a_connection_that_breaks_keeps_the_old_site(project: Project) -> None:
    mark = project.receive_with('head -c 100000 | git receive-pack "$@"')
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


# A stand-in for ghp-import, which it runs once something has gone wrong.
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
        ("sys.exit('no space left')", "ghp-import made no commit: no space left"),
    ],
)
def test_a_site_that_changes_while_it_is_read_is_not_published(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, said: str
) -> None:
    text = SHIM.format(here=str(tmp_path), fault=fault)
    (tmp_path / "ghp_import.py").write_text(text, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert said in project.refuses()
    assert project.holds == "old"


# While the remote looks at what it got, and just after the branch has moved.
@POSIX
@pytest.mark.parametrize(
    ("hook", "kill", "ending"),
    [("pre-receive", "kill", "SIGTERM"), ("post-receive", "killpg", "SIGINT")],
)
def test_a_program_that_is_told_to_end_leaves_a_whole_site_and_says_which(
    project: Project, tmp_path: Path, hook: str, kill: str, ending: str
) -> None:
    reached, go_on = tmp_path / "reached", tmp_path / "go-on"
    wait = f"touch '{reached}'; while ! test -e '{go_on}'; do sleep 0.02; done"
    project.hook(hook, wait)
    process = project.start("deploy", str(project.site))
    wait_until(reached.exists)
    getattr(os, kill)(process.pid, getattr(signal, ending))
    _, said = process.communicate(timeout=SECONDS)
    go_on.touch()
    wait_until(lambda: none_is_left(process.pid))
    assert project.holds in {"old", "new"}
    assert process.returncode == 1
    assert "Traceback" not in said
    # What the remote held when it was asked.
    state = "The published site is as it was" if hook == "pre-receive" else "Published: "
    assert f"Interrupted. {state}" in said
    assert project.repository.ask("branch", "--format=%(refname)") == "refs/heads/main"
