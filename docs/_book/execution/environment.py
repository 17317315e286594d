"""The environment of the cells: what the project says, and nothing else that a shell exports."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib import font_manager

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCS = Path(__file__).parents[2]
KERNEL = Path(__file__).parent / "kernel"
# What an operating system needs to start a program and to let it find libraries and write files.
PASSED_ON = (
    *("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    # Windows
    *("TEMP", "TMP", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT"),
    *("USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA"),
)


def kernel_environment(shell: Mapping[str, str], private: Path) -> dict[str, str]:
    """Return the environment of the kernels, whose settings and caches lie in a `private` folder.

    It is a list of what is allowed, since nobody can list what is not: `PYTHONOPTIMIZE` strips the
    assertions, `MPLBACKEND` the figures, and each package has variables of its own.
    """
    return {name: shell[name] for name in PASSED_ON if name in shell} | {
        "IPYTHONDIR": str(private),
        "JUPYTER_CONFIG_DIR": str(private),
        "JUPYTER_DATA_DIR": str(private),
        "JUPYTER_PLATFORM_DIRS": "1",  # which needs no word about a change of defaults
        "JUPYTER_RUNTIME_DIR": str(private),
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(private),
        "MATPLOTLIBRC": str(KERNEL / "matplotlibrc"),
        "OMP_NUM_THREADS": "1",  # the matrices are tiny: a second thread only waits for the first
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        # The core as it is here, and for hidden cells `_book.explorable` and `_figures`.
        "PYTHONPATH": os.pathsep.join(map(str, (DOCS.parent, DOCS))),
        "PYTHONUTF8": "1",
        "TZ": "UTC",
    }


def write_font_list(private: Path) -> None:
    """Write Matplotlib's list of fonts, which it would else make, and tell of it, in a cell.

    Only the fonts that come with Matplotlib are in it: they are the same on every machine.
    """
    fonts = copy.copy(font_manager.fontManager)
    bundled = Path(mpl.get_data_path())
    for kind in ("ttflist", "afmlist"):
        entries = [font for font in getattr(fonts, kind) if bundled in Path(font.fname).parents]
        setattr(fonts, kind, entries)
    name = f"fontlist-v{font_manager.FontManager.__version__}.json"
    font_manager.json_dump(fonts, private / name)
