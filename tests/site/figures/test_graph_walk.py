"""The walk through a graph: every number is what the nodes of the chapter say, or the core."""

from __future__ import annotations

import gzip
import itertools
import json
from typing import Any

import chapter_nodes
import numpy as np
import pytest
from _figures.graph_walk import GRAPH, TARGETS, WAYS, WEIGHTS, build, explore
from _figures.walk import say, short

from simplenn_core import classification_step

RULES = "add", "subtract", "multiply", "through_sigmoid"
STATES = [*itertools.product(WEIGHTS, TARGETS)]


@pytest.fixture(scope="module")
def chapter() -> dict[str, Any]:
    return chapter_nodes.names()


@pytest.fixture(scope="module")
def data(chapter: dict[str, Any]) -> dict[str, Any]:
    rules = [chapter[name] for name in RULES]
    made: dict[str, Any] = explore(chapter["Node"], chapter["backward"], *rules).data["data"]
    return made


def told(data: dict[str, Any], part: str, weight: float, target: float) -> dict[str, Any]:
    """Return what each stop of a walk shows in a part that depends on all controls."""
    names = data["controls"][-1]["texts"]
    (frames,) = (each["frames"] for each in data["parts"] if each["id"] == part)
    at = STATES.index((weight, target)) * len(names)
    spaced = [each.replace("\N{NO-BREAK SPACE}", " ") for each in frames[at : at + len(names)]]
    return dict(zip(names, spaced, strict=True))


@pytest.mark.parametrize(("weight", "target"), STATES)
def test_each_stop_says_what_the_core_computes(
    data: dict[str, Any], weight: float, target: float
) -> None:
    said, nudged = (told(data, part, weight, target) for part in ("sentence", "nudge"))
    step = classification_step([[2.0, 1.0]], [target], [weight, 0.5])
    p, e = step.predictions.item(), step.errors.item()
    assert said["what goes in"].endswith(f"the target t = {target:g}.")
    assert f"{short(weight)} · 2 = {say(2 * weight)}." in said["w · x"]
    assert said["z"].endswith(f"+ 0.5 = {say(2 * weight + 0.5)}.")
    assert f"into p = {say(p)}," in said["p"]
    assert said["e"].endswith(f"e = {say(e)}.")
    assert said["e · e"].endswith(f"e · e = {say(e * e)}.")
    assert f"L = {say(e * e / 2)}." in said["L"]
    half, whole = say(e / 2), say(e)
    assert f"{half} arrives at e." in said["back to e, one path"]
    assert nudged["back to e, one path"] == f"{half}, at this place"
    assert f"other path {half} arrives" in said["back to e, both paths"]
    assert said["back to e, both paths"].endswith(f"of e is {whole}.")
    assert nudged["back to e, both paths"] == whole
    pulls = {"p": e, "z": e * p * (1 - p), "w · x": e * p * (1 - p)}
    pulls |= dict(zip("wb", step.update, strict=True))  # downhill, where a gradient points uphill
    for name, pull in pulls.items():
        assert f"{say(-pull)} arrives at {name}." in said[f"back to {name}"]
        assert nudged[f"back to {name}"] == say(-pull)


def test_the_ways_are_those_of_backward_in_its_order(chapter: dict[str, Any]) -> None:
    given = {"w": -0.5, "x": 2.0, "b": 0.5, "t": 1.0, "½": 0.5}
    nodes = build(chapter["Node"], given)
    names = {id(node): name for name, node in nodes.items()}
    gone = [
        (names[id(node)], number)
        for node in chapter["in_order"](nodes["L"], [])[::-1]
        for number, (source, _) in enumerate(node.sources)
        if names[id(source)] not in {"x", "t", "½"}
    ]
    assert [*WAYS.values()] == gone
    forwards = [names[id(node)] for node in chapter["in_order"](nodes["L"], [])]
    assert [*GRAPH] == [name for name in forwards if name in GRAPH]


def test_gradients_that_overwrite_each_other_are_refused(chapter: dict[str, Any]) -> None:
    def first_try(result: Any) -> None:
        result.gradient = 1.0
        for node in chapter["in_order"](result, [])[::-1]:
            for source, back in node.sources:
                source.gradient = back(node.gradient)

    rules = [chapter[name] for name in RULES]
    with pytest.raises(ValueError, match=r"arrives at p, and nudging measures"):
        explore(chapter["Node"], first_try, *rules)


def test_each_stop_lights_up_what_it_runs(data: dict[str, Any]) -> None:
    (part,) = (each for each in data["parts"] if each["kind"] == "lines")
    lit = dict(zip(data["controls"][-1]["texts"], part["frames"], strict=True))
    code = [line for _, _, line in part["lines"]]
    assert not lit["what goes in"]
    for name, runs in {"w · x": "*", "z": "+", "e": "-", "e · e": "*", "L": "*"}.items():
        assert [code[line] for line in lit[name]] == [f"a.value {runs} b.value"]
    for name in WAYS:
        assert code[lit[name][-1]] == "source.gradient += back(node.gradient)"
    assert code[lit["back to p"][0]] == "(b, lambda g: -g)"
    assert code[lit["back to z"][0]] == "lambda g: g * (p * (1 - p))"
    assert lit["back to w"] == lit["back to e, one path"] == lit["back to e · e"]


def test_the_two_ways_to_the_error_are_two_lines(data: dict[str, Any]) -> None:
    stops = data["controls"][-1]["texts"]
    back = [part for part in data["parts"] if part["kind"] == "points"][1]["frames"]
    one, both = (back[stops.index(f"back to e, {ways}")] for ways in ("one path", "both paths"))
    ends = [0, 1, *range(len(one) - 4, len(one) - 2)]  # then the gap
    assert one != both
    assert [one[k] for k in ends] == [both[k] for k in ends]
    middle = np.array([one, both], dtype=float)[:, 20:22].mean(axis=0)
    assert middle[1] == pytest.approx(one[1], abs=0.2)  # bent to one side and the other


def test_its_data_are_small(data: dict[str, Any]) -> None:
    assert len(gzip.compress(json.dumps(data).encode())) < 60_000
