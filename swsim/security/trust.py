"""Whom a run trusts: its authority, the participants' certificates, what is revoked."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import get_args

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from swsim.domain.policies import Signatures
from swsim.errors import FileProblem
from swsim.security.certificates import Validity, participant_of, pem_of
from swsim.security.files import write_private

FILE = "trust.json"


class Trusted:
    """A certificate of the run's authority; its key is read at the first use."""

    def __init__(self, certificate: x509.Certificate, participant: str) -> None:
        self.certificate = certificate
        self.participant = participant
        self.serial = certificate.serial_number
        self.validity = Validity(
            start=certificate.not_valid_before_utc,
            end=certificate.not_valid_after_utc,
        )

    @cached_property
    def key(self) -> ec.EllipticCurvePublicKey:
        """The public key, for verifying."""
        key = self.certificate.public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)  # seen to by the trust list
        return key

    @cached_property
    def key_pem(self) -> bytes:
        """The public key as PEM."""
        return self.key.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )


class TrustList:
    """The authority of a run and the certificates it issued.

    `policy` says who has to sign, `revoked` from when on a certificate is trusted no
    more, by serial number; in virtual time, as messages say when they were prepared. A
    certificate that the authority did not issue, or that names no participant, is
    refused when it comes into the list: ValueError.
    """

    def __init__(
        self,
        authority: x509.Certificate,
        certificates: Iterable[x509.Certificate],
        *,
        policy: Signatures = "cross-border",
        revoked: Mapping[int, datetime] | None = None,
    ) -> None:
        self.authority = authority
        self.policy: Signatures = policy
        self.issuer = authority.subject.rfc4514_string()
        self.revoked = dict(revoked or {})
        self._by_serial = {
            each.serial_number: self._trusted(each) for each in certificates
        }

    def __iter__(self) -> Iterator[Trusted]:
        """Yield the certificates by participant, revoked ones too."""
        found = self._by_serial.values()
        return iter(sorted(found, key=lambda each: (each.participant, each.serial)))

    def find(self, serial: int) -> Trusted | None:
        """Return the certificate of a serial number, revoked or not."""
        return self._by_serial.get(serial)

    def add(self, certificate: x509.Certificate) -> Trusted:
        """Trust one more certificate of the authority; ValueError for another's."""
        trusted = self._trusted(certificate)
        self._by_serial[trusted.serial] = trusted
        return trusted

    def revoke(self, participant: str, since: datetime) -> list[Trusted]:
        """Trust no certificate of a participant for what is prepared from then on.

        Returns those that were trusted until now.
        """
        found = [
            each
            for each in self
            if each.participant == participant and each.serial not in self.revoked
        ]
        self.revoked |= {each.serial: since for each in found}
        return found

    def _trusted(self, certificate: x509.Certificate) -> Trusted:
        participant = participant_of(certificate)
        if participant is None:
            raise ValueError("a certificate names no participant")
        key = certificate.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey) or key.key_size != 256:
            raise ValueError(f"the key of {participant} is of another kind than P-256")
        try:
            certificate.verify_directly_issued_by(self.authority)
        except (ValueError, TypeError, InvalidSignature) as error:
            raise ValueError(
                f"the certificate of {participant} is not of this authority"
            ) from error
        return Trusted(certificate, participant)

    def write(self, path: Path) -> None:
        """Keep the list in a private file."""
        kept = {
            "authority": pem_of(self.authority),
            "signatures": self.policy,
            "certificates": [pem_of(each.certificate) for each in self],
            "revoked": [
                {"serial": str(serial), "since": since.isoformat()}
                for serial, since in sorted(self.revoked.items())
            ],
        }
        write_private(path, json.dumps(kept, indent=1) + "\n")

    @classmethod
    def read(cls, path: Path) -> "TrustList":
        """Read what `write` wrote; raises FileProblem."""
        try:
            return cls._of(json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise FileProblem(path, error.strerror or "cannot be read") from error
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise FileProblem(
                path,
                f"is not a trust list ({error}); take {FILE} from the folder keys of"
                " a run",
            ) from error

    @classmethod
    def _of(cls, kept: dict[str, object]) -> "TrustList":
        policies = {each: each for each in get_args(Signatures)}
        found, revoked = kept["certificates"], kept["revoked"]
        if not isinstance(found, list) or not isinstance(revoked, list):
            raise TypeError("certificates and revoked should be lists")
        return cls(
            _certificate(kept["authority"]),
            map(_certificate, found),
            policy=policies[kept["signatures"]],
            revoked={
                int(each["serial"]): datetime.fromisoformat(each["since"])
                for each in revoked
            },
        )


def _certificate(pem: object) -> x509.Certificate:
    return x509.load_pem_x509_certificate(str(pem).encode())
