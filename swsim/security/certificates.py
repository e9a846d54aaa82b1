"""X.509 certificates as the authority of a run issues them; knows no files.

Keys are P-256 and come from the operating system, never from the seed of a run: a seed
is public. The profile is that of RFC 5280.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# id-kp-documentSigning, RFC 9336.
_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
_SAN = "urn:swsim:participant:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Validity:
    """From when until when a certificate is valid, both aware."""

    start: datetime
    end: datetime

    def holds(self, instant: datetime) -> bool:
        """Whether an instant lies within."""
        return self.start <= instant <= self.end


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """A private key and the certificate of its public one."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def key_pem(self) -> str:
        """The private key as PEM (PKCS #8), unencrypted: its file is private."""
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()

    @property
    def certificate_pem(self) -> str:
        """The certificate as PEM."""
        return pem_of(self.certificate)


def pem_of(certificate: x509.Certificate) -> str:
    """Return a certificate as PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def authority(validity: Validity) -> Pair:
    """Return a certificate authority; its name is another at every call."""
    key = _new_key()
    name = _name(f"swsim run CA {x509.random_serial_number():x}"[:32])
    builder = _builder(name, name, key.public_key(), key.public_key(), validity)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    ).add_extension(_usage(signs_certificates=True), critical=True)
    return Pair(key=key, certificate=builder.sign(key, hashes.SHA256()))


def participant(name: str, issuer: Pair, validity: Validity) -> Pair:
    """Return the pair of a participant, for signing documents and as a TLS client.

    The participant's id is the common name and stands in the alternative name, as
    `urn:swsim:participant:ID`.
    """
    return _issued(
        name,
        issuer,
        validity,
        alternatives=[x509.UniformResourceIdentifier(_SAN + name)],
        purposes=[ExtendedKeyUsageOID.CLIENT_AUTH, _DOCUMENT_SIGNING],
    )


def server(hosts: Sequence[str], issuer: Pair, validity: Validity) -> Pair:
    """Return the pair of a TLS server that is reached under `hosts`, names or IPs."""
    return _issued(
        hosts[0],
        issuer,
        validity,
        alternatives=[_host(each) for each in hosts],
        # A server of a cluster is also a client of the others.
        purposes=[ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH],
    )


def participant_of(certificate: x509.Certificate) -> str | None:
    """Return the participant whom a certificate names; None where it names nobody."""
    try:
        found = certificate.extensions.get_extension_for_class(
            x509.SubjectAlternativeName
        )
    except x509.ExtensionNotFound:
        return None
    uris = found.value.get_values_for_type(x509.UniformResourceIdentifier)
    ids = [uri.removeprefix(_SAN) for uri in uris if uri.startswith(_SAN)]
    return ids[0] if len(ids) == 1 else None


def _issued(
    name: str,
    issuer: Pair,
    validity: Validity,
    *,
    alternatives: Sequence[x509.GeneralName],
    purposes: Sequence[x509.ObjectIdentifier],
) -> Pair:
    key = _new_key()
    issued_by = issuer.certificate.subject
    public, signed_by = key.public_key(), issuer.key.public_key()
    builder = (
        _builder(_name(name[:64]), issued_by, public, signed_by, validity)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    )
    return Pair(key=key, certificate=builder.sign(issuer.key, hashes.SHA256()))


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    signed_by: ec.EllipticCurvePublicKey,
    validity: Validity,
) -> x509.CertificateBuilder:
    own = x509.SubjectKeyIdentifier.from_public_key(public)
    theirs = x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_by)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.start)
        .not_valid_after(validity.end)
        .add_extension(own, critical=False)
        .add_extension(theirs, critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
