"""Who may connect to the broker of a run, and which topics each may write and read.

Nobody writes in another's name or reads another's inbox. Knows MQTT topics, not how
a certain broker is told: that is in `swsim.exchange.brokers`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from swsim.exchange.credentials import Credentials
from swsim.exchange.topics import checked_level, inbox, outbox

# The run level of a topic filter that covers every run.
ANY_RUN = "+"


@dataclass(frozen=True, kw_only=True, slots=True)
class Client:
    """One who may connect.

    The broker takes it for `user`, who shows `password` or, where that is None, a
    certificate with the user as its common name. `writes` and `reads` are MQTT topic
    filters.
    """

    user: str
    password: str | None = field(default=None, repr=False)
    writes: tuple[str, ...]
    reads: tuple[str, ...]


def with_passwords(run: str, credentials: Credentials) -> tuple[Client, ...]:
    """Return the clients of a run, or of ANY_RUN, who log in with a password.

    The keys are participants, but also whoever else has a place in the topics of a
    run; raises UsageError for a name that cannot be a level of a topic.
    """
    return tuple(_client(run, name, *credentials[name]) for name in sorted(credentials))


def with_certificates(run: str, names: Iterable[str]) -> tuple[Client, ...]:
    """Return the clients of a run, or of ANY_RUN, who are known by a certificate."""
    return tuple(_client(run, name, name, None) for name in sorted(set(names)))


def _client(run: str, name: str, user: str, password: str | None) -> Client:
    checked_level("participant", name)
    return Client(
        user=user,
        password=password,
        writes=(outbox(run, name),),
        reads=(inbox(run, name),),
    )
