"""Reads what modules import from their source alone, without importing them."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Import:
    """One imported module or name: `target` as a dotted name, and where it stands.

    `typing_only` is true below `if TYPE_CHECKING:`; `relative` for `from . import`.
    """

    target: str
    line: int
    typing_only: bool = False
    relative: bool = False


def imports(source: str) -> list[Import]:
    """Return every import in `source`, wherever it stands, in order of lines."""
    found = list(_imports_below(ast.parse(source), typing_only=False))
    return sorted(found, key=lambda one: (one.line, one.target))


def is_below(name: str, packages: str | tuple[str, ...]) -> bool:
    """Tell whether `name` is one of `packages` or lies in one of them."""
    wanted = (packages,) if isinstance(packages, str) else packages
    return any(f"{name}.".startswith(f"{package}.") for package in wanted)


def graph(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """Return which of the modules in `sources` each imports when the program runs."""
    return {
        module: sorted(
            {
                target
                for one in imports(source)
                if not one.typing_only
                and (target := _module_of(one.target, sources)) is not None
            }
        )
        for module, source in sorted(sources.items())
    }


def _module_of(target: str, known: Mapping[str, str]) -> str | None:
    """Return the module that `target` is or that it is a name of."""
    if target in known:
        return target
    package = target.rpartition(".")[0]
    return package if package in known else None


def _imports_below(node: ast.AST, *, typing_only: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(target=alias.name, line=node.lineno, typing_only=typing_only)
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield Import(
                target=f"{node.module or ''}.{alias.name}",
                line=node.lineno,
                typing_only=typing_only,
                relative=node.level > 0,
            )
    elif isinstance(node, ast.If) and _is_type_checking(node.test):
        for statement in node.body:
            yield from _imports_below(statement, typing_only=True)
        for statement in node.orelse:
            yield from _imports_below(statement, typing_only=typing_only)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _imports_below(child, typing_only=typing_only)


def _is_type_checking(test: ast.expr) -> bool:
    return ast.unparse(test).rpartition(".")[2] == "TYPE_CHECKING"
