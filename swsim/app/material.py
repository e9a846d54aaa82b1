"""Writes test material into folders: valid documents, and broken ones to go with them.

What a document holds is made by `swsim.material`; here are only files and folders.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from swsim.errors import FileProblem, UsageError
from swsim.material.generate import Made
from swsim.material.mutate import EXPECTED, Broken


def ready_folder(folder: Path, force: bool) -> Path:
    """Return a folder to write into, made where there is none.

    Raises UsageError when something is in it already and nobody insists.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        occupied = any(folder.iterdir())
    except OSError as error:
        why = (error.strerror or "cannot be made").lower()
        raise FileProblem(folder, f"cannot be written to: {why}") from error
    if occupied and not force:
        raise UsageError(
            f"{folder} is not empty; name a new folder, or give --force to write into"
            " it all the same"
        )
    return folder


def write_made(documents: Iterator[Made], folder: Path) -> Iterator[Made]:
    """Write valid documents one by one, and yield each when it is there."""
    for document in documents:
        _write(folder / document.name, document.data)
        yield document


def write_broken(documents: Iterator[Broken], folder: Path) -> Iterator[Broken]:
    """Write broken documents, each with what must be found in a file beside it."""
    for document in documents:
        _write(folder / document.name, document.mutant.data)
        _write(folder / document.expectation_name, document.expectation)
        yield document


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        why = (error.strerror or "cannot be written").lower()
        raise FileProblem(path, why) from error


def valid_documents(sources: Sequence[Path]) -> list[Path]:
    """Return the XML files that are named or lie in the folders named, sorted.

    A file with an expectation beside it is broken already and left out. Raises
    FileProblem where there is nothing.
    """
    found: list[Path] = []
    for source in sources:
        if source.is_dir():
            inside = [each for each in sorted(source.rglob("*.xml")) if _is_whole(each)]
            if not inside:
                raise FileProblem(source, "there is no valid XML document in it")
            found += inside
        elif source.is_file():
            found.append(source)
        else:
            raise FileProblem(source, "there is no such file or folder")
    return found


def _is_whole(path: Path) -> bool:
    return path.is_file() and not path.with_suffix(EXPECTED).exists()
