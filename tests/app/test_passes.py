"""A worker's pass is private, read as it was written, and refused in words."""

import stat
from pathlib import Path

import pytest

from swsim.app.passes import Pass, read_pass, write_pass
from swsim.errors import FileProblem

GIVEN = Pass(worker="worker-2", credentials={"pa-sw": ("pa-sw", "año")})


def test_pass_is_read_as_it_was_written_and_only_its_owner_may(tmp_path: Path) -> None:
    path = tmp_path / "worker-2.secrets"
    write_pass(path, GIVEN)

    assert read_pass(path) == GIVEN
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"worker": "worker-1"}', '{"worker": "w", "credentials": [1]}'],
)
def test_what_is_no_pass_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "worker-1.secrets"
    path.write_text(text)

    with pytest.raises(FileProblem, match="is not the secrets file of a worker"):
        read_pass(path)


def test_pass_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="worker-1"):
        read_pass(tmp_path / "worker-1.secrets")
