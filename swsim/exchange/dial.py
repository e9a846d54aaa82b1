"""How participants of a run reach their broker: makes MQTT clients, connects none."""

import socket
from dataclasses import dataclass
from typing import Literal

import aiomqtt

from swsim.exchange.address import Address
from swsim.exchange.credentials import Credentials
from swsim.exchange.paho_client import session_3, session_5
from swsim.exchange.tls import Contexts
from swsim.exchange.topics import client_id

Protocol = Literal["3.1.1", "5"]

_VERSIONS = {"3.1.1": aiomqtt.ProtocolVersion.V311, "5": aiomqtt.ProtocolVersion.V5}

# Seconds. A silent network is noticed after one to two times the keepalive.
_KEEPALIVE = 30
_ANSWER_WITHIN = 5.0
_SESSION_EXPIRY = 7 * 24 * 3600

# MQTT 5 lets a broker close on a client that has more messages under way than its
# Receive Maximum; 3.1.1 has no such limit (0). The receipt is what counts, so the
# window need not be large.
_WINDOW = {"3.1.1": 0, "5": 20}


@dataclass(frozen=True, kw_only=True)
class Dial:
    """How participants of a run reach the broker: address, MQTT version, who is who.

    `credentials` holds user and password of participants; whoever has none there uses
    those of the address, or no user at all. `contexts` is set where TLS is spoken.
    """

    address: Address
    run: str
    protocol: Protocol
    credentials: Credentials
    contexts: Contexts | None

    @property
    def window(self) -> int:
        """How many messages may be under way to or from one client; 0 is any number."""
        return _WINDOW[self.protocol]

    def client(
        self, participant: str, *, lasting: bool = True, attempt: int = 0
    ) -> aiomqtt.Client:
        """Return a client, not connected yet, for a lasting or a clean session.

        Of a cluster, each `attempt` takes the next server.
        """
        address = self.address
        server = address.servers[attempt % len(address.servers)]
        user, password = self.credentials.get(
            participant, (address.user, address.password)
        )
        client = aiomqtt.Client(
            server.host,
            server.port,
            username=user,
            password=password,
            identifier=client_id(self.run, participant),
            protocol=_VERSIONS[self.protocol],
            timeout=_ANSWER_WITHIN,
            keepalive=_KEEPALIVE,
            max_inflight_messages=self.window,
            socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],
            tls_context=self.contexts.of(participant) if self.contexts else None,
            **(
                session_5(lasting=lasting, expiry=_SESSION_EXPIRY)
                if self.protocol == "5"
                else session_3(lasting=lasting)
            ),
        )
        client.pending_calls_threshold = 1_000_000
        client._client.disable_logger()
        return client
