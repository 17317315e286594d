"""A walk through the graph of *Can the computer do the calculus?*: its values, then gradients."""

from __future__ import annotations

import itertools
import operator as op
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from _book.explorable.states import Control, Output

from _figures import walk
from _figures.walk import Line, Place, Stop, bent, lines_of, nudging, say, short, slope

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

WEIGHTS, TARGETS = [k / 2 for k in range(-3, 4)], [0.0, 1.0]
GIVEN_AT = {"w": (0.0, 2.5), "x": (0.0, 1.5), "b": (1.4, 1.0), "t": (2.4, 1.0), "½": (0.0, 0.0)}
BESIDE_B = (1.05, 1.0)  # where its line, which rises to the right, does not pass
SAYS = {
    "what goes in": "Numbers that go in are nodes without sources: the weight w = {w}, the input "
    "x = {x}, the bias b = {b} and the target t = {t}.",
    "w · x": "w · x is {w} · {x} = {w · x}. The new node remembers that it came from w and x.",
    "z": "Adding b gives z = {w · x} + {b} = {z}.",
    "p": "The sigmoid turns {z} into p = {p}, which is the prediction.",
    "e": "The target, {t}, minus the prediction, {p}, is the error: e = {e}.",
    "e · e": "The error goes in twice, as the first factor and as the second: e · e = {e · e}.",
    "L": "Half of {e · e} is the loss: L = {L}. From here we go back.",
    "back from L": "A nudge of the loss moves the loss by just as much: its gradient is {g L}.",
    "back to e · e": "The product multiplies {g L} by the other factor, {½}: {share} arrives at "
    "e · e.",
    "back to e, one path": "The product multiplies the gradient of e · e, {g e · e}, by the other "
    "factor, {e}: {share} arrives at e. This is the first of two paths.",
    "back to e, both paths": "Along the other path {share} arrives, too. A nudge of e moves "
    "both factors, so the two are added: the gradient of e is {g e}.",
    "back to p": "The minus sign reverses the sign of {g e}: {share} arrives at p.",
    "back to z": "The sigmoid multiplies {g p} by its slope, {slope}: {share} arrives at z.",
    "back to w · x": "A sum passes its gradient on as it is: {share} arrives at w · x.",
    "back to b": "The other summand gets the same: {share} arrives at b.",
    "back to w": "The product multiplies {g w · x} by the other factor, {x}: {share} arrives at w. "
    "An update moves w the other way, downhill.",
}


class Made(NamedTuple):
    """A node that is made of others: how, where it stands, and which line lights up ahead."""

    sign: str
    operation: Callable[..., Any]
    sources: Sequence[str]
    place: Place
    line: int


GRAPH = {
    "w · x": Made("·", op.mul, ("w", "x"), (1.2, 2.0), 0),
    "z": Made("+", op.add, ("w · x", "b"), (2.4, 2.0), 1),
    "p": Made("\N{GREEK SMALL LETTER SIGMA}", op.methodcaller("sigmoid"), ("z",), (3.6, 2.0), 2),
    "e": Made("\N{MINUS SIGN}", op.sub, ("t", "p"), (3.6, 0.0), 3),
    "e · e": Made("·", op.mul, ("e", "e"), (2.4, 0.0), 0),
    "L": Made("·", op.mul, ("½", "e · e"), (1.2, 0.0), 0),
}
PLACES = GIVEN_AT | {name: made.place for name, made in GRAPH.items()}
Way = tuple[str, int]  # back from a node to one of its sources, by its number
BACK, ADDED = 5, 9  # the lines that light up on the way back begin here; the last one does always
# In the order of `backward`; nobody asks for the gradients of x, t and ½.
_ORDER = ("L", 1), ("e · e", 0), ("e · e", 1), ("e", 1), ("p", 0), ("z", 0), ("z", 1), ("w · x", 0)
WAYS: dict[str, Way] = dict(zip([*SAYS][-len(_ORDER) :], _ORDER, strict=True))


def build(node: Any, given: Mapping[str, float], ways: Collection[Way] = (), by: Any = 0) -> Any:
    """Return the nodes by name; what goes in by one of the `ways` is larger `by` so much."""
    nodes = {name: node(value) for name, value in given.items()}
    for name, made in GRAPH.items():
        taken = [nodes[source] for source in made.sources]
        moved = [node(s.value + by) if (name, k) in ways else s for k, s in enumerate(taken)]
        nodes[name] = made.operation(*moved)
    return nodes


def measure(node: Any, given: Mapping[str, float], ways: Collection[Way]) -> float:
    """Return how fast the loss grows with what goes in by some ways at once, by nudging it."""
    return float(nudging(lambda by: -build(node, given, ways, by)["L"].value, np.zeros(())))


def edge(way: Way) -> Sequence[Place]:
    """Return the points of a way; of the two that lead to the error, each is bent to a side."""
    node, number = way
    bend = (0.22, -0.22)[number] if node == "e · e" else 0.0
    return bent(PLACES[node], PLACES[GRAPH[node].sources[number]], bend)


def stops(node: Any, backward: Callable[[Any], None], given: Mapping[str, float]) -> Iterator[Stop]:
    """Yield the stops of a walk through the graph, or an error if nudging finds other gradients."""
    nodes = build(node, given)
    backward(nodes["L"])
    said = {f"g {name}": say(each.gradient) for name, each in nodes.items()}
    said |= {name: say(nodes[name].value) for name in GRAPH} | {"slope": slope(nodes["p"].value)}
    said |= {name: short(value) for name, value in given.items()}
    # Where a name is an expression, or a number, the drawing shows what it stands for.
    label = {n: said[n] if " " in n else f"{n} = {said[n]}" for n in nodes} | {"½": "½"}
    above = {PLACES[name]: label[name] for name in given if name != "b"}
    above[BESIDE_B] = label["b"]
    says, data = SAYS["what goes in"].format(**said), [PLACES["x"], PLACES["t"]]
    yield Stop("what goes in", PLACES["w"], says, above=above, data=data)
    for name, made in GRAPH.items():
        ahead = [edge((name, number)) for number in range(len(made.sources))]
        says, above = SAYS[name].format(**said), {made.place: label[name]}
        yield Stop(name, made.place, says, [made.line], ahead=ahead, above=above)
    start, place = "back from L", PLACES["L"]
    yield Stop(start, place, SAYS[start].format(**said), [BACK - 1], below={place: said["g L"]})
    arrived, gone = dict.fromkeys(PLACES, 0.0), set[Way]()
    for name, way in WAYS.items():
        made, (_, back) = GRAPH[way[0]], nodes[way[0]].sources[way[1]]
        to, share = made.sources[way[1]], back(nodes[way[0]].gradient)
        arrived[to] += share
        gone = {way} | {other for other in gone if GRAPH[other[0]].sources[other[1]] == to}
        measured = measure(node, given, gone)
        if not np.isclose(measured, arrived[to], rtol=1e-5, atol=1e-9):
            raise ValueError(f"{arrived[to]} arrives at {to}, and nudging measures {measured}")
        yield Stop(
            name,
            PLACES[to],
            SAYS[name].format(share=say(share), **said),
            [BACK + made.line, ADDED],
            back=[edge(way)],
            below={PLACES[to]: say(arrived[to])},
            nudged=say(measured) + ", at this place" * name.endswith("one path"),
        )


def explore(node: Any, backward: Any, *rules: Callable[..., Any]) -> Output:
    """Let the reader choose weight and target, and walk through what the chapter's code makes.

    Its `rules` are those of the sum, the difference, the product and the sigmoid.
    """
    walks: dict[tuple[int, ...], list[Stop]] = {}
    for (i, weight), (j, target) in itertools.product(enumerate(WEIGHTS), enumerate(TARGETS)):
        given = {"w": weight, "x": 2.0, "b": 0.5, "t": target, "½": 0.5}
        walks[i, j] = [*stops(node, backward, given)]
    add, subtract, multiply, of = rules
    product = "(a, lambda g: g * b.value), (b, lambda g: g * a.value)"
    lines = [
        *lines_of(multiply, Line("ahead", r"a \cdot b", "a.value * b.value")),
        *lines_of(add, Line("ahead", "a + b", "a.value + b.value")),
        *lines_of(of, Line("ahead", r"p = \sigma(a)", "p = sigmoid(a.value)")),
        *lines_of(subtract, Line("ahead", "a - b", "a.value - b.value")),
        *lines_of(backward, Line("back", "g = 1", "result.gradient = 1.0")),
        *lines_of(multiply, Line("back", r"g \cdot b, \; g \cdot a", product)),
        *lines_of(add, Line("back", r"g, \; g", "(a, lambda g: g), (b, lambda g: g)")),
        *lines_of(of, Line("back", r"g \cdot p \, (1 - p)", "lambda g: g * (p * (1 - p))")),
        *lines_of(subtract, Line("back", "-g", "(b, lambda g: -g)")),
        *lines_of(backward, Line("back", r"\sum g", "source.gradient += back(node.gradient)")),
    ]
    shown = ["p", "L", "back to e, one path", "back to e, both paths", "back to z", "back to w"]
    return walk.explore(
        [edge((name, k)) for name, made in GRAPH.items() for k in range(len(made.sources))],
        lines,
        walks,
        on_paper=shown,
        signs={made.place: made.sign for made in GRAPH.values()},
        weight=Control("weight", [short(weight) for weight in WEIGHTS], 2),
        target=Control("target", [short(target) for target in TARGETS], 1),
    )
