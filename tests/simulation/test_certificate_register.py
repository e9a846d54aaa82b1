"""A certificate is never used beyond its quantity, whatever happens to it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.builders import DAY, HOUR, START, exact, order
from simulation.certificates import FURNITURE, played, shipment
from swsim.domain.events import Kind
from swsim.domain.papers import FLAWS
from swsim.errors import UsageError
from swsim.simulation.certificates import letters
from swsim.simulation.certificates.register import CertificateRegister, Claim, Fault
from swsim.simulation.contract import draw_contract

AT = datetime(2026, 4, 7, tzinfo=UTC)
CONTRACT = draw_contract(order(origin="MY", hs6=(FURNITURE,)), 7, START)
PAPER = letters.issue(letters.application(CONTRACT, "861", AT), CONTRACT, AT, "my-org")
CERTIFIED = sum(item.net_mass for item in CONTRACT.items)


def claim(mass: int, **changes: object) -> Claim:
    """Return a claim for goods of the certificate; `changes` are fields of it."""
    base = Claim(
        goods={FURNITURE: mass},
        exporter=CONTRACT.exporter.id or "",
        ucr=CONTRACT.ucr,
        on=date(2026, 5, 1),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


@given(st.lists(st.integers(min_value=1, max_value=CERTIFIED), max_size=12))
def test_uses_never_add_up_to_more_than_is_certified(masses: list[int]) -> None:
    register, used = CertificateRegister(), 0
    register.add(PAPER)

    for mass in masses:
        fault = register.fault(PAPER.id or "", claim(mass))
        if fault is None:
            register.use(PAPER.id or "", claim(mass))
            used += mass
        else:
            assert fault in (Fault.QUANTITY, Fault.ALREADY_USED)
            with pytest.raises(UsageError, match="left"):
                register.use(PAPER.id or "", claim(mass))
        assert used <= CERTIFIED


def test_used_in_part_leaves_the_rest() -> None:
    register = CertificateRegister()
    register.add(PAPER)
    register.use(PAPER.id or "", claim(CERTIFIED - 1))

    assert register.fault(PAPER.id or "", claim(1)) is None
    assert register.fault(PAPER.id or "", claim(2)) is Fault.QUANTITY


def test_expired_after_twelve_months() -> None:
    register = CertificateRegister()
    register.add(PAPER)

    assert register.fault(PAPER.id or "", claim(1, on=date(2027, 4, 7))) is None
    late = claim(1, on=date(2027, 4, 8))
    assert register.fault(PAPER.id or "", late) is Fault.EXPIRED


shipments = st.lists(
    st.tuples(
        st.one_of(st.none(), st.sampled_from(sorted(FLAWS))),
        st.booleans(),
        st.sampled_from(("genuine", "false", "unconfirmed", "silent")),
        st.integers(min_value=1, max_value=20),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shipments, st.integers(min_value=0, max_value=99))
def test_random_runs_use_no_certificate_beyond_its_quantity(
    wanted: list[tuple[str | None, bool, str, int]], seed: int
) -> None:
    orders = [
        shipment(
            number,
            flaw,  # type: ignore[arg-type]
            verify=verify,
            answer=answer,
            start=60 + day * DAY,
            transit=(21 - day) * DAY,
        )
        for number, (flaw, verify, answer, day) in enumerate(wanted, 1)
    ]
    run = played(*orders, profile=exact(agency=HOUR), seed=seed)
    used: dict[str, int] = {}
    for event in run.of(Kind.CERTIFICATE, change="given"):
        number, mass = str(event.facts["certificate"]), int(str(event.facts["mass"]))
        used[number] = used.get(number, 0) + mass

    for number, mass in used.items():
        deal = next(each for each in orders if each.id == number.split("-")[2])
        contract = draw_contract(deal, seed, START)
        assert mass <= sum(item.net_mass for item in contract.items)
    balance = [event.facts["change"] for event in run.of(Kind.SECURITY)]
    ended = balance.count("released") + balance.count("called")
    assert balance.count("reserved") == ended
