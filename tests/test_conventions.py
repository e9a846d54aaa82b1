"""What a reviewer would ask for again and again, asked by the machine.

Each check of our own is tried on a planted offence too, so that it cannot pass by
seeing nothing. Linters and types run here as well: one command, one summary.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from checkout import ROOT, files, module_of, name_of, pyproject, python_files
from imports import is_below

LONGEST_MODULE = 500

# The only modules that may use what pyproject.toml bans, and what they may use.
SOURCES_OF_CHANCE_AND_TIME = {
    "swsim.domain.streams": ("random",),
    "swsim.exchange.wallclock": ("time", "datetime.datetime"),
    "swsim.exchange.credentials": ("secrets",),
}

# Its values differ from process to process.
BANNED_BUILTIN = "hash"

# Written in two halves, so that this file does not hold what it looks for.
FORBIDDEN_WORDS = tuple(
    "".join(halves)
    for halves in [
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("../sha", "red"),
        ("pypi", ".org"),
        ("pythonhosted", ".org"),
        ("registry", ".npmjs"),
        ("deb.deb", "ian.org"),
    ]
)


def banned() -> tuple[str, ...]:
    """Return the dotted names that pyproject.toml bans."""
    settings = pyproject()["tool"]["ruff"]["lint"]["flake8-tidy-imports"]
    return tuple(settings["banned-api"])


def banned_uses(source: str, *, allowed: tuple[str, ...] = ()) -> list[str]:
    """Return the banned names that `source` uses, also under another name."""
    tree = ast.parse(source)
    names = _imported_names(tree)
    used = {*names.values(), *_dotted_uses(tree, names)}
    return sorted(
        name
        for name in used
        if name == BANNED_BUILTIN
        or (is_below(name, banned()) and not is_below(name, allowed))
    )


def calls_of(source: str, function: str) -> list[int]:
    """Return the lines that call the builtin `function`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == function
    ]


def forbidden_words(text: str) -> list[str]:
    """Return the words in `text` that have no business in this repository."""
    return [word for word in FORBIDDEN_WORDS if word in text]


def _imported_names(tree: ast.Module) -> dict[str, str]:
    """Return what each name stands for that an import brings in."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                names[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def _dotted_uses(tree: ast.Module, names: dict[str, str]) -> Iterator[str]:
    """Yield every name and attribute that is read, with imports spelled out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            root, dot, rest = ast.unparse(node).partition(".")
            yield f"{names.get(root, root)}{dot}{rest}"


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--output-format", "concise", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
    ],
    ids=["ruff check", "ruff format", "mypy"],
)
@pytest.mark.timeout(300)
def test_linter_finds_nothing(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0, f"make check says:\n{done.stdout}{done.stderr}"


def test_modules_use_no_chance_and_no_wall_time() -> None:
    found = [
        f"{name_of(path)}: {use}"
        for path in python_files("swsim")
        for use in banned_uses(
            path.read_text("utf-8"),
            allowed=SOURCES_OF_CHANCE_AND_TIME.get(module_of(path), ()),
        )
    ]

    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("order = hash(name)", "hash"),
        ("import random", "random"),
        ("from random import Random as R", "random.Random"),
        ("import uuid as u\nu.uuid4()", "uuid.uuid4"),
        ("from time import monotonic", "time.monotonic"),
        ("def now():\n    import time as t\n    return t.time()", "time.time"),
        ("from datetime import datetime\ndatetime.now()", "datetime.datetime.now"),
        ("import datetime\ndatetime.date.today()", "datetime.date.today"),
    ],
)
def test_planted_chance_or_wall_time_is_found(source: str, found: str) -> None:
    assert found in banned_uses(source)


def test_source_of_chance_may_not_read_wall_time() -> None:
    source = "import random, time\nrandom.Random(time.time())"

    assert banned_uses(source, allowed=("random",)) == ["time.time"]


def test_harmless_names_are_not_found() -> None:
    source = "import time, datetime\ntime.sleep(1)\ndatetime.datetime(2026, 4, 6)"

    assert banned_uses(source) == []


def test_only_the_command_line_prints() -> None:
    found = [
        f"{name_of(path)}:{line}"
        for path in python_files("swsim", "tests")
        if not is_below(module_of(path), "swsim.cli")
        for line in calls_of(path.read_text("utf-8"), "print")
    ]

    assert found == []


def test_planted_print_is_found() -> None:
    assert calls_of("if ready:\n    print('x')", "print") == [2]


def test_modules_open_with_what_they_are_for() -> None:
    silent = [
        name_of(path)
        for path in python_files("swsim", "tests", "tools")
        if (source := path.read_text("utf-8"))
        and ast.get_docstring(ast.parse(source)) is None
    ]

    assert silent == []


def test_modules_are_short() -> None:
    long = [
        f"{name_of(path)}: {lines} lines"
        for path in python_files("swsim", "tests", "tools")
        if (lines := path.read_text("utf-8").count("\n")) > LONGEST_MODULE
    ]

    assert long == []


def test_folders_of_tests_are_packages() -> None:
    """Otherwise two test files of the same name would collide."""
    folders = {path.parent for path in python_files("tests")} - {ROOT / "tests"}

    assert [
        name_of(folder)
        for folder in sorted(folders)
        if not (folder / "__init__.py").is_file()
    ] == []


def test_tree_holds_no_forbidden_words() -> None:
    found = [
        f"{name_of(path)}: {word}"
        for path in files()
        for word in forbidden_words(path.read_text("utf-8", errors="replace"))
    ]

    assert found == []


def test_planted_forbidden_word_is_found() -> None:
    word = FORBIDDEN_WORDS[0]

    assert forbidden_words(f"see {word}notes.md") == [word]


def test_notice_names_exactly_the_code_lists() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    named = set(re.findall(r"[\w-]+\.gc\b", notice))

    assert named == {path.name for path in (ROOT / "schemas/codelists").glob("*.gc")}


def test_changelog_opens_with_unreleased() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## (.+)$", changelog, re.MULTILINE)

    assert headings[0] == "[Unreleased]"


def test_documents_link_to_files_that_are_there() -> None:
    missing = [
        f"{name_of(page)}: {target}"
        for page in files()
        if page.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert missing == []
