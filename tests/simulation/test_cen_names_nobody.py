"""No record of the CEN hub names anybody, whatever is seized, written and sent."""

import re
from dataclasses import replace
from typing import Literal

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from simulation.builders import Extra, Played, play
from simulation.seizures import filed, naming, report
from simulation.test_intelligence_outcomes import FIRST, bananas, story
from swsim.documents.parts import AdditionalInformation
from swsim.documents.types.enforcement_report import EnforcementReport
from swsim.domain.contraband import HEADINGS, Contraband
from swsim.domain.events import Kind
from swsim.domain.happenings import CarelessReport, Happening

NAMES = ("Farfan", "Quiroga", "Okafor", "Lindqvist")
SENTENCES = (
    "The driver, Mr Ramon {name}, was paid in cash.",
    "The passport no. AB1234567 of {name} was shown.",
    "Write to {name}@banana.example for the rest.",
    "Born 12.03.1980, {name} was seen at the gate.",
    "The seals were exchanged after the box had been stuffed.",
)

contrabands = st.builds(
    Contraband,
    kind=st.sampled_from(sorted(HEADINGS)),
    mass=st.integers(min_value=1, max_value=9_000_000),
    concealment=st.sampled_from(("CTR", "GDS", "LOD", "MIS", "PKG")),
)
remarks = st.builds(str.format, st.sampled_from(SENTENCES), name=st.sampled_from(NAMES))


@st.composite
def reports(draw: st.DrawFn) -> Extra:
    """Return a report with any remark, to the office or past it to the hub."""
    number = draw(st.integers(min_value=2, max_value=9_999))
    said = AdditionalInformation(description=draw(remarks))
    written = report(reference=f"EC-2026-X{number:05d}", information=(said,))
    to = draw(st.sampled_from(("rilo-sam", "cen-wco")))
    return filed(written, to, at=60 + number)


def texts_for_the_hub(run: Played, extra: list[Extra]) -> dict[str, str]:
    """Return what was sent to the hub, as text, by the reference of the report."""
    found = {
        payload.reference or "": message.xml.decode()
        for message in run.sent("enforcement-report", recipient="cen-wco")
        if isinstance(payload := run.payload(message), EnforcementReport)
    }
    for each in extra:
        assert isinstance(each.payload, EnforcementReport)
        said = " ".join(str(one.description) for one in each.payload.information)
        if each.recipient == "cen-wco":
            found[each.payload.reference or ""] = said
    return found


# Without shrinking: each example plays a world.
@settings(
    max_examples=10, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)
@given(
    found=contrabands,
    more=contrabands,
    faults=st.lists(st.sampled_from(("incomplete", "nominal")), max_size=3),
    extra=st.lists(reports(), max_size=4, unique_by=lambda each: each.at),
)
def test_no_record_of_the_hub_names_anybody(
    found: Contraband,
    more: Contraband,
    faults: list[Literal["incomplete", "nominal"]],
    extra: list[Extra],
) -> None:
    careless = tuple(
        Happening(inject=f"I{number}", at=number, effect=CarelessReport(fault=fault))
        for number, fault in enumerate(faults, 1)
    )
    seized = replace(FIRST, contraband=found)
    world = story(bananas(2, contraband=more), first=seized, ecuador=careless)
    run = play(world, extra=extra)

    sent = texts_for_the_hub(run, extra)
    stored = [
        sent[str(each.facts["about"])]
        for each in run.of(Kind.INTELLIGENCE, step="stored")
    ]
    assert stored
    for text in stored:
        assert not any(name in text for name in NAMES)
        assert not re.search(r"Exercise|\b[A-Z]{4}\d{7}\b|S000\d\d-", text)


def test_reports_that_name_somebody_were_among_them() -> None:
    run = play(story(), extra=[filed(naming(), "cen-wco")])

    assert run.of(Kind.INTELLIGENCE, step="refused-nominal")
