"""How what becomes of a certificate is written down, by whoever sees to it."""

from swsim.documents.types.certificate import Certificate
from swsim.domain.events import Fact, Kind
from swsim.simulation.participant import Participant


def note(
    of: Participant, case: str, paper: Certificate, change: str, **facts: Fact
) -> None:
    """Write down what became of a certificate, or of an application for one."""
    of.record(
        Kind.CERTIFICATE,
        case,
        certificate=paper.id or paper.reference or "",
        type=paper.type or "",
        change=change,
        **facts,
    )
