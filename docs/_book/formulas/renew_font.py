# /// script
# dependencies = ["brotli>=1.1", "fonttools>=4.55"]
# ///
"""Make the font of the formulas: the characters that `formulas.css` names, out of a whole font.

Usage: ``uv run docs/_book/formulas/renew_font.py FONT``, where FONT is STIX Two Math as OTF, TTF or
WOFF2, for example of the npm package ``@fontsource/stix-two-math`` 5.3.0, as the last time.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

HERE = Path(__file__).parent


def characters(css: str) -> set[int]:
    """Return what the `unicode-range` of a style sheet names."""
    found = re.search(r"unicode-range:([^;]*);", css)
    assert found, "formulas.css has a unicode-range"  # noqa: S101  # our own file
    ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", found[1])
    return {
        code for first, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)
    }


def main(source: str) -> None:
    """Write the font."""
    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = []  # browsers use none of them in formulas; the MATH table stays
    options.name_IDs = [0, 1, 2, 13, 14]  # who made it, its name and its licence
    font = load_font(source, options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters((HERE / "formulas.css").read_text("utf-8")))
    subsetter.subset(font)
    save_font(font, HERE / "stix-two-math.woff2", options)


if __name__ == "__main__":
    main(sys.argv[1])
