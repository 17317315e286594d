"""What of Pyodide's files no cell of this book can use, and how to leave it out of them."""

from __future__ import annotations

import io
import re
import zipfile

# Not needed to draw SVG: font formats of PDF and PostScript, time zones, a canvas of Pyodide's own.
UNUSED = {"fonttools", "matplotlib-pyodide", "pytz"}
# A page can neither listen to a network nor start a process, so Python cannot either.
_STANDARD = r"(ftplib|imaplib|mailbox|nntplib|poplib|smtplib|socketserver|telnetlib)\.py"
_KEPT_FONTS = r"ttf/DejaVuSans(-Bold|-Oblique|Display|Mono)?\.ttf"
_KEPT_BACKENDS = r"(__init__|registry|_backend_agg.*|backend_(agg|mixed|svg))\.?"
_LEFT_OUT = {
    "python_stdlib": rf"{_STANDARD}|(multiprocessing|wsgiref|xmlrpc)/|http/server\.py",
    "contourpy": r".*\.pyi",
    "matplotlib": rf"matplotlib/(mpl-data/(fonts/(?!{_KEPT_FONTS})|images/|sample_data/)|"
    rf"backends/(?!{_KEPT_BACKENDS})|_ttconv|testing/|tests/|sphinxext/|.*\.pyi)|"
    r"mpl_toolkits/(axes_grid1|axisartist)/",
    # Fortran, and what programs in C are built with. NumPy itself imports _multiarray_tests.
    "numpy": r"numpy/(f2py/|distutils/|.*\.(pyi|a|h|pxd)$|_core/_[^m]\w*_tests\.|.*/tests/)",
    "pillow": r"PIL/(_imagingft\.|_webp\.|.*\.pyi)",
    "python_dateutil": r"dateutil/zoneinfo/.*\.gz",
}
_THEN = (1980, 1, 1, 0, 0, 0)  # the earliest time that an archive can bear


def trimmed(name: str, archive: bytes) -> bytes:
    """Return a wheel, or the standard library, without what no cell can use."""
    left_out = re.compile(_LEFT_OUT.get(re.split(r"[-.]", name)[0], r"(?!)"))
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for path in old.namelist():
            if left_out.match(path):
                continue
            content = old.read(path)
            if path.endswith(".dist-info/RECORD"):  # the list of a wheel's files
                lines = content.decode().splitlines(keepends=True)
                content = "".join(line for line in lines if not left_out.match(line)).encode()
            entry = zipfile.ZipInfo(path, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content, compresslevel=9)
    return result.getvalue()
