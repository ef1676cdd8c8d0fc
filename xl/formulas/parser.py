"""Formula text to a tree, by openpyxl's tokenizer and precedence climbing.

Nodes are tuples: ("value", v) · ("ref", text) · ("call", name, [args]) · ("unary", op, a) · ("binary", op, a, b) ·
("array", rows) · ("missing",) for an argument left out.
"""

import math
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from xl.formulas.values import Unknown

Node = tuple[Any, ...]
_BINDING = {"=": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "<>": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
_MISSING: Node = ("missing",)
_DEEPEST = 200  # nesting; Excel allows 64


def parse(formula: str) -> Node:
    """Return the tree of a formula that begins with "=".

    Raises:
        Unknown: it cannot be read, or uses the operators for unions and intersections.
    """
    try:
        tokens = Tokenizer(formula).items
    except Exception as error:  # the tokenizer fails in many ways on broken text
        raise Unknown(formula) from error
    parser = _Parser(tokens)
    node = parser.expression(0)
    if parser.peek() is not None:
        raise Unknown(formula)
    return node


class _Parser:
    def __init__(self, tokens: list[Any]) -> None:
        self._tokens = _without_spaces(tokens)
        self._at = 0
        self._depth = 0

    def peek(self) -> Any:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def take(self) -> Any:
        token = self.peek()
        if token is None:
            raise Unknown("formula ends early")
        self._at += 1
        return token

    def expression(self, least: int) -> Node:
        """Read operands joined by operators that bind at least so tightly."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unknown("nested too deeply")
        left = self._postfix(self._operand())
        while (token := self.peek()) is not None and token.type == Token.OP_IN:
            binding = _BINDING.get(token.value)
            if binding is None:
                raise Unknown(f"operator {token.value!r}")
            if binding < least:
                break
            self.take()
            left = ("binary", token.value, left, self.expression(binding + 1))
        self._depth -= 1
        return left

    def _postfix(self, node: Node) -> Node:
        while (token := self.peek()) is not None and token.type == Token.OP_POST:
            self.take()
            node = ("unary", "%", node)
        return node

    def _operand(self) -> Node:
        token = self.take()
        if token.type == Token.OP_PRE:
            return ("unary", token.value, self._postfix(self._operand()))
        if token.type == Token.OPERAND:
            return _operand(token)
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return ("call", token.value[:-1].upper(), self._arguments())
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            node = self.expression(0)
            if self.take().subtype != Token.CLOSE:
                raise Unknown("union of references")
            return node
        if token.type == Token.ARRAY and token.subtype == Token.OPEN:
            return self._array()
        raise Unknown(f"unexpected {token.value!r}")

    def _arguments(self) -> list[Node]:
        arguments: list[Node] = []
        while True:
            token = self.peek()
            if token is None:
                raise Unknown("formula ends early")
            closes = token.type == Token.FUNC and token.subtype == Token.CLOSE
            if closes and not arguments:
                self.take()
                return arguments
            if closes or token.type == Token.SEP:
                arguments.append(_MISSING)
            else:
                arguments.append(self.expression(0))
            end = self.take()
            if end.type == Token.FUNC and end.subtype == Token.CLOSE:
                return arguments
            if end.type != Token.SEP:
                raise Unknown(f"unexpected {end.value!r}")

    def _array(self) -> Node:
        rows: list[list[Any]] = [[]]
        while True:
            node = self.expression(0)
            if node[0] == "unary" and node[2][0] == "value":
                node = ("value", -node[2][1] if node[1] == "-" else node[2][1])
            if node[0] != "value":
                raise Unknown("array of expressions")
            rows[-1].append(node[1])
            end = self.take()
            if end.type == Token.ARRAY and end.subtype == Token.CLOSE:
                return ("array", rows)
            if end.subtype == Token.ROW:
                rows.append([])


def _without_spaces(tokens: list[Any]) -> list[Any]:
    """Drop blanks between tokens; one between two operands asks for their intersection, which is not known here."""
    kept: list[Any] = []
    spaced = False
    for token in tokens:
        if token.type == Token.WSPACE:
            spaced = True
            continue
        after = kept and (kept[-1].type == Token.OPERAND or kept[-1].subtype == Token.CLOSE)
        if spaced and after and (token.type == Token.OPERAND or token.subtype == Token.OPEN):
            raise Unknown("intersection of references")
        kept.append(token)
        spaced = False
    return kept


def _operand(token: Any) -> Node:
    kind, value = token.subtype, token.value
    if kind == Token.NUMBER:
        if float(value) == math.inf:
            raise Unknown(value)
        return ("value", float(value))
    if kind == Token.TEXT:
        return ("value", value[1:-1].replace('""', '"'))
    if kind == Token.LOGICAL:
        return ("value", value.upper() == "TRUE")
    if kind == Token.ERROR:
        return ("error", value)
    return ("ref", value)
