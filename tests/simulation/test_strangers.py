"""Whatever comes, from whomever: a good document of any type never ends a run.

What a participant has no part in is dropped or answered; nobody falls over it.
"""

from dataclasses import replace

import pytest
from lxml import etree

from documents.xsd_files import SAMPLES
from simulation.builders import Extra, order, play
from simulation.transits import GUARANTEE, by_rail, by_road, transit_world
from swsim.documents.reading import decode
from swsim.domain.cargo import CargoPlan
from swsim.domain.events import Kind
from swsim.domain.settings import USUAL_ROLES, WorldSettings

_TREES = (etree.parse(file).getroot() for file in sorted(SAMPLES.rglob("good-*.xml")))
# Some samples are documents without an envelope.
GOOD = [decode(root).payload for root in _TREES if root.tag.endswith("}MetaData")]
WAYS = [
    ("pa-trd", "pa-sw"),
    ("pa-cus", "pa-sw"),
    ("pa-agr", "pa-sw"),
    ("pa-prt", "pa-sw"),
    ("jp-sw", "pa-sw"),
    ("pa-sw", "pa-cus"),
    ("pa-gua", "pa-cus"),
    ("jp-cus", "pa-cus"),
    ("rilo-cam", "pa-cus"),
    ("pa-sw", "pa-trd"),
    ("pa-sw", "pa-agr"),
    ("pa-sw", "pa-prt"),
    ("pa-cus", "pa-gua"),
    ("pa-trd", "pa-org"),
    ("pa-trd", "pa-bnk"),
    ("pa-cus", "pa-bnk"),
    ("pa-bnk", "pa-cus"),
    ("pa-bnk", "pa-trd"),
]
OTHERS = ("hlt", "std", "env", "stg", "org", "gua", "bnk", "prt")
ROLES = (*USUAL_ROLES, *OTHERS)


def everybody() -> WorldSettings:
    """Return a world in which every desk of Panama has business."""
    cargo = order(3, cargo=CargoPlan())
    settings = transit_world(
        by_road(), by_rail(number=2), cargo, guarantees=(GUARANTEE,)
    )
    return replace(
        settings,
        sites=tuple(replace(site, roles=ROLES) for site in settings.sites),
    )


@pytest.mark.parametrize(("sender", "recipient"), WAYS)
def test_every_document_is_taken_in(sender: str, recipient: str) -> None:
    strange = [
        Extra(at=100 + 60 * number, sender=sender, recipient=recipient, payload=payload)
        for number, payload in enumerate(GOOD)
    ]

    run = play(everybody(), extra=strange)

    came = [
        each
        for each in run.events
        if each.kind is Kind.RECEIVED and each.participant == recipient
    ]
    assert len(came) >= len(GOOD)
