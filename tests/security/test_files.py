"""Private files stay private, also where one of the name was open before."""

import stat
import sys
from pathlib import Path

import pytest

from swsim.security.files import private_folder, write_private

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no file modes"
)


def test_private_file_is_for_its_owner_only_even_over_an_open_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "secret"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "new")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == "new"


def test_private_folder_is_closed_even_where_it_was_open(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.mkdir(mode=0o755)
    private_folder(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o700
