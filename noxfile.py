# /// script
# dependencies = ["nox>=2025.10.16"]
# ///
"""What a person wants to do with this project, one nox session each: ``nox --list``."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nox
from nox.command import CommandFailed

nox.needs_version = ">=2025.10.16"
nox.options.sessions = ["docs", "tests"]
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
# A Python that is not there, or a launcher of one that does not start, is skipped, not fetched.
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False

ROOT = Path(__file__).parent
BUILD = ROOT / "build"
SITE = BUILD / "site"
PINS = ROOT / "requirements"
BUILT_WITH = str(PINS / "build.txt")
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
THIS = f"{sys.version_info.major}.{sys.version_info.minor}"  # builds the site, and tests it
TWO = (
    "--numprocesses=2",
    "--dist=worksteal",
)  # tests at once, the longest of which are half of all
PYTHONS = nox.project.python_versions(PROJECT)
if THIS not in PYTHONS:
    PYTHONS.append(THIS)  # a newer one is tried; an older one is told what it lacks


def _install(session: nox.Session, *groups: str, core: tuple[str, ...] = (".",)) -> None:
    """Install the pins of groups of dependencies and the core; `core` is what pip is told of it."""
    if sys.version_info < (3, 11):  # noqa: UP036  # which nox itself does not need
        session.error(
            f"This project needs Python 3.11 or newer, and nox runs on {THIS}: start it with "
            "another, as in `uvx --python 3.13 nox -s docs` or `python3.13 -m nox -s docs`"
        )
    # What has no wheel for this system is built, and with nothing that has no hash either.
    session.env["UV_BUILD_CONSTRAINT"] = session.env["PIP_BUILD_CONSTRAINT"] = BUILT_WITH
    session.install("--require-hashes", *(f"-r{PINS / group}.txt" for group in groups))
    if core:
        _install_core(session, *core)


def _install_core(session: nox.Session, *core: str) -> None:
    # Anew each time: what an earlier run has left in the environment may be an older core. With
    # the pinned tools that are there already, not with those that pip would fetch to build it.
    session.install("--force-reinstall", "--no-deps", "--no-build-isolation", *core)


def _newest(*groups: str) -> tuple[str, ...]:
    return nox.project.dependency_groups(PROJECT, *groups)


def _book(session: nox.Session, module: str, *arguments: str, **options: Any) -> None:
    """Run a module of what the site adds to Sphinx."""
    env = {"PYTHONPATH": str(ROOT / "docs")} | options.pop("env", {})
    session.run(options.pop("python", "python"), "-m", f"_book.{module}", *arguments, env=env,
                **options)  # fmt: skip


def _run_script(session: nox.Session, name: str, *arguments: Path) -> None:
    env = {"PYTHONPATH": str(ROOT / "docs")}
    session.run("python", f"tests/scripts/{name}.py", *map(str, arguments), env=env)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site, strictly; ``-- --url https://…`` says where it will be read."""
    _install(session, "site", "live")
    _build(session, SITE, *session.posargs)


def _build(session: nox.Session, site: Path, *options: str) -> None:
    live = site.with_name(f"{site.name}-live")
    # Without it, the site is whole but for its live cells.
    _book(session, "live.runtime.assemble", str(live), success_codes=[0, 3])
    _book(session, "publishing.build", str(site), *options, env={"LIVE_FOLDER": str(live)})


@nox.session(name="live-runtime")
def live_runtime(session: nox.Session) -> None:
    """Assemble the Python that runs the cells in a browser, every file checked."""
    _install(session, "live", core=())
    _book(session, "live.runtime.assemble", f"{SITE}-live")


@nox.session
def preview(session: nox.Session) -> None:
    """Serve the site and rebuild it whenever a file is saved."""
    _install(session, "site", core=("-e", "."))  # a change of the core counts at once
    session.env["LIVE_FOLDER"] = f"{SITE}-live"  # as `docs` or `live-runtime` left it
    work = BUILD / "preview"
    server = ("--watch", "simplenn_core", "--port", "0", "--open-browser", *session.posargs)
    folders = ("-d", str(work / "doctrees"), "docs", str(work / "html"))
    session.run("sphinx-autobuild", *server, "-n", "-b", "html", *folders)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run all tests; on a Python that does not build the site, those of the core."""
    if session.python != THIS:
        _install(session, "test")
        session.run("pytest", *(session.posargs or ("tests/core",)))
        return
    _install(session, "site", "live", "test", "deploy")
    if session.posargs:
        _build(session, SITE, "--if-stale")
        session.run("pytest", f"--site={SITE}", *session.posargs)
        return
    # A build works on one thing at a time for a good part of it: the core is tested beside it.
    with ThreadPoolExecutor(1) as beside:
        core = beside.submit(_test_core, session, silent=True)
        _build(session, SITE, "--if-stale")
        session.log(f"The core: {core.result()}")
    _test_site(session, SITE)
    _book(session, "publishing", "passed", str(SITE))


def _test_core(session: nox.Session, **options: Any) -> str:
    """Test the core; if what that says is kept `silent`, return its last line."""
    BUILD.mkdir(exist_ok=True)
    options["env"] = {"COVERAGE_FILE": str(BUILD / f"coverage-{session.name}")}
    # What an interrupted run has left would be combined, too.
    session.run("coverage", "erase", **options)
    tests = ("-m", "pytest", *TWO, "tests/core", "tests/fuzz")
    said = session.run("coverage", "run", *tests, **options)
    session.run("coverage", "combine", "--quiet", **options)
    session.run("coverage", "report", **options)
    _doctest(session, **options)
    return str(said).strip().rpartition("\n")[2].strip(" =")


def _test_site(session: nox.Session, site: Path) -> None:
    session.run("pytest", *TWO, f"--site={site}", "tests/site", "tests/deploy")


@nox.session
def doctest(session: nox.Session) -> None:
    """Run the examples in the docstrings of the core and in the README."""
    _install(session, "test")
    _doctest(session)


def _doctest(session: nox.Session, **options: Any) -> None:
    settings = ("-c", "tests/doctests/pytest.ini", "--rootdir", str(ROOT))
    session.run("python", "-m", "pytest", *settings, "simplenn_core", "README.md", **options)


@nox.session
def newest(session: nox.Session) -> None:
    """Run all tests with the newest of everything, not what is pinned."""
    session.install("--upgrade", *_newest("site", "live", "test", "deploy"))
    _install_core(session, ".")
    _build(session, BUILD / "newest" / "site")
    _test_core(session)
    _test_site(session, BUILD / "newest" / "site")


@nox.session(python=PYTHONS)
def oldest(session: nox.Session) -> None:
    """Run the tests of the core with the oldest NumPy that it supports."""
    _install(session, "oldest")
    session.run("pytest", "tests/core", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check format, style, types, spelling, scripts and workflows."""
    _install(session, "lint", "audit", "site")
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
    tools = shutil.copytree(ROOT / "tests/browser/tools", BUILD / "audit", dirs_exist_ok=True)
    asked, installed = (tools / name for name in ("package-lock.json", "node_modules/asked.json"))
    if not installed.is_file() or installed.read_bytes() != asked.read_bytes():
        quietly = ("--ignore-scripts", "--no-audit", "--no-fund")
        if session.run_install("npm", "ci", f"--prefix={tools}", *quietly):
            shutil.copy(asked, installed)
    tests = ("pytest", "tests/browser", f"--site={SITE}", "--durations=20", *session.posargs)
    some = [0, 5] if session.posargs else [0]  # those asked for may all be of the other kind
    try:
        session.run(*tests, "-m", "not timed", *TWO, success_codes=some)
    except CommandFailed:
        # Beside another browser a press may come too late. What is wrong fails once more.
        session.warn("What has failed is tried once more, with the machine for itself.")
        again = ("--last-failed", "--last-failed-no-failures=none")
        session.run(*tests, "-m", "not timed", *again)
    session.run(*tests, "-m", "timed", success_codes=some)  # with the machine for itself


@nox.session
def pdf(session: nox.Session) -> None:
    """Print the site that `docs` built as one book, build/book.pdf, with the browser of `audit`."""
    _install(session, "audit", core=())
    _book(session, "pdf.printing", str(SITE), str(BUILD / "book.pdf"))


@nox.session
def downloads(session: nox.Session) -> None:
    """Run what readers download from the site that `docs` built, and check the EPUB."""
    _install(session, "downloads")
    _run_script(session, "downloads", SITE, BUILD / "downloads")


@nox.session(python=PYTHONS)
def reproducible(session: nox.Session) -> None:
    """Build one commit twice, in other folders and circumstances, and compare all bytes."""
    _install(session, "site", "live")
    _run_script(session, "reproducible", BUILD / "reproducible")


@nox.session
def deploy(session: nox.Session) -> None:
    """Publish what `docs` has built and `tests` has passed; ``-- --help`` lists the options."""
    _install(session, "deploy", core=())
    # Time to say what the remote holds, if this is interrupted.
    _book(session, "publishing", "deploy", str(SITE), *session.posargs,
          interrupt_timeout=60, terminate_timeout=60)  # fmt: skip


@nox.session(name="verify-site", venv_backend="none")
def verify_site(session: nox.Session) -> None:
    """Look whether a published site, ``-- ADDRESS`` or a folder, is as its manifest says."""
    place = session.posargs or [str(SITE)]
    _book(session, "publishing", "verify", *place, python=sys.executable)


@nox.session
def linkcheck(session: nox.Session) -> None:
    """Follow every link that leaves the site; needs the internet."""
    _install(session, "site")
    session.run("sphinx-build", "-b", "linkcheck", "-E", "docs", str(BUILD / "linkcheck"))


@nox.session
def inventories(session: nox.Session) -> None:
    """Renew the lists of names that link to other documentation; ``-- NAME`` adds one."""
    _install(session, "lint", core=())
    session.run("python", "docs/_book/code_links/inventories/renew.py", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Change the core in every small way, and list the changes that no test notices."""
    _install(session, "mutants")
    BUILD.mkdir(exist_ok=True)
    file = str(BUILD / "mutants.sqlite")
    Path(file).unlink(missing_ok=True)
    session.run("cosmic-ray", "init", "tests/mutants.toml", file)
    session.run("cosmic-ray", "exec", "tests/mutants.toml", file)
    session.run("cr-report", "--show-diff", "--surviving-only", file)
    session.run("cr-rate", file)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Try a million hostile inputs on the core; ``-- --seed N`` tries one of them again."""
    _install(session, "fuzz")
    session.run("python", "tests/fuzz/campaign.py", *session.posargs)


# With pip, which knows more places to find PyTorch than uv does.
@nox.session(venv_backend="venv")
def bench(session: nox.Session) -> None:
    """Measure the speed, as ratios in one run; ``-- "core, growing"`` measures one section."""
    _install(session, "site")
    for peer in _newest("bench"):
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
    _install(session, "nox", core=())
    session.run("python", "requirements/lock.py")
