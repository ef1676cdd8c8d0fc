"""Mutants of a module: each is its source with one small thing changed that a test should notice."""

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_COMPARISONS = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
}  # fmt: skip
_BOUNDARIES = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
_ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult}
_BOOLEANS = {ast.And: ast.Or, ast.Or: ast.And}
_DROPPED = (ast.Expr, ast.AugAssign, ast.Raise, ast.Continue, ast.Break, ast.Delete)
_NOT_RUN = {"decorator_list", "annotation", "returns", "type_params", "bases"}
_NAMED = (ast.FunctionDef, ast.ClassDef)
_WORD = 24  # letters of a text that is no message


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change.

    Attributes:
        name: Which it is, whatever line it is on: function, statement before and after.
        place: The number of the node in its module that is changed.
        change: The number of the change among those of the node.
    """

    path: Path
    line: int
    kind: str
    name: str
    place: int
    change: int

    @property
    def rank(self) -> str:
        """Its place in the draw; neither a change elsewhere in the code nor a move of the module alters it."""
        return hashlib.sha256(self.name.encode()).hexdigest()

    def tree(self) -> ast.Module:
        """The whole module with the change."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        place = next(islice(_places(tree), self.place, None))
        place.put(next(islice(_changes(place.node), self.change, None))[1])
        return ast.fix_missing_locations(tree)


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module."""
    seen: Counter[str] = Counter()
    for number, place in enumerate(_places(ast.parse(path.read_text(encoding="utf-8")))):
        before = ""
        for change, (kind, new) in enumerate(_changes(place.node)):
            before = before or _text(place.statement)
            place.put(new)
            after = _text(new if place.statement is place.node else place.statement)
            place.put(place.node)
            name = f"{place.function}: {before} => {after}"
            seen[name] += 1
            yield Mutant(
                path=path, line=place.node.lineno, kind=kind, place=number, change=change,
                name=name if seen[name] == 1 else f"{name} #{seen[name]}",
            )  # fmt: skip


@dataclass
class _Place:
    node: ast.AST
    owner: ast.AST
    field: str
    index: int | None
    statement: ast.stmt
    function: str

    def put(self, new: ast.AST) -> None:
        ast.copy_location(new, self.node)
        if self.index is None:
            setattr(self.owner, self.field, new)
        else:
            getattr(self.owner, self.field)[self.index] = new


def _places(owner: ast.AST, statement: ast.stmt | None = None, function: str = "") -> Iterator[_Place]:
    """Every node that runs, with where it stands."""
    for field, value in ast.iter_fields(owner):
        if field in _NOT_RUN:
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST) or _is_told_to_readers(node):
                continue
            of = node if isinstance(node, ast.stmt) else statement
            if of is not None:
                yield _Place(node, owner, field, index, of, function)
            inside = f"{function}.{node.name}".lstrip(".") if isinstance(node, _NAMED) else function
            yield from _places(node, of, inside)


def _is_told_to_readers(node: ast.AST) -> bool:
    """Docstrings, imports, what only a type checker sees, values built into a message."""
    return (
        isinstance(node, (ast.Import, ast.ImportFrom, ast.JoinedStr))
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
        or (isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal")
    )


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    yield from _operators(node)
    yield from _constants(node)
    if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        yield "return", _with(node, value=None)
    if isinstance(node, _DROPPED):
        yield "dropped statement", ast.Pass()


def _operators(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare(ops=[operator, *_]):
            for kind, others in (("comparison", _COMPARISONS), ("boundary", _BOUNDARIES)):
                if type(operator) in others:
                    yield kind, _with(node, ops=[others[type(operator)](), *node.ops[1:]])
        case ast.BoolOp():
            yield "boolean", _with(node, op=_BOOLEANS[type(node.op)]())
        case ast.UnaryOp(op=ast.Not()):
            yield "boolean", copy.deepcopy(node.operand)
        case ast.BinOp() if type(node.op) in _ARITHMETIC:
            yield "arithmetic", _with(node, op=_ARITHMETIC[type(node.op)]())


def _constants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Constant(value=bool()):
            yield "boolean", _with(node, value=not node.value)
        case ast.Constant(value=int()):
            yield "constant", _with(node, value=node.value + 1)
        case ast.Constant(value=str()) if node.value and len(node.value) < _WORD and " " not in node.value.strip():
            yield "constant", _with(node, value=f"{node.value}X")


def _with(node: ast.AST, **fields: object) -> ast.AST:
    new = copy.deepcopy(node)
    for field, value in fields.items():
        setattr(new, field, value)
    return new


def _text(statement: ast.AST) -> str:
    """A statement without what is inside it, on one line."""
    bare = copy.copy(statement)
    for field in ("body", "orelse", "handlers", "finalbody"):
        if isinstance(getattr(bare, field, None), list):
            setattr(bare, field, [ast.Pass()] if field == "body" else [])
    return " ".join(ast.unparse(bare).removesuffix("pass").split()) or "pass"
