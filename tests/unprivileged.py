"""Being nobody for a moment: root may read and write everywhere, users may not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be somebody else than root for a moment; who is not root stays who they are."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(me)


@contextmanager
def public_folder() -> Iterator[Path]:
    """Yield a folder that everybody may enter: pytest's own are private."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)
