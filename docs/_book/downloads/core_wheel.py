"""The core as a wheel: the cells in the browser load it, and readers install it from the site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_PUT = "wheel_of_the_core"


def core_wheel(app: Sphinx) -> Path:
    """Return the wheel at the root of the site, which is built when it is first asked for."""
    if not hasattr(app, _PUT):
        setattr(app, _PUT, _build(Path(app.config.live_core), Path(app.outdir)))
    wheel: Path = getattr(app, _PUT)
    return wheel


def _build(core: Path, site: Path) -> Path:
    # The same bytes at any time: the files in it bear no date but one that never changes.
    env = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    with tempfile.TemporaryDirectory() as work:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", work]
        done = subprocess.run(
            command, cwd=core, env=env, capture_output=True, text=True, check=False
        )
        wheels = [*Path(work).glob("*.whl")]
        if len(wheels) != 1:
            raise ExtensionError(f"no wheel of the core in {core}: {done.stderr}")
        site.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(wheels[0], site))


def install_command(app: Sphinx, others: list[str]) -> str:
    """Return what installs the core, from the site if it is known where that is, and `others`."""
    name, address = core_wheel(app).name, app.config.site_url.rstrip("/")
    return " ".join(["pip install", f"{address or '.'}/{name}", *others])


def put_core_wheel(app: Sphinx) -> None:
    """Put the wheel into the site, though no page be written anew."""
    if app.builder.name == "html":
        core_wheel(app)


def setup(app: Sphinx) -> None:
    app.add_config_value("site_url", "", "html", str)
    app.connect("builder-inited", put_core_wheel)
