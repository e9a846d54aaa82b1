"""The files of this checkout, for tests about the checkout itself."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

_NOT_OURS = frozenset({"__pycache__", ".git", ".venv", "build", "dist", "runs"})


@cache
def pyproject() -> dict[str, Any]:
    """Return `pyproject.toml`."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def files() -> Iterator[Path]:
    """Yield every file of the tree in order, without builds, runs and caches."""
    yield from _files_below(ROOT)


def python_files(*folders: str) -> list[Path]:
    """Return the Python files below `folders` of the checkout, in order."""
    return [
        path
        for folder in folders
        for path in _files_below(ROOT / folder)
        if path.suffix == ".py"
    ]


def name_of(path: Path) -> str:
    """Return how `path` is called in messages: relative to the checkout."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """Return the dotted name of a Python file; a package's is the folder's."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name != ".git":  # a file in a second worktree
            yield path
        elif path.is_dir() and not _is_foreign(path.name):
            yield from _files_below(path)


def _is_foreign(name: str) -> bool:
    cache = name.startswith(".") and (name.endswith("_cache") or name == ".hypothesis")
    return cache or name in _NOT_OURS or name.endswith(".egg-info")
