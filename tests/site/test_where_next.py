"""The lines of PyTorch on the last page do what the core does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from simplenn_core import exclusive_or, hidden_layer_step, train

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def lines(root: Path) -> tuple[str, str]:
    """Return the lines that make the network, and the loop that trains it."""
    page = (root / "docs" / "deeper" / "where-next.md").read_text("utf-8")
    shown, *_hints = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    network, loop, steps = shown.partition("for ")
    return network, loop + steps


def test_the_lines_of_pytorch_are_the_hidden_layer_of_the_core(lines: tuple[str, str]) -> None:
    torch: Any = pytest.importorskip("torch", reason="PyTorch is a large download; nox -s bench")
    network, loop = lines
    features, targets = exclusive_or()
    rng = np.random.default_rng(0)
    start = rng.standard_normal((3, 4)), rng.standard_normal((4, 1))
    names: dict[str, Any] = {
        "inputs": torch.from_numpy(features[:, :2].copy()),
        "targets": torch.from_numpy(targets),
    }
    exec(network, names)  # noqa: S102  # our own page
    model = names["model"].double()
    with torch.no_grad():
        for parameter, values in zip(
            model.parameters(), (start[0][:2].T, start[0][2], start[1].T), strict=True
        ):
            parameter.copy_(torch.from_numpy(values.copy()))
    exec(loop, names)  # noqa: S102  # our own page
    *_, last = train(hidden_layer_step, features, targets, start, n_steps=2001)
    weight, bias, output = (parameter.detach().numpy() for parameter in model.parameters())
    assert np.vstack((weight.T, bias)) == pytest.approx(last.weights[0], rel=1e-12)
    assert np.transpose(output) == pytest.approx(last.weights[1], rel=1e-12)
