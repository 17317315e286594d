"""The fonts of a style sheet: the characters that they are for, and their files."""

from __future__ import annotations

import base64
import re


def ranges(css: str) -> list[set[str]]:
    """Return the characters that each font is for."""
    return [
        {
            chr(code)
            for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", found)
            for code in range(int(first, 16), int(last or first, 16) + 1)
        }
        for found in re.findall(r"unicode-range:([^;]*);", css)
    ]


def within(css: str) -> list[bytes]:
    """Return the files that are written out in it."""
    found = re.findall(r"url\(data:font/woff2;base64,([^)]*)\)", css)
    return [base64.b64decode(each) for each in found]
