"""A link that signs on the way out; what goes over the link underneath is the message.

A message that is published again is signed again: ECDSA is randomised, so its bytes
differ, and its content does not.
"""

from collections.abc import Sequence
from dataclasses import replace

from swsim.domain.policies import Signatures
from swsim.domain.settings import must_sign
from swsim.exchange.link import Arrival, Link, Parcel, Post
from swsim.security.signing import KeyRing


class SignedLink:
    """Signs what the policy wants signed, with the sender's key."""

    def __init__(self, link: Link, keys: KeyRing, policy: Signatures) -> None:
        self.name = link.name
        self._link = link
        self._keys = keys
        self._policy: Signatures = policy

    async def open(self, post: Post) -> None:
        """Connect every participant to its inbox."""
        await self._link.open(post)

    async def close(self, *, clear_sessions: bool = True) -> None:
        """Disconnect."""
        await self._link.close(clear_sessions=clear_sessions)

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Sign and hand over; raises FileProblem where a sender has no key."""
        # Once for each message: a repeat that the network makes is the same bytes.
        signed = {each.message_id: self._signed(each) for each in parcels}
        await self._link.publish([signed[each.message_id] for each in parcels])

    async def confirm(self, arrivals: Sequence[tuple[Arrival, str | None]]) -> None:
        """Acknowledge stored arrivals."""
        await self._link.confirm(arrivals)

    def _signed(self, parcel: Parcel) -> Parcel:
        if not must_sign(
            self._policy, parcel.sender, parcel.recipient, parcel.document
        ):
            return parcel
        signed = self._keys.sign(parcel.sender, parcel.body, own_words=parcel.own_words)
        return replace(parcel, body=signed, own_words=False)
