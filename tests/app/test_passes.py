"""A worker's pass is private, read as it was written, and refused in words."""

import stat
from pathlib import Path

import pytest

from swsim.app.passes import (
    Pass,
    access_of_pass,
    pass_of,
    read_pass,
    write_pass,
)
from swsim.errors import FileProblem
from swsim.exchange.credentials import Access

GIVEN = Pass(worker="worker-2", credentials={"pa-sw": ("pa-sw", "año")})


def test_pass_is_read_as_it_was_written_and_only_its_owner_may(tmp_path: Path) -> None:
    path = tmp_path / "worker-2.secrets"
    write_pass(path, GIVEN)

    assert read_pass(path) == GIVEN
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_tls_reads_from_files_is_written_for_its_owner_alone(
    tmp_path: Path,
) -> None:
    """Certificates and authority go into the pass, and out of it again."""
    files = {name: tmp_path / name for name in ("crt", "key", "ca", "other")}
    for name, file in files.items():
        file.write_text(f"the {name}")
    given = Access(
        certificates={
            "pa-sw": (files["crt"], files["key"]),
            "jp-sw": (files["other"], files["other"]),
        },
        ca=files["ca"],
    )
    path, login = tmp_path / "worker-2.secrets", tmp_path / "login"
    write_pass(path, pass_of("worker-2", ("pa-sw",), given, {}))
    access = access_of_pass(read_pass(path), login)
    certificate, key = access.certificates["pa-sw"]

    assert set(access.certificates) == {"pa-sw"}
    assert (certificate.read_text(), key.read_text()) == ("the crt", "the key")
    assert access.ca is not None
    assert access.ca.read_text() == "the ca"
    modes = {stat.S_IMODE(each.stat().st_mode) for each in (login, certificate, key)}
    assert modes == {0o700, 0o600}


def test_certificate_that_is_not_there_is_named(tmp_path: Path) -> None:
    gone = tmp_path / "gone.crt"
    with pytest.raises(FileProblem, match="gone"):
        pass_of("worker-2", (), Access(certificates={"worker-2": (gone, gone)}), {})


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
