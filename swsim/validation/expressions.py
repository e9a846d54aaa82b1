"""Reads XPath 1.0 just far enough to split it and to name what it calls.

Compiling and evaluating is lxml's work; this finds what lxml would only notice when a
document comes along, or what a match pattern may not contain.
"""

import re
from collections.abc import Iterator
from typing import Final

# String literals, so that what stands in them is not taken for XPath.
_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_CALL = re.compile(r"(?<![\w.$:-])([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*\(")
_NOT_CALLS: Final = frozenset(
    {"and", "or", "div", "mod", "node", "text", "comment", "processing-instruction"}
)
_CORE: Final = """
last position count local-name namespace-uri name string concat starts-with contains
substring-before substring-after substring string-length normalize-space translate
boolean not true false lang number sum floor ceiling round
"""
CORE_FUNCTIONS: Final = frozenset(_CORE.split())


def blank_literals(expression: str) -> str:
    """Return the expression with the inside of every string literal blanked."""
    return _LITERAL.sub(lambda found: "'" + " " * (len(found[0]) - 2) + "'", expression)


def calls(expression: str) -> Iterator[str]:
    """Yield the name of every function that is called, with its prefix."""
    for found in _CALL.finditer(blank_literals(expression)):
        if found[1] not in _NOT_CALLS:
            yield found[1]


def split(expression: str, separator: str) -> list[str]:
    """Split at a character that stands outside of literals and brackets."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(blank_literals(expression)):
        depth += (character in "[(") - (character in "])")
        if character == separator and depth == 0:
            parts.append(expression[start:place].strip())
            start = place + 1
    return [*parts, expression[start:].strip()]


def without_predicates(path: str) -> str:
    """Return a path without what stands in its square brackets."""
    kept, depth = [], 0
    for place, character in enumerate(blank_literals(path)):
        depth += character == "["
        if depth == 0:
            kept.append(path[place])
        depth -= character == "]"
    return "".join(kept)


def predicates(step: str) -> list[str]:
    """Return what stands in each of the outermost square brackets of a step."""
    found, depth, start = [], 0, 0
    for place, character in enumerate(blank_literals(step)):
        if character == "[":
            depth += 1
            start = place + 1 if depth == 1 else start
        elif character == "]":
            depth -= 1
            if depth == 0:
                found.append(step[start:place].strip())
    return found


_POSITIONAL = re.compile(r"\b(?:position|last)\s*\(")
_COMPARES = re.compile(r"[=<>]|\s(?:and|or)\s")
_PATH = re.compile(r"[\w.:/@*\s-]*[A-Za-z@*.][\w.:/@*\s-]*")
_BOOLEAN_CALL = re.compile(r"(?:not|boolean|contains|starts-with|true|false)\s*\(")


def is_condition(predicate: str) -> bool:
    """Return whether a predicate is surely a condition and not a position.

    Says no in doubt: [count(x)] compares the position with a number.
    """
    blank = blank_literals(predicate)
    if _POSITIONAL.search(blank):
        return False
    outside = without_predicates(_without_parentheses(blank))
    if _COMPARES.search(outside) or _BOOLEAN_CALL.match(blank):
        return True
    return "(" not in outside and _PATH.fullmatch(outside) is not None


def _without_parentheses(blank: str) -> str:
    kept, depth = [], 0
    for character in blank:
        if character == "(" and depth == 0:
            kept.append("(")
        depth += (character == "(") - (character == ")")
        if depth == 0 and character != ")":
            kept.append(character)
    return "".join(kept)


def inline(expression: str, variables: dict[str, str]) -> str | None:
    """Return the expression with each $name replaced by what it stands for.

    None where a variable stands in a predicate: it was worked out at another node.
    """
    parts, depth, last = [], 0, 0
    blank = blank_literals(expression)
    for found in _VARIABLE_OR_BRACKET.finditer(blank):
        text = found[0]
        if text in "[]":
            depth += 1 if text == "[" else -1
            continue
        if depth or text[1:] not in variables:
            return None
        parts += [expression[last : found.start()], f"({variables[text[1:]]})"]
        last = found.end()
    return "".join([*parts, expression[last:]])


_VARIABLE_OR_BRACKET = re.compile(r"\$[A-Za-z_][\w.-]*|[\[\]]")
_VARIABLE = re.compile(r"\$([A-Za-z_][\w.-]*)")
_PREFIX = re.compile(r"(?<![\w.-])([A-Za-z_][\w.-]*):(?!:)")


def variables(expression: str) -> frozenset[str]:
    """Return the names of the variables that an expression uses."""
    return frozenset(_VARIABLE.findall(blank_literals(expression)))


def prefixes(expression: str) -> frozenset[str]:
    """Return the namespace prefixes that an expression uses."""
    return frozenset(_PREFIX.findall(blank_literals(expression)))
