"""What is published is what was checked, and it replaces what was known to be there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from _book.publishing import manifest as manifests
from _book.publishing.deployment import NO_DOMAIN, Repository, Target
from _book.publishing.manifest import PublishError
from _book.publishing.verification import verify
from publishing import ADDRESS, BRANCH, SECONDS, sign_last_commit

if TYPE_CHECKING:
    from pathlib import Path

    from publishing import Project


def test_a_site_is_published_whole_as_one_commit_without_history(project: Project) -> None:
    old, branches = project.published, project.repository.ask("show-ref", "--heads")
    program = project.start("deploy", str(project.site))
    said, complaint = program.communicate(timeout=SECONDS)
    assert program.returncode == 0, complaint
    head, new = project.repository.ask("rev-parse", "HEAD"), project.published
    for words in (
        f"Publishing the site of commit {head}, with python 3.11.7",
        "2 files as in its build.json, whose SHA-256 is ",
        f"made to be read at {ADDRESS}",
        f"to branch gh-pages of origin, in the place of commit {old}",
        f"Published: branch gh-pages of origin is at commit {new}.",
    ):
        assert words in said
    assert project.holds == "new"
    remote = Repository(project.remote)
    assert remote.ask("rev-list", "--count", "gh-pages") == "1"
    assert remote.ask("log", "-1", "--format=%an %ae %s", "gh-pages") == (
        f"A a@example.org Site of commit {head}"
    )
    # The clone is as it was.
    assert project.repository.ask("show-ref", "--heads") == branches
    assert project.repository.ask("status", "--porcelain") == ""


def test_the_same_site_is_the_same_commit(project: Project) -> None:
    project.deploys()
    first = project.published
    Repository(project.remote).ask("update-ref", "-d", "refs/heads/gh-pages")
    project.deploys()
    assert project.published == first


def test_a_signature_of_the_commit_does_not_get_into_that_of_the_site(project: Project) -> None:
    sign_last_commit(project.folder)
    project.build("new")
    manifests.record_passed(project.site)
    project.deploys()
    asked = Repository(project.remote).ask("log", "-1", "--format=%cn %ce", "gh-pages")
    assert asked == "A a@example.org"


def test_another_remote_branch_and_domain_can_be_named(project: Project) -> None:
    old, other, clone = project.published, project.place / "other.git", project.place / "pages"
    shutil.copytree(project.remote, other)
    project.repository.ask("remote", "add", "other", str(other))
    project.deploy("other", "pages", cname="example.org")
    Repository(other).ask("clone", "--quiet", "--branch", "pages", ".", str(clone))
    assert verify(str(clone), None)[1] == []
    assert (clone / "index.html").read_text("utf-8") == "new"
    assert (clone / "CNAME").read_text("utf-8") == "example.org"
    assert project.published == old


def test_a_domain_stays_until_another_is_named_or_it_is_dropped(project: Project) -> None:
    def domain() -> str:
        there = Repository(project.remote).run("cat-file", "blob", "gh-pages:CNAME")
        return there.stdout.decode()

    project.deploy(cname="book.example.org")
    for options, there in (
        ({}, "book.example.org"),
        ({"replace": project.published}, "book.example.org"),
        ({"cname": "example.org"}, "example.org"),
        ({"cname": NO_DOMAIN}, ""),
        ({}, ""),
    ):
        project.deploy(**options)
        assert domain() == there


@pytest.mark.parametrize(
    "name", ["", "a\nb", "../../x y", "localhost", "https://example.org", "-a.org"]
)
def test_a_domain_is_the_name_of_a_host(project: Project, name: str) -> None:
    assert f"{name!r} is not the name of a host" in project.refuses(cname=name)


@pytest.mark.skipif(os.name != "posix", reason="the workflow runs on Linux")
@pytest.mark.parametrize(
    ("variable", "options"), [("", ""), ("example.org", " --cname example.org")]
)
def test_the_workflow_names_a_domain_if_the_repository_does(
    root: Path, variable: str, options: str
) -> None:
    text = (root / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert "\n          SITE_CNAME: ${{ vars.SITE_CNAME }} #" in text
    (command,) = re.findall(r"- run: python (-m nox -s deploy.*)", text)
    env = {"SITE_CNAME": variable, "PATH": os.environ["PATH"]}
    said = subprocess.check_output(["bash", "-c", f"echo {command}"], env=env, text=True)
    assert said == f"-m nox -s deploy --{options}\n"


def test_a_remote_that_pushes_to_several_places_is_refused(project: Project) -> None:
    for place in ("../remote.git", "../other.git"):
        project.repository.ask("remote", "set-url", "--add", "--push", "origin", place)
    assert "origin pushes to several places" in project.refuses()


def test_a_branch_whose_name_ends_like_that_of_the_site_is_another(project: Project) -> None:
    theirs = project.stranger("index.html", "theirs")
    Repository(project.remote).ask("update-ref", f"refs/heads/a/{BRANCH}", theirs)
    project.deploys()


def test_no_message_holds_the_password_of_an_address(project: Project) -> None:
    address = f"file://me:secret@localhost{project.place.as_posix()}/none.git"
    assert "secret" not in str(Target(address, "gh-pages"))
    assert "secret" not in project.refuses(remote=address)


def test_a_dry_run_publishes_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    old = project.published
    project.deploy(dry_run=True)
    said = capsys.readouterr().out
    assert "Would publish the site of commit " in said
    assert "The published site is as it was" in said
    assert project.published == old


def test_what_was_changed_after_the_build_is_not_published(project: Project) -> None:
    (project.site / "index.html").write_text("defaced", "utf-8")
    assert "is not as it was built:\nchanged: index.html" in project.refuses()
    with pytest.raises(PublishError, match=r"is not as it was built:\nchanged: index\.html"):
        manifests.record_passed(project.site)
    (project.site / "CNAME").write_text("elsewhere.example.org", "utf-8")
    assert "not in the manifest: CNAME" in project.refuses()
    (project.site / "_static" / "live" / "noise").unlink()
    assert "missing: _static/live/noise" in project.refuses()
    shutil.rmtree(project.site)
    assert "build.json is not there: build the site with `nox -s docs`" in project.refuses()


def test_a_site_whose_cells_do_not_run_live_is_published_only_if_told_to(project: Project) -> None:
    shutil.rmtree(project.site / "_static" / "live")
    manifests.write_manifest(project.site, ADDRESS)
    manifests.record_passed(project.site)
    assert "do not run live: `nox -s live-runtime` says what is missing" in project.refuses()
    project.deploys(without_live=True)


@pytest.mark.skipif(os.name != "posix", reason="Windows lets few make a link")
def test_a_link_in_the_place_of_a_file_is_noticed(project: Project) -> None:
    page = project.site / "index.html"
    page.rename(project.site.parent / "index.html")
    page.symlink_to(project.site.parent / "index.html")
    assert "index.html is a link" in project.refuses()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
def test_a_pipe_in_the_place_of_a_file_is_noticed(project: Project) -> None:
    os.mkfifo(project.site / "pipe")
    assert "pipe is neither a file nor a folder" in project.refuses()


def test_a_branch_of_the_clone_stays_though_fetching_would_move_it(project: Project) -> None:
    git = project.repository.ask
    git("config", "remote.origin.fetch", "+refs/heads/*:refs/heads/*")
    git("branch", "gh-pages", "main")
    branches = git("show-ref", "--heads")
    project.deploy(dry_run=True)
    assert git("show-ref", "--heads") == branches


def test_only_the_very_site_that_the_tests_have_passed_on_is_published(project: Project) -> None:
    project.build("not tested")
    assert "the tests have not passed on what is in " in project.refuses()
    (project.site.parent / "site.passed").unlink()
    assert "run `nox -s tests`" in project.refuses()


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\x00",
        b"[]",
        b"{}",
        b'{"commit": 1, "changed": false, "versions": {}, "files": {}}',
        b'{"commit": "--all", "changed": false, "versions": {}, "files": {}}',
        b'{"commit": null, "changed": false, "versions": {}, "files": []}',
        b'{"commit": null, "changed": false, "versions": {}, "files": {"a": 1}}',
        b'{"commit": null, "changed": false, "versions": {}, "files": {}, "more": 1}',
        b"[" * 100_000,
        *(
            b'{"commit": null, "changed": false, "versions": {}, "files": {"%b": "%b"}}' % pair
            for pair in [
                (b"a", b"12"),
                *(
                    (name, b"0" * 64)
                    for name in (
                        b"",
                        b"/a",
                        b"a//b",
                        b"../a",
                        b"a/",
                        rb"a\u001b[8m",
                        rb"a\nb",
                        rb"\u202e",
                        rb"\ud800",
                    )
                ),
            ]
        ),
        rb'{"commit": null, "changed": false, "versions": {"a": "\u001b"}, "files": {}}',
        rb'{"commit": null, "changed": false, "versions": {"\r": "1"}, "files": {}}',
    ],
)
def test_what_is_no_manifest_is_not_taken_for_one(content: bytes) -> None:
    with pytest.raises(PublishError, match="a place is no manifest of a site: "):
        manifests.parse(content, "a place")


@pytest.mark.parametrize("name", ["docs/index.md", "new.md"])
def test_a_work_tree_with_changes_publishes_nothing(project: Project, name: str) -> None:
    (project.folder / name).write_text("changed", "utf-8")
    said = project.refuses()
    assert "the work tree has changes that are in no commit" in said
    assert name in said


def test_what_git_was_told_to_overlook_publishes_nothing(project: Project) -> None:
    project.repository.ask("update-index", "--assume-unchanged", "docs/index.md")
    (project.folder / "docs" / "index.md").write_text("changed", "utf-8")
    assert "in no commit:\ndocs/index.md is not byte for byte" in project.refuses()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"changed": True}, "the site was not built from a commit as it is"),
        ({"commit": None}, "the site was not built from a commit as it is"),
        ({"address": None}, "`nox -s docs -- --url https://OWNER.github.io/REPOSITORY/`"),
    ],
)
def test_a_site_of_no_commit_or_for_no_address_is_not_published(
    project: Project, facts: dict[str, Any], said: str
) -> None:
    project.build("new", **facts)
    manifests.record_passed(project.site)
    assert said in project.refuses()


def test_an_older_site_does_not_replace_a_newer_one(project: Project) -> None:
    project.deploys()
    project.repository.ask("checkout", "--quiet", "HEAD~1")
    assert "the site was built from commit " in project.refuses()
    project.build("older")
    manifests.record_passed(project.site)
    said = project.refuses()
    assert "which is not in the history of what was built here: it may be newer" in said
    assert f"--replace {project.published}" in said
    project.deploys(replace=project.published)


def test_a_branch_that_is_no_site_is_not_replaced_unasked(project: Project) -> None:
    work = project.stranger("thesis.tex", "years of work")
    Repository(project.remote).ask("update-ref", "refs/heads/gh-pages", work)
    assert "which is no site with a manifest" in project.refuses()
    assert "not at 0123" in project.refuses(replace="0123")
    project.deploys(replace=work)


def test_the_branch_of_the_source_is_not_replaced_by_the_site(project: Project) -> None:
    project.repository.ask("push", "--quiet", "origin", "main")
    assert "which is no site with a manifest" in project.refuses(branch="main")
    assert Repository(project.remote).ask("rev-list", "--count", "main") == "2"
