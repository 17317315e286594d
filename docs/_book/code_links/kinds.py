"""What calls return and attributes hold, as far as the links in the cells need to know it.

Only what is certain stands here. Where something is missing, the names after it get no link, and
that is all.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence


class Instance(NamedTuple):
    """An object of a class, such as an array; some hold something that their class leaves open."""

    of: str
    holds: Value = None


class Method(NamedTuple):
    """A method or attribute of an object, by its full name."""

    name: str


class Function(NamedTuple):
    """A function that a cell has defined."""

    returns: Value


class Many(NamedTuple):
    """Something to iterate over, all of one kind."""

    each: Value


class Row(NamedTuple):
    """A tuple or list with as many items as there are here."""

    items: tuple[Value, ...]


# A string is a module, class or function by its full name; None is unknown.
Value: TypeAlias = "str | Instance | Method | Function | Many | Row | None"

ARRAY, AXIS = Instance("numpy.ndarray"), Instance("matplotlib.axis.Axis")
AXES, AXES_3D = Instance("matplotlib.axes.Axes"), Instance("mpl_toolkits.mplot3d.axes3d.Axes3D")
FIGURE, BUNCH = Instance("matplotlib.figure.Figure"), Instance("sklearn.utils.Bunch")
DATASET = Instance("simplenn_core.Dataset")
# The record of a step, whose weights are one array, or one for each layer.
STEP, LAYERS = (Instance("simplenn_core.TrainingStep", w) for w in (ARRAY, Row((ARRAY, ARRAY))))

# What is not documented under its own name may be under another: that of the class it comes from.
ALSO = {f"{AXES_3D.of}.": f"{AXES.of}.", "numpy.abs": "numpy.absolute"}


def _all(prefix: str, names: str, kind: Value) -> dict[str, Value]:
    return {f"{prefix}.{name}": kind for name in names.split()}


RETURNS: dict[str, Value] = {
    **_all("simplenn_core", "regression_step classification_step", STEP),
    **_all("simplenn_core", "hidden_layer_step", LAYERS),
    **_all("simplenn_core", "noisy_line notebook_line first_column exclusive_or", DATASET),
    **_all("simplenn_core", "with_bias sigmoid sigmoid_derivative", ARRAY),
    **_all("simplenn_core", "sigmoid_derivative_from_output", ARRAY),
    **_all("simplenn_core", "mean_squared_error train", None),
    **_all("numpy", "arange array column_stack concatenate corrcoef eye full geomspace", ARRAY),
    **_all("numpy", "linalg.eigvalsh linspace logspace ones ones_like polyfit stack", ARRAY),
    **_all("numpy", "unique vstack zeros zeros_like", ARRAY),
    **_all("numpy", "linalg.eigh meshgrid", Many(ARRAY)),
    **_all("numpy", "finfo", Instance("numpy.finfo")),
    **_all("numpy", "random.default_rng", Instance("numpy.random.Generator")),
    **_all("numpy.ndarray", "astype copy dot ravel reshape round", ARRAY),
    **_all("sklearn.datasets", "load_breast_cancer load_diabetes", BUNCH),
    **_all("sklearn.model_selection", "train_test_split", Many(ARRAY)),
}
HOLDS: dict[str, Value] = {
    **_all("simplenn_core.TrainingStep", "predictions errors", ARRAY),
    **_all("simplenn_core.TrainingDiverged", "last", Instance(STEP.of)),
    **_all("simplenn_core.Dataset", "features targets", ARRAY),
    **_all("numpy.ndarray", "T", ARRAY),
    **_all("matplotlib.axes.Axes", "xaxis yaxis", AXIS),
    **_all("sklearn.utils.Bunch", "data target", ARRAY),
    "matplotlib.pyplot.style": "matplotlib.style",
}
# These return an array if they are given one, and those if an axis is named.
_ALIKE = _all("numpy", "abs ceil exp log multiply polyval round where", ARRAY)
_BY_AXIS = _all("numpy.ndarray", "max mean min std sum var", ARRAY)
_LIBRARIES = ("numpy.", "simplenn_core.", "sklearn.")


def item(of: Value) -> Value:
    """Return what each item of `of` is."""
    if isinstance(of, Row):
        return of.items[0] if len(set(of.items)) == 1 else None
    return of.each if isinstance(of, Many) else None


def attribute(of: Instance | Many, name: str) -> Value:
    """Return what the attribute `name` of an object is."""
    if isinstance(of, Many):  # a grid of axes has a list of them
        each = of.each.each if isinstance(of.each, Many) else of.each
        return Many(each) if name == "flat" and each in (AXES, AXES_3D) else None
    if of.of == STEP.of and name in ("weights", "update", "updated_weights"):
        return of.holds
    if of.of.startswith("sklearn.linear_model.") and name == "coef_":
        return ARRAY
    full = f"{of.of}.{name}"
    return HOLDS.get(full, Method(full))


def returned(  # noqa: PLR0911  # one for each rule
    function: Value, arguments: Sequence[Value], call: ast.Call
) -> Value:
    """Return what a call of `function` gives."""
    if isinstance(function, Function):
        return function.returns
    full = function.name if isinstance(function, Method) else function
    if not isinstance(full, str):
        return None
    first = arguments[0] if arguments else None
    keywords = {keyword.arg for keyword in call.keywords}
    parent, _, name = full.rpartition(".")
    if full == "matplotlib.pyplot.subplots":
        return Row((FIGURE, _axes(call, keywords)))
    if full == "simplenn_core.train":
        step = first.returns if isinstance(first, Function) else RETURNS.get(str(first))
        return Many(step) if step else Many(Instance(STEP.of))
    if full in _BY_AXIS:
        return ARRAY if "axis" in keywords else None
    if full in _ALIKE or full == "builtins.abs":
        return ARRAY if ARRAY in arguments else None
    if parent in ("numpy.random.Generator", "numpy.random.RandomState"):
        return ARRAY if arguments or "size" in keywords else None
    if parent.startswith("sklearn.linear_model."):
        return Instance(parent) if name == "fit" else ARRAY if name.startswith("predict") else None
    if name[:1].isupper() and full.startswith(_LIBRARIES):
        return Instance(full)
    return _of_items(name, arguments) if parent == "builtins" else RETURNS.get(full)


def _of_items(builtin: str, arguments: Sequence[Value]) -> Value:
    """Return what a function of Python itself gives that hands on the items of its arguments."""
    items = tuple(item(argument) for argument in arguments)
    match builtin:
        case "list" | "tuple" | "sorted" | "reversed" if items:
            return Many(items[0])
        case "enumerate" if items:
            return Many(Row((None, items[0])))
        case "zip":
            return Many(Row(items))
        case "next" if items:
            return items[0]
    return None


def _axes(call: ast.Call, keywords: set[str | None]) -> Value:
    """Return the second thing that `plt.subplots` gives: axes, or a grid of them."""
    options = "".join(ast.unparse(k.value) for k in call.keywords if k.arg == "subplot_kw")
    one = AXES_3D if "'3d'" in options else None if "projection" in options else AXES
    sizes = [size.value for size in call.args if isinstance(size, ast.Constant)]
    if len(sizes) != len(call.args) or keywords & {"nrows", "ncols", "squeeze", None}:
        return None
    rest = sum(size != 1 for size in sizes)
    return (one, Many(one), Many(Many(one)))[rest] if rest < 3 else None
