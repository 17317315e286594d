"""Report the entries of the bibliography that no page cites."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LOGGER = logging.getLogger(__name__)
_ENTRY = re.compile(r"@\w+\{([^,\s]+),")


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of each entry that is nowhere cited, with its place in the file."""
    references = env.get_domain("cite").citation_refs  # type: ignore[attr-defined]  # untyped domain
    cited = {target.key for reference in references for target in reference.targets}
    for name in app.config.bibtex_bibfiles:
        path = Path(app.srcdir) / name
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            entry = _ENTRY.match(line)
            if entry and entry[1] not in cited:
                LOGGER.warning("%s:%d: no page cites %r", path, number, entry[1])


def setup(app: Sphinx) -> dict[str, Any]:
    """Check once all pages are read."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.connect("env-check-consistency", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
