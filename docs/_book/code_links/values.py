"""What the expressions of a cell mean."""

from __future__ import annotations

import ast
import builtins
from typing import NamedTuple

from _book.code_links.kinds import (
    ARRAY,
    DATASET,
    HOLDS,
    Instance,
    Many,
    Row,
    Value,
    attribute,
    item,
    returned,
)


class Use(NamedTuple):
    """A name in a cell: its line, from 0, its columns there, and its full name."""

    line: int
    start: int
    end: int
    name: str


class Values:
    """Reads expressions: notes the names they use, and knows what variables hold."""

    def __init__(self) -> None:
        names = (name for name in dir(builtins) if not name.startswith("_"))
        self.scope: dict[str, Value] = {name: f"builtins.{name}" for name in names}
        self.uses: list[Use] = []
        self.lines: list[str] = []
        self.sure = True  # False in a block that may not run

    def use(self, line: int, end: int, text: str, name: str) -> None:
        """Note that `text` in `line`, from 1, up to the byte `end` means `name`."""
        # In an f-string, Python tells the place rightly from 3.12 on only: so look there.
        stop = len(self.lines[line - 1].encode()[:end].decode(errors="ignore"))
        if self.lines[line - 1][:stop].endswith(text):
            self.uses.append(Use(line - 1, stop - len(text), stop, name))

    def bind(self, target: ast.expr, value: Value) -> None:
        """Give `value` to a variable, or its items to several."""
        match target:
            case ast.Name(id=name):
                known = self.scope.get(name)
                changed = not self.sure and known is not None and known != value
                self.scope[name] = None if changed else value
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                value = Row((ARRAY, ARRAY)) if value == DATASET else value
                starred = any(isinstance(part, ast.Starred) for part in parts)
                in_order = isinstance(value, Row) and len(value.items) == len(parts) and not starred
                for place, part in enumerate(parts):
                    one = value.items[place] if in_order and isinstance(value, Row) else item(value)
                    self.bind(part, one)
            case ast.Starred(value=inner):
                self.bind(inner, Many(value))
            case _:
                self.value(target)

    def value(self, node: ast.AST) -> Value:  # noqa: PLR0911  # one for each kind
        """Read an expression and return what is known of its value."""
        match node:
            case ast.Name(id=name):
                known = self.scope.get(name)
                if isinstance(known, str):
                    self.use(node.lineno, node.end_col_offset or 0, name, known)
                return known
            case ast.Attribute():
                return self.attribute(node)
            case ast.Call():
                function = self.value(node.func)
                arguments = [self.value(argument) for argument in node.args]
                for keyword in node.keywords:
                    self.value(keyword.value)
                return returned(function, arguments, node)
            case ast.Subscript():
                return self.subscript(node)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                items = tuple(self.value(part) for part in parts)
                starred = any(isinstance(part, ast.Starred) for part in parts)
                return None if starred else Row(items)
            case (
                ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp() | ast.Lambda()
            ):
                return self.inner(node)
            case ast.IfExp():
                self.value(node.test)
                first, second = self.value(node.body), self.value(node.orelse)
                return first if first == second else None
        kinds = [self.value(child) for child in ast.iter_child_nodes(node)]
        is_arithmetic = isinstance(node, ast.BinOp | ast.UnaryOp | ast.Compare)
        return ARRAY if is_arithmetic and ARRAY in kinds else None

    def attribute(self, node: ast.Attribute) -> Value:
        """Read the attribute of something."""
        before = self.value(node.value)
        line, end = node.end_lineno or 0, node.end_col_offset or 0
        if isinstance(before, str):  # np.linspace means one thing, not two
            name = f"{before}.{node.attr}"
            if self.uses and self.uses[-1].name == before:
                self.uses.pop()
            self.use(line, end, ast.unparse(node), name)
            return HOLDS.get(name, name)
        if isinstance(before, Instance):
            self.use(line, end, node.attr, f"{before.of}.{node.attr}")
        return attribute(before, node.attr) if isinstance(before, Instance | Many) else None

    def subscript(self, node: ast.Subscript) -> Value:
        """Read an item or a slice of something."""
        of, place = self.value(node.value), self.value(node.slice)
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        sliced = any(isinstance(part, ast.Slice) for part in parts)
        if of == ARRAY:
            return ARRAY if sliced or ARRAY in (place, item(place)) else None
        if isinstance(of, Many) and sliced:
            return of
        return None if sliced else item(of)

    def inner(self, node: ast.expr) -> Value:
        """Read an expression that has variables of its own."""
        outer, self.scope = self.scope, dict(self.scope)
        sure, self.sure = self.sure, True
        for part in getattr(node, "generators", []):
            self.bind(part.target, item(self.value(part.iter)))
            for condition in part.ifs:
                self.value(condition)
        if isinstance(node, ast.Lambda):
            self.scope |= {argument.arg: None for argument in node.args.args}
            self.value(node.body)
        names = [name for name in ("key", "value", "elt") if hasattr(node, name)]
        each = [self.value(getattr(node, name)) for name in names]
        self.scope, self.sure = outer, sure
        return Many(each[0]) if len(each) == 1 else None
