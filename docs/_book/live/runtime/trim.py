"""What of Pyodide's files no cell of this book can use, and how to leave it out of them.

What is left is compiled, so that no reader's browser has to: that takes it longer than all else.
`trim.mjs` runs this in the very Python that is to read the files.
"""

from __future__ import annotations

import importlib.util
import io
import marshal
import re
import zipfile
from pathlib import Path

# Not needed to draw SVG: font formats of PDF and PostScript, time zones, a canvas of Pyodide's own.
UNUSED = {"fonttools", "matplotlib-pyodide", "pytz"}
# A page can neither listen to a network nor start a process, so Python cannot either.
_STANDARD = r"(ftplib|imaplib|mailbox|nntplib|poplib|smtplib|socketserver|telnetlib)\.py"
_KEPT_FONTS = (
    r"ttf/(DejaVuSans(-Bold|-Oblique|Display|Mono)?|STIXNonUniIta)\.ttf"  # the last for \mathcal
)
_KEPT_BACKENDS = r"(__init__|registry|_backend_agg.*|backend_(agg|mixed|svg))\.?"
_LEFT_OUT = {
    "python_stdlib": rf"{_STANDARD}|(multiprocessing|wsgiref|xmlrpc)/|http/server\.py",
    "contourpy": r".*\.pyi",
    "matplotlib": rf"matplotlib/(mpl-data/(fonts/(?!{_KEPT_FONTS})|images/|sample_data/)|"
    rf"backends/(?!{_KEPT_BACKENDS})|_ttconv|testing/|tests/|sphinxext/|.*\.pyi)|"
    r"mpl_toolkits/axisartist/",
    # Fortran, and what programs in C are built with. NumPy itself imports _multiarray_tests.
    "numpy": r"numpy/(f2py/|distutils/|.*\.(pyi|a|h|pxd)$|_core/_[^m]\w*_tests\.|.*/tests/)",
    "pillow": r"PIL/(_imagingft\.|_webp\.|.*\.pyi)",
    "python_dateutil": r"dateutil/zoneinfo/.*\.gz",
}
_THEN = (1980, 1, 1, 0, 0, 0)  # the earliest time that an archive can bear


def make_small(folder: str) -> None:
    """Put the small ones in the place of all archives of a folder."""
    for archive in sorted(Path(folder).iterdir()):
        archive.write_bytes(trimmed(archive.name, archive.read_bytes()))


def trimmed(name: str, archive: bytes) -> bytes:
    """Return a wheel, or the standard library, compiled and without what no cell can use."""
    left_out = re.compile(_LEFT_OUT.get(re.split(r"[-.]", name)[0], r"(?!)"))
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for old_path in old.namelist():
            if left_out.match(old_path):
                continue
            path, content = old_path, old.read(old_path)
            if path.endswith(".dist-info/RECORD"):  # the list of a wheel's files
                lines = content.decode().splitlines(keepends=True)
                kept = [line for line in lines if not left_out.match(line.split(",")[0])]
                content = re.sub(r"(?m)^([^,]+\.py),.*$", r"\1c,,", "".join(kept)).encode()
            elif path.endswith(".py"):
                path, content = f"{path}c", compiled(path, content)
            entry = zipfile.ZipInfo(path, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content, compresslevel=9)
    return result.getvalue()


def compiled(path: str, source: bytes) -> bytes:
    """Return a module as this Python keeps it compiled, to be used whatever its source is."""
    unchecked = (0b01).to_bytes(4, "little")  # PEP 552
    start = importlib.util.MAGIC_NUMBER + unchecked + importlib.util.source_hash(source)
    return start + marshal.dumps(compile(source, path, "exec", dont_inherit=True))
