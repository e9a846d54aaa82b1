"""The authority of a run: random keys, certificates of the profile, private files."""

import ipaddress
import ssl
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from swsim.errors import FileProblem
from swsim.security.authority import RunAuthority, read_pair
from swsim.security.certificates import Validity, participant_of

START = datetime(2026, 4, 6, tzinfo=UTC)
VALIDITY = Validity(start=START, end=START + timedelta(days=365))


@pytest.fixture
def authority(tmp_path: Path) -> RunAuthority:
    """A new authority."""
    return RunAuthority.create(tmp_path / "keys", VALIDITY)


def test_certificate_names_its_participant_twice(authority: RunAuthority) -> None:
    certificate = authority.issue("jp-sw").pair.certificate
    (name,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)

    assert name.value == "jp-sw"
    assert participant_of(certificate) == "jp-sw"


def test_certificate_is_the_authoritys(authority: RunAuthority) -> None:
    certificate = authority.issue("jp-sw").pair.certificate

    certificate.verify_directly_issued_by(authority.pair.certificate)


def test_certificate_of_another_authority_is_not(
    authority: RunAuthority, tmp_path: Path
) -> None:
    other = RunAuthority.create(tmp_path / "other", VALIDITY)
    certificate = other.issue("jp-sw").pair.certificate

    with pytest.raises(ValueError, match="subject"):
        certificate.verify_directly_issued_by(authority.pair.certificate)


def test_keys_are_random_and_on_p256(authority: RunAuthority) -> None:
    keys = [authority.issue("jp-sw").pair.key for _ in range(2)]

    assert keys[0].private_numbers() != keys[1].private_numbers()
    assert {type(key.curve) for key in keys} == {ec.SECP256R1}


def test_certificate_is_valid_as_long_as_asked(authority: RunAuthority) -> None:
    short = Validity(start=START, end=START + timedelta(seconds=1))
    certificate = authority.issue("jp-sw", short).pair.certificate

    assert certificate.not_valid_before_utc == short.start
    assert certificate.not_valid_after_utc == short.end


def test_authority_issues_nothing_below_its_participants(
    authority: RunAuthority,
) -> None:
    certificate = authority.issue("jp-sw").pair.certificate
    constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)

    assert (constraints.critical, constraints.value.ca) == (True, False)


def test_authority_is_the_same_when_opened_again(authority: RunAuthority) -> None:
    again = RunAuthority.open(authority.folder)
    certificate = again.issue("jp-sw").pair.certificate

    certificate.verify_directly_issued_by(authority.pair.certificate)
    assert again.validity == VALIDITY


def test_pair_survives_its_files(authority: RunAuthority) -> None:
    issued = authority.issue("jp-sw")
    read = read_pair(authority.folder, "jp-sw")

    assert read.certificate == issued.pair.certificate
    assert read.key_pem == issued.pair.key_pem


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_files_are_for_their_owner_only(authority: RunAuthority) -> None:
    authority.issue("jp-sw")
    authority.server_certificate(["localhost"])

    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode)
        for path in authority.folder.iterdir()
    }
    assert modes == dict.fromkeys(
        ["ca.crt", "ca.key", "jp-sw.crt", "jp-sw.key", "server.crt", "server.key"],
        0o600,
    )
    assert stat.S_IMODE(authority.folder.stat().st_mode) == 0o700


def test_server_certificate_names_hosts_and_addresses(authority: RunAuthority) -> None:
    certificate = authority.server_certificate(["localhost", "127.0.0.1"]).pair
    names = certificate.certificate.extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    ).value

    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert names.get_values_for_type(x509.IPAddress) == [
        ipaddress.ip_address("127.0.0.1")
    ]


def test_tls_takes_the_files_as_they_are(tmp_path: Path) -> None:
    """Both sides, in memory, with the strict checks that Python 3.13 has by default."""
    now = datetime.now(UTC)
    validity = Validity(start=now - timedelta(days=1), end=now + timedelta(days=1))
    authority = RunAuthority.create(tmp_path / "keys", validity)
    ours = authority.server_certificate(["broker.example"])
    theirs = authority.issue("jp-sw")
    server_side = ssl.create_default_context(
        ssl.Purpose.CLIENT_AUTH, cafile=authority.certificate
    )
    server_side.verify_mode = ssl.CERT_REQUIRED
    server_side.load_cert_chain(ours.certificate, ours.key)
    client_side = ssl.create_default_context(cafile=authority.certificate)
    client_side.load_cert_chain(theirs.certificate, theirs.key)
    for context in (server_side, client_side):
        context.verify_flags |= ssl.VERIFY_X509_STRICT

    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = client_side.wrap_bio(
        to_client, to_server, server_hostname="broker.example"
    )
    server = server_side.wrap_bio(to_server, to_client, server_side=True)
    waiting = [client, server]
    for _ in range(10):
        for side in list(waiting):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            waiting.remove(side)

    assert waiting == []
    assert (server.getpeercert() or {})["subject"] == ((("commonName", "jp-sw"),),)


@pytest.mark.parametrize(
    ("file", "text"), [("ca.key", "no key"), ("ca.crt", "no certificate")]
)
def test_file_that_is_wrong_is_named(
    authority: RunAuthority, file: str, text: str
) -> None:
    (authority.folder / file).write_text(text)

    with pytest.raises(FileProblem, match=file):
        RunAuthority.open(authority.folder)


def test_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"ca\.key"):
        RunAuthority.open(tmp_path)
