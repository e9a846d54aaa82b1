"""The keys of a run: made with its folder, read again when it goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from swsim.app.folders import RunFolder
from swsim.domain.policies import Signatures
from swsim.domain.settings import WorldSettings
from swsim.errors import RunError, UsageError
from swsim.exchange.wallclock import now_utc
from swsim.ledger.records import StoredCertificate
from swsim.security.authority import RunAuthority
from swsim.security.certificates import Validity, pem_of
from swsim.security.files import private_folder, write_private
from swsim.security.signing import KeyRing
from swsim.security.trust import FILE, Trusted, TrustList

_BEFORE, _AFTER = timedelta(days=1), timedelta(days=730)


@dataclass(frozen=True, kw_only=True, slots=True)
class Keys:
    """What a run signs and verifies with."""

    ring: KeyRing
    trust: TrustList

    def certificates(self) -> list[StoredCertificate]:
        """Return the certificates as the ledger keeps them."""
        return [as_stored(each, self.trust) for each in self.trust]


def as_stored(trusted: Trusted, trust: TrustList) -> StoredCertificate:
    """Return a certificate of a trust list as the ledger keeps it."""
    return StoredCertificate(
        serial=trusted.serial,
        participant=trusted.participant,
        issuer=trust.issuer,
        pem=pem_of(trusted.certificate),
    )


def make_keys(
    folder: RunFolder, world: WorldSettings, participants: Iterable[str]
) -> Keys | None:
    """Make key and certificate of every participant; None where nothing is signed.

    Certificates hold for messages, in virtual time, until long after the last shipment
    of the world begins, and for connections, in wall time. Raises RunError where they
    cannot be written.
    """
    policy = world.policy.signatures
    if policy == "none":
        return None
    now, begins, last = now_utc(), world.start, _last_order(world)
    validity = Validity(start=min(now, begins) - _BEFORE, end=max(now, last) + _AFTER)
    try:
        return _made(folder, policy, participants, validity)
    except OSError as error:
        raise RunError(
            f"{folder.keys}: the keys of the run cannot be written ({error.strerror});"
            " check that the disk has room, or choose another folder with --run-dir"
        ) from error


def _last_order(world: WorldSettings) -> datetime:
    """Return the virtual time at which the last shipment begins."""
    starts = (order.start for site in world.sites for order in site.orders)
    return world.start + timedelta(seconds=max(starts, default=0))


def _made(
    folder: RunFolder,
    policy: Signatures,
    participants: Iterable[str],
    validity: Validity,
) -> Keys:
    authority = RunAuthority.create(folder.keys, validity)
    issued = [authority.issue(name) for name in participants]
    trust = TrustList(
        authority.pair.certificate,
        [each.pair.certificate for each in issued],
        policy=policy,
    )
    trust.write(folder.keys / FILE)
    return Keys(ring=KeyRing(folder.keys), trust=trust)


def open_keys(folder: RunFolder, policy: Signatures) -> Keys | None:
    """Return the keys of a run that goes on; raises FileProblem."""
    if policy == "none":
        return None
    trust = TrustList.read(folder.keys / FILE)
    return Keys(ring=KeyRing(folder.keys), trust=trust)


def key_files(folder: RunFolder, participants: Iterable[str]) -> dict[str, str]:
    """Return what another machine needs to sign for participants, by file name.

    Empty where nothing is signed; the key of the authority is not among it.
    """
    if not (folder.keys / FILE).exists():
        return {}
    names = [f"{name}.{end}" for name in participants for end in ("key", "crt")]
    return {name: (folder.keys / name).read_text("utf-8") for name in [FILE, *names]}


def keep_key_files(folder: RunFolder, files: Mapping[str, str]) -> None:
    """Write what `key_files` returned into the folder of a run on another machine."""
    if files:
        private_folder(folder.keys)
    for name, text in files.items():
        write_private(folder.keys / Path(name).name, text)


def trust_list(path: Path) -> TrustList:
    """Return the trust list in a file, or of the run whose folder is named.

    Raises UsageError for a run that signed nothing, FileProblem for another file.
    """
    if not path.is_dir():
        return TrustList.read(path)
    file = RunFolder(id=path.name, path=path).keys / FILE
    if not file.is_file():
        raise UsageError(
            f"{path}: there is no {file.relative_to(path)} here; name a trust list, or"
            " the folder of a run whose policy has signatures"
        )
    return TrustList.read(file)
