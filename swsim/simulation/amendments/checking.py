"""Whether a declaration would still be valid with a change put in.

A message that changes little says little: what it makes of the declaration is validated
as a whole, as if it were lodged so. What only records can answer is left out, as the
declaration is in them already.
"""

from collections.abc import Sequence
from functools import cache

from swsim.documents.envelope import CommunicationMetaData, Envelope
from swsim.documents.types.declaration import Declaration
from swsim.documents.writing import encode
from swsim.simulation.mail import Incoming
from swsim.simulation.site import Site
from swsim.validation.engine import Validator
from swsim.validation.fictional import is_fictional
from swsim.validation.package import shipped
from swsim.validation.result import Finding


def findings(declaration: Declaration, mail: Incoming, site: Site) -> Sequence[Finding]:
    """Return what is wrong with a declaration that a message amounts to."""
    envelope = Envelope(
        communication=CommunicationMetaData(
            message_id=mail.message_id,
            conversation_id=mail.conversation_id,
            in_reply_to=None,
            run_id="",
            sender=mail.sender,
            recipient=mail.recipient,
            prepared=site.moment(),
            link_sequence=mail.link_sequence,
        ),
        payload=declaration,
        country=site.settings.member,
        agency=site.settings.agency,
    )
    members = (each.member for each in site.world.sites if each.member)
    validator = _validator(any(map(is_fictional, members)))
    return validator.validate(encode(envelope)).findings


@cache
def _validator(fictional: bool) -> Validator:
    return Validator(shipped(fictional=fictional))
