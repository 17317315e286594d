"""Find what the names in the cells of a page mean, without running them.

Nothing is guessed: a name whose meaning is not certain gets none.
"""

from __future__ import annotations

import ast

from _book.code_links.kinds import ARRAY, RETURNS, Function, Instance, Value, item
from _book.code_links.values import Use, Values


class Reader(Values):
    """Reads the cells of one page in order."""

    def __init__(self) -> None:
        super().__init__()
        self.returns: list[Value] = []

    def read(self, cell: str) -> list[Use]:
        """Return the uses of known names in one `cell`, in order."""
        self.uses, self.lines = [], cell.split("\n")
        try:
            statements = ast.parse(cell).body
        except SyntaxError:  # another language, or a command of the notebook
            return []
        for statement in statements:
            self.statement(statement)
        return sorted(set(self.uses))

    def statement(self, node: ast.AST) -> None:  # noqa: C901  # one case for each kind
        """Read one statement."""
        match node:
            case ast.Import():
                for alias in node.names:
                    self.alias(alias, alias.name)
                    name = alias.name if alias.asname else alias.name.partition(".")[0]
                    self.scope[alias.asname or name] = name
            case ast.ImportFrom(module=str(module)):
                self.use(node.lineno, node.col_offset + len(f"from {module}"), module, module)
                for alias in node.names:
                    self.import_from(module, alias)
            case ast.FunctionDef():
                self.function(node)
            case ast.Assign():
                value = self.value(node.value)
                for target in node.targets:
                    self.bind(target, value)
            case ast.AugAssign():
                operands = self.value(node.target), self.value(node.value)
                self.bind(node.target, ARRAY if ARRAY in operands else None)
            case ast.Return():
                self.returns.append(self.value(node.value) if node.value else None)
            case ast.For() | ast.While():
                # Twice: what the first round leaves is what the second one finds.
                before = list(self.uses)
                self.block(node)
                self.uses = before
                self.block(node)
            case ast.If() | ast.Try() | ast.With() | ast.ExceptHandler() | ast.withitem():
                self.block(node)
            case _:
                self.value(node)

    def alias(self, alias: ast.alias, name: str) -> None:
        """Note an imported name."""
        self.use(alias.lineno, alias.col_offset + len(alias.name.encode()), alias.name, name)

    def import_from(self, module: str, alias: ast.alias) -> None:
        """Read one name that comes from `module`, or all that are known of it."""
        if alias.name == "*":
            parts = (name.rpartition(".") for name in RETURNS)
            self.scope |= {
                name: f"{module}.{name}" for parent, _, name in parts if parent == module
            }
        else:
            self.alias(alias, f"{module}.{alias.name}")
            self.scope[alias.asname or alias.name] = f"{module}.{alias.name}"

    def function(self, node: ast.FunctionDef) -> None:
        """Read the definition of a function: what it is called with is not known."""
        for default in [*node.args.defaults, *node.args.kw_defaults, *node.decorator_list]:
            if default:
                self.value(default)
        outer, self.scope = self.scope, dict(self.scope)
        returns, self.returns = self.returns, []
        arguments = (part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg))
        self.scope |= dict.fromkeys(arguments)
        for statement in node.body:
            self.statement(statement)
        kinds = set(self.returns)
        self.scope, self.returns = outer, returns
        self.scope[node.name] = Function(kinds.pop() if len(kinds) == 1 else None)

    def block(self, node: ast.AST) -> None:
        """Read a statement with a block that may run, or not."""
        if isinstance(node, ast.For):
            self.bind(node.target, item(self.value(node.iter)))
        sure, self.sure = self.sure, False
        if isinstance(node, ast.ExceptHandler) and node.type:
            kind = self.value(node.type)
            if node.name:
                self.scope[node.name] = Instance(kind) if isinstance(kind, str) else None
        for field, content in ast.iter_fields(node):
            for part in content if isinstance(content, list) else [content]:
                if isinstance(part, ast.stmt | ast.ExceptHandler | ast.withitem):
                    self.statement(part)
                elif isinstance(part, ast.expr) and field not in ("target", "iter", "type"):
                    self.value(part)
        self.sure = sure
