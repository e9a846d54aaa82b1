"""Files that only their owner can read, from the first byte on."""

import os
from pathlib import Path


def private_folder(path: Path) -> None:
    """Make a folder of mode 700, or give one that is there that mode."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)  # mkdir leaves one that was there as it was


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, also while it is being written.

    Whoever reads meanwhile, or after a kill, finds the old one or the new one, whole.
    """
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    new.replace(path)
