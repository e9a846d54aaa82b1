"""Where an XPath 1.0 expression begins to look: from the element at hand or the root.

lxml evaluates at elements only. What Schematron has evaluated at the document itself,
above its root element, is rewritten so that every path begins there.
"""

import re
from collections.abc import Iterator
from typing import Final

_TOKEN = re.compile(
    r"\s*("
    r"\"[^\"]*\"|'[^']*'"  # literals
    r"|\d+(?:\.\d*)?|\.\d+"  # numbers
    r"|\$[A-Za-z_][\w.-]*"  # variables
    r"|[A-Za-z_][\w.-]*(?::(?!:)(?:[A-Za-z_][\w.-]*|\*))?"  # names, p:*
    r"|//|::|\.\.|!=|<=|>=|[^\s]"
    r")"
)
_NODE_TESTS: Final = frozenset({"node", "text", "comment", "processing-instruction"})
_OPERATORS: Final = frozenset({"and", "or", "div", "mod", "*"})
# What an operand cannot follow, so that a name or * behind it is an operator.
_EXPECTING: Final = frozenset(
    {"", "(", "[", ",", "/", "//", "::", "@", "|", "+", "-", "=", "!=", "<", "<=", ">"}
    | {">=", "op"}
)
_IN_A_PATH: Final = frozenset({"/", "//", "::", "@"})
# Functions that mean the context node where they are given nothing.
_OF_CONTEXT: Final = frozenset(
    {"string", "number", "normalize-space", "string-length", "local-name", "name"}
    | {"namespace-uri"}
)


def from_root(expression: str) -> str:
    """Return an expression that says at any element what this one says at the root."""
    tokens = list(_tokens(expression))
    parts, depth = [], 0
    for place, (text, token, before) in enumerate(tokens):
        depth += (token == "[") - (token == "]")
        following = [each for _, each, _ in tokens[place + 1 : place + 3]]
        if depth == 0 and _begins_path(token, before, following):
            text = text.replace(token, f"/{token}", 1)
        parts.append(text)
        if depth == 0 and token == "(" and _nothing_given(tokens, place):
            parts.append("/")
    return "".join(parts)


def _tokens(expression: str) -> Iterator[tuple[str, str, str]]:
    """Yield each token with the space before it, bare, and the kind before it."""
    before = ""
    for found in _TOKEN.finditer(expression):
        token = found[1]
        yield found[0], token, before
        operand = before not in _EXPECTING
        operator = operand and token in _OPERATORS
        before = "op" if operator else token


def _begins_path(token: str, before: str, following: list[str]) -> bool:
    if before in _IN_A_PATH or before not in _EXPECTING:
        return False
    if token in (".", "..", "@", "*"):
        return True
    if not re.match(r"[A-Za-z_]", token):
        return False
    return following[:1] != ["("] or token in _NODE_TESTS


def _nothing_given(tokens: list[tuple[str, str, str]], place: int) -> bool:
    """Return whether this parenthesis is that of string() or another like it."""
    closed = place + 1 < len(tokens) and tokens[place + 1][1] == ")"
    return closed and tokens[place][2] in _OF_CONTEXT
