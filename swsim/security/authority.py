"""The certificate authority of one run, and its folder of private files.

`ca.crt` and `ca.key` are the authority's, `NAME.crt` and `NAME.key` a participant's,
`server.crt` and `server.key` the broker's, `trust.json` the trust list. The folder has
mode 700 and each file 600. Nothing here reads a clock: validity is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from swsim.errors import FileProblem
from swsim.security import certificates
from swsim.security.certificates import Pair, Validity
from swsim.security.files import private_folder, write_private

_CA = "ca"
_SERVER = "server"


@dataclass(frozen=True, kw_only=True, slots=True)
class Issued:
    """A pair that was issued, and the files that hold it."""

    pair: Pair
    certificate: Path
    key: Path


class RunAuthority:
    """Issues the certificates of a run; `create` a new one, `open` one that is there.

    `certificate` is the file that whoever trusts this run needs.
    """

    def __init__(self, folder: Path, pair: Pair) -> None:
        self.folder = folder
        self.pair = pair

    @classmethod
    def create(cls, folder: Path, validity: Validity) -> "RunAuthority":
        """Make an authority in a folder; what it issues is valid as long by default."""
        private_folder(folder)
        made = cls(folder, certificates.authority(validity))
        made._write(_CA, made.pair)
        return made

    @classmethod
    def open(cls, folder: Path) -> "RunAuthority":
        """Return the authority of a folder; raises FileProblem."""
        return cls(folder, read_pair(folder, _CA))

    @property
    def certificate(self) -> Path:
        """The file with the authority's own certificate."""
        return self.folder / f"{_CA}.crt"

    @property
    def validity(self) -> Validity:
        """How long the authority is valid."""
        own = self.pair.certificate
        return Validity(start=own.not_valid_before_utc, end=own.not_valid_after_utc)

    def issue(self, name: str, validity: Validity | None = None) -> Issued:
        """Give a participant a new key and certificate; an earlier one is replaced."""
        pair = certificates.participant(name, self.pair, validity or self.validity)
        return self._write(name, pair)

    def server_certificate(self, hosts: Sequence[str]) -> Issued:
        """Give the broker a certificate for the names and addresses it listens on."""
        pair = certificates.server(hosts, self.pair, self.validity)
        return self._write(_SERVER, pair)

    def _write(self, name: str, pair: Pair) -> Issued:
        issued = Issued(
            pair=pair,
            certificate=self.folder / f"{name}.crt",
            key=self.folder / f"{name}.key",
        )
        write_private(issued.key, pair.key_pem)
        write_private(issued.certificate, pair.certificate_pem)
        return issued


def read_pair(folder: Path, name: str) -> Pair:
    """Return the key and certificate of somebody from a folder; raises FileProblem."""
    key, certificate = folder / f"{name}.key", folder / f"{name}.crt"
    try:
        private = load_pem_private_key(_read(key), password=None)
    except (ValueError, TypeError) as error:
        raise FileProblem(key, "holds no private key; it should be PEM") from error
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise FileProblem(key, "holds a key of another kind; it should be P-256")
    return Pair(key=private, certificate=read_certificate(certificate))


def read_certificate(path: Path) -> x509.Certificate:
    """Return the certificate in a PEM file; raises FileProblem."""
    try:
        return x509.load_pem_x509_certificate(_read(path))
    except ValueError as error:
        raise FileProblem(path, "holds no certificate; it should be PEM") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileProblem(path, error.strerror or "cannot be read") from error
