"""TLS contexts of participants: whom they trust, and what they show."""

import ssl
from pathlib import Path

from swsim.errors import FileProblem
from swsim.exchange.credentials import Access


class _Socket(ssl.SSLSocket):
    """Closes itself when the handshake fails; paho would leave it open."""

    def do_handshake(self, block: bool = False) -> None:
        """Greet the broker; raises what SSLSocket raises."""
        try:
            super().do_handshake(block)
        except BaseException:
            self.close()
            raise


class Contexts:
    """The TLS context of each participant, made when first asked for.

    Those who show no certificate share one.
    """

    def __init__(self, access: Access) -> None:
        """Read no file yet."""
        self._access = access
        self._made: dict[str | None, ssl.SSLContext] = {}

    def of(self, participant: str) -> ssl.SSLContext:
        """Return the context of a participant; raises FileProblem."""
        shows = participant if participant in self._access.certificates else None
        if shows not in self._made:
            self._made[shows] = self._make(shows)
        return self._made[shows]

    def _make(self, participant: str | None) -> ssl.SSLContext:
        context = _trusting(self._access.ca)
        if participant is not None:
            certificate, key = self._access.certificates[participant]
            _show(context, certificate, key)
        return context


def _trusting(ca: Path | None) -> ssl.SSLContext:
    """Return a context that trusts one authority, or those of the system."""
    try:
        context = ssl.create_default_context(cafile=ca)
    except ssl.SSLError as error:
        assert ca is not None
        raise FileProblem(ca, "holds no certificate; it should be PEM") from error
    except OSError as error:
        assert ca is not None
        raise FileProblem(ca, error.strerror or "cannot be read") from error
    context.sslsocket_class = _Socket
    return context


def _show(context: ssl.SSLContext, certificate: Path, key: Path) -> None:
    for file in (certificate, key):
        if not file.is_file():
            raise FileProblem(file, "there is no such file")
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        raise FileProblem(
            certificate, f"cannot be shown together with {key}; they should be one pair"
        ) from error
