"""What was played of a run already, to be played again: compared, sent to nobody.

A message goes from its sender's hands into its recipient's, with the verdict that was
recorded: nothing is signed, sent, parsed or validated.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from swsim.exchange.link import Parcel
from swsim.exchange.recorder import Recorder
from swsim.ledger.verdicts import result_of
from swsim.simulation.mail import Contents, Incoming, Outgoing
from swsim.validation.result import ValidationResult

# No document is read of which one of these layers says no.
NOT_READ = ("parse", "identify", "signature", "xsd")

# Virtual seconds between two turns of the event loop: how soon Ctrl-C is heard.
BREATH = 200


@dataclass(kw_only=True, slots=True)
class Replay:
    """The part of a run up to second `until`, that second included.

    `verdicts` are texts of `swsim.ledger.verdicts` by message id, for messages that are
    not valid in every layer. `recorder` compares. What is due later than `until` is
    validated when the run goes on, as others may answer then: the messages that `early`
    names were received before and are not sent again.

    `foreign` is what sites of other workers sent, if there are any. `confirmed` names
    the messages that such sites, or the brokers of external seats, are known to have.

    `over` is called at the end; then the run goes on over its link, unless it `stops`.
    `shown` tells the observer, and lets the clock set the pace.
    """

    until: int
    recorder: Recorder
    verdicts: Mapping[str, str] = field(default_factory=dict)
    early: frozenset[str] = frozenset()
    foreign: Sequence[Parcel] = ()
    confirmed: frozenset[str] = frozenset()
    stops: bool = False
    shown: bool = False
    over: Callable[[], None] = lambda: None
    on_its_way: list[Outgoing] = field(default_factory=list)

    def hand_over(self, messages: Sequence[Outgoing]) -> list[tuple[int, Incoming]]:
        """Return what is delivered in the replay, each with its due second."""
        due = []
        for message in messages:
            if message.due <= self.until:
                due.append((message.due, self._mail(message)))
            else:
                self.on_its_way.append(message)
        return due

    def _mail(self, message: Outgoing) -> Incoming:
        result = result_of(self.verdicts.get(message.message_id), message.document)
        return Incoming(
            message_id=message.message_id,
            conversation_id=message.conversation_id,
            in_reply_to=message.in_reply_to,
            sender=message.sender,
            recipient=message.recipient,
            link_sequence=message.link_sequence,
            document_type=result.document or message.document,
            contents=Contents.of(message.record if is_read(result) else None),
            result=result,
        )


def is_read(result: ValidationResult) -> bool:
    """Tell whether a document with this result fits its schema and can be read."""
    return result.is_valid or not any(
        layer.name in NOT_READ and layer.state in ("invalid", "unclear")
        for layer in result.layers
    )
