"""What is left out of the Python for browsers, and that the rest is compiled."""

from __future__ import annotations

import io
import zipfile
import zipimport
from pathlib import Path

from _book.live.runtime.trim import trimmed


def test_a_wheel_is_compiled_and_what_cannot_be_used_is_left_out(tmp_path: Path) -> None:
    file = io.BytesIO()
    about = "numpy-2.dist-info"
    names = ["numpy/__init__.py", "numpy/f2py/x.py", "numpy/_core/lib/x.a", f"{about}/L"]
    with zipfile.ZipFile(file, "w") as wheel:
        for name in names:
            wheel.writestr(name, "two = 1 + 1")
        wheel.writestr(f"{about}/RECORD", "".join(f"{name},sum,1\n" for name in names))
    small = trimmed("numpy-2-any.whl", file.getvalue())
    with zipfile.ZipFile(io.BytesIO(small)) as wheel:
        assert wheel.namelist() == ["numpy/__init__.pyc", f"{about}/L", f"{about}/RECORD"]
        assert wheel.read(f"{about}/RECORD") == b"numpy/__init__.pyc,,\nnumpy-2.dist-info/L,sum,1\n"
    (tmp_path / "numpy.zip").write_bytes(small)
    made: dict[str, int] = {}
    exec(zipimport.zipimporter(str(tmp_path / "numpy.zip")).get_code("numpy"), made)  # noqa: S102  # made above
    assert made["two"] == 2
    assert trimmed("numpy-2-any.whl", file.getvalue()) == small
    assert trimmed("other-1-any.whl", file.getvalue()) != small


def test_no_module_is_left_for_the_browser_to_compile(site: Path) -> None:
    python = site / "_static" / "live"
    for archive in [*python.glob("python-*/*.zip"), *python.glob("python-*/*.whl")]:
        with zipfile.ZipFile(archive) as file:
            endings = {Path(name).suffix for name in file.namelist()}
        assert ".pyc" in endings
        assert ".py" not in endings
