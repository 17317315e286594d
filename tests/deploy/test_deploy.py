"""What is published is what was checked, and it replaces what was known to be there."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from _book.publishing.repository import Repository

if TYPE_CHECKING:
    from publishing import Project


def test_a_site_is_published_whole_as_one_commit_without_history(project: Project) -> None:
    said = project.deploys()
    old, new = said.partition("in the place of commit ")[2].split()[0], project.published
    assert new != old
    assert f"Published: branch gh-pages of origin is at commit {new}." in said
    remote = Repository(project.remote)
    assert remote.ask("rev-list", "--count", "gh-pages") == "1"
    head = project.repository.ask("rev-parse", "HEAD")
    assert remote.ask("log", "-1", "--format=%an %ae %s", "gh-pages") == (
        f"A a@example.org Site of commit {head}"
    )


def test_what_will_be_published_is_said_before(project: Project) -> None:
    project.hook("pre-receive", "exit 1")
    done = project.deploy()
    head = project.repository.ask("rev-parse", "HEAD")
    for words in (
        f"Publishing the site of commit {head}, with python 3.11.7",
        "2 files as in its build.json, whose SHA-256 is ",
        "to branch gh-pages of origin, in the place of commit ",
    ):
        assert words in done.stdout


def test_the_first_site_of_a_remote_is_published(new: Project) -> None:
    assert new.published is None
    assert "in the place of nothing" in new.deploys()


def test_the_same_site_is_the_same_commit(project: Project) -> None:
    project.deploys()
    first = project.published
    Repository(project.remote).ask("update-ref", "-d", "refs/heads/gh-pages")
    project.deploys()
    assert project.published == first
    project.deploys()
    assert project.published == first


def test_another_remote_and_branch_can_be_named(project: Project) -> None:
    old, other = project.published, project.remote.with_name("other.git")
    shutil.copytree(project.remote, other)
    project.repository.ask("remote", "add", "other", str(other))
    done = project.deploy("--remote", "other", "--branch", "pages")
    assert done.returncode == 0, done.stderr
    assert Repository(other).ask("show", "pages:index.html") == "new"
    assert project.published == old


def test_a_domain_of_its_own_is_published_with_the_site(project: Project) -> None:
    done = project.deploy("--cname", "example.org")
    assert done.returncode == 0, done.stderr
    assert Repository(project.remote).ask("show", "gh-pages:CNAME") == "example.org"


def test_a_dry_run_publishes_nothing(project: Project) -> None:
    old = project.published
    done = project.deploy("--dry-run")
    assert done.returncode == 0
    assert "Would publish the site of commit " in done.stdout
    assert "The published site is as it was" in done.stdout
    assert project.published == old
    assert project.holds == "old"


def test_a_clone_is_left_as_it_was(project: Project) -> None:
    before = project.repository.ask("show-ref", "--heads")
    project.deploys()
    assert project.repository.ask("show-ref", "--heads") == before
    assert project.repository.ask("status", "--porcelain") == ""


def test_nothing_is_published_without_a_site(project: Project) -> None:
    shutil.rmtree(project.site)
    assert "build.json is not there: build the site with `nox -s docs`" in project.refuses()


def test_a_file_changed_after_the_tests_is_noticed(project: Project) -> None:
    (project.site / "index.html").write_text("defaced", "utf-8")
    assert "is not as it was built:\nchanged: index.html" in project.refuses()


def test_a_file_added_after_the_tests_is_noticed(project: Project) -> None:
    (project.site / "CNAME").write_text("elsewhere.example.org", "utf-8")
    assert "not in the manifest: CNAME" in project.refuses()


def test_a_file_missing_after_the_tests_is_noticed(project: Project) -> None:
    (project.site / "_static" / "live" / "noise").unlink()
    assert "missing: _static/live/noise" in project.refuses()


def test_a_site_whose_cells_do_not_run_live_is_published_only_if_told_to(project: Project) -> None:
    shutil.rmtree(project.site / "_static" / "live")
    project.build_manifest()
    project.publish("passed", str(project.site))
    assert "do not run live: `nox -s live-runtime` says what is missing" in project.refuses()
    assert "Published: branch gh-pages" in project.deploys("--without-live")


@pytest.mark.skipif(os.name != "posix", reason="Windows lets few make a link")
def test_a_link_in_the_place_of_a_file_is_noticed(project: Project) -> None:
    page = project.site / "index.html"
    page.rename(project.site.parent / "index.html")
    page.symlink_to(project.site.parent / "index.html")
    assert "index.html is a link" in project.refuses()


def test_a_manifest_that_was_changed_with_the_site_has_passed_no_tests(project: Project) -> None:
    manifest = json.loads((project.site / "build.json").read_text("utf-8"))
    (project.site / "index.html").write_text("defaced", "utf-8")
    digest = "a02e86b9fc7e9d4dd1ba6a3a8a9f3b0f4f16d5d0a7bb1f0fd2ffa3fd1f5cf6a1"
    manifest["files"]["index.html"] = digest
    (project.site / "build.json").write_text(json.dumps(manifest), "utf-8")
    assert "changed: index.html" in project.refuses()
    project.build("defaced")
    assert "no tests have passed on what is in" in project.refuses()


KNOWN: dict[str, Any] = {"commit": None, "changed": False, "versions": {}, "files": {}}


@pytest.mark.parametrize(
    "facts",
    [
        [],
        {},
        KNOWN | {"commit": 1},
        KNOWN | {"commit": "HEAD"},
        KNOWN | {"commit": "--all"},
        KNOWN | {"files": []},
        KNOWN | {"files": {"a": 1}},
        KNOWN | {"more": 1},
    ],
)
def test_what_is_no_manifest_is_not_taken_for_one(project: Project, facts: Any) -> None:
    (project.site / "build.json").write_text(json.dumps(facts), "utf-8")
    assert "build.json is no manifest of a site: " in project.refuses()


def test_what_is_no_text_is_no_manifest(project: Project) -> None:
    (project.site / "build.json").write_bytes(b"\xff\x00")
    assert "build.json is no manifest of a site: " in project.refuses()


def test_what_no_tests_have_passed_on_is_not_published(project: Project) -> None:
    shutil.rmtree(project.site.parent / "passed")
    assert "run `nox -s tests`" in project.refuses()


def test_a_site_that_changed_during_its_tests_has_not_passed(project: Project) -> None:
    (project.site / "index.html").write_text("defaced", "utf-8")
    done = project.publish("passed", str(project.site))
    assert done.returncode == 1
    assert "is not as it was built:\nchanged: index.html" in done.stderr


@pytest.mark.parametrize("name", ["docs/index.md", "new.md"])
def test_a_work_tree_with_changes_publishes_nothing(project: Project, name: str) -> None:
    (project.folder / name).write_text("changed", "utf-8")
    said = project.refuses()
    assert "the work tree has changes that are in no commit" in said
    assert name in said


def test_a_site_of_another_commit_is_not_published(project: Project) -> None:
    project.repository.ask("checkout", "--quiet", "HEAD~1")
    assert "the site was built from commit " in project.refuses()


@pytest.mark.parametrize("facts", [{"changed": True}, {"commit": None}])
def test_a_site_of_no_commit_is_not_published(
    project: Project, facts: dict[str, bool | None]
) -> None:
    project.build("new", **facts)
    assert "the site was not built from a commit as it is" in project.refuses()


def test_an_older_site_does_not_replace_a_newer_one(project: Project) -> None:
    project.deploys()
    project.repository.ask("checkout", "--quiet", "HEAD~1")
    project.build("older")
    assert project.publish("passed", str(project.site)).returncode == 0
    said = project.refuses()
    assert "which is not in the history of what was built here: it may be newer" in said
    assert f"--replace {project.published}" in said
    project.deploys("--replace", str(project.published))
    assert project.holds == "older"


def test_a_branch_that_is_no_site_is_not_replaced_unasked(project: Project) -> None:
    work = project.stranger(**{"thesis.tex": "years of work"})
    Repository(project.remote).ask("update-ref", "refs/heads/gh-pages", work)
    assert "which is no site with a manifest" in project.refuses()
    assert "not at 0123" in project.refuses("--replace", "0123")
    project.deploys("--replace", work)


def test_the_branch_of_the_source_is_not_replaced_by_the_site(project: Project) -> None:
    project.repository.ask("push", "--quiet", "origin", "main")
    done = project.deploy("--branch", "main")
    assert done.returncode == 1
    assert "which is no site with a manifest" in done.stderr
    assert Repository(project.remote).ask("rev-list", "--count", "main") == "2"
