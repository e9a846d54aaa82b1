"""What a participant knows of other declarations decides on the one before it."""

from dataclasses import replace
from typing import Any

import pytest

from simulation.builders import (
    BANANAS,
    DAY,
    Extra,
    Played,
    exact,
    forged,
    order,
    play,
    world,
)
from simulation.lodging import Change, of_order, rejected, shipment
from swsim.documents.envelope import Envelope
from swsim.documents.parts import Party
from swsim.documents.types.declaration import (
    Declaration,
    GoodsShipment,
    Invoice,
)
from swsim.domain.codes import Indicator
from swsim.domain.events import Kind
from swsim.domain.settings import ShipmentOrder, WorldSettings
from swsim.domain.targeting import TargetingRule, Trait
from swsim.simulation.contract import Contract, draw_contract
from swsim.simulation.mail import Incoming
from swsim.simulation.participant import Participant
from swsim.simulation.site import Site

MEDICINES = "300490"
LATER, MUCH_LATER = 2 * DAY, 60 * DAY
FOR_EVER = 10**9


def contract(settings: WorldSettings, of: ShipmentOrder) -> Contract:
    return draw_contract(of, settings.seed, settings.start)


def lodged_again(settings: WorldSettings, trader: str, change: Change) -> Played:
    """Play a world, then once more with the first lodgement of a trader repeated.

    The repetition comes late, under the LRN AGAIN-1, and changed.
    """
    run = play(settings)
    first = run.payload(run.sent("declaration", trader)[0])
    assert isinstance(first, Declaration)
    again = Extra(
        at=MUCH_LATER,
        sender=trader,
        recipient=trader.replace("trd", "sw"),
        payload=change(replace(first, reference="AGAIN-1")),
    )
    return play(settings, extra=[again])


def unchanged(declaration: Declaration) -> Declaration:
    return declaration


def verdicts(run: Played, role: str) -> set[object]:
    return {
        event.facts["verdict"]
        for event in run.of(Kind.RECEIVED, document="declaration")
        if event.participant.endswith(f"-{role}")
    }


class Keeper(Participant):
    """A participant without records, who keeps the declarations it is sent."""

    role = "kee"

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.kept: list[Incoming] = []
        self.handlers |= {Declaration: self.kept.append}


def test_document_is_judged_once_and_its_tree_let_go() -> None:
    settings = world(order())
    lodged = play(settings)
    document = lodged.payload(lodged.sent("declaration", "jp-trd")[0])
    site = Site(settings.sites[0], settings)
    keeper = Keeper(site)
    mail = forged(Extra(at=5, sender="jp-trd", recipient=keeper.id, payload=document))
    site.run_second(5, [mail])

    assert mail.references is not None
    assert mail.result.layers[-1].why.endswith("nobody was there to ask")
    (kept,) = keeper.kept
    assert kept.references is None
    assert kept.result.verdict == "valid-partial"
    assert "could not answer R17, R26, R49" in kept.result.layers[-1].why


@pytest.mark.parametrize("goods", ["842952", BANANAS, MEDICINES])
def test_ordinary_declaration_is_valid_for_all_who_receive_it(goods: str) -> None:
    run = play(world(order(hs6=(goods,), origin="EC", destination="PA")))

    for role in ("sw", "cus", "trd"):
        assert verdicts(run, role) == {"valid"}


def test_what_customs_cannot_know_leaves_its_verdict_partial() -> None:
    first = world(order())
    policy = replace(first.policy, share_export_data=False)
    run = play(replace(first, policy=policy))

    assert verdicts(run, "cus") == {"valid", "valid-partial"}
    assert verdicts(run, "sw") == {"valid"}


def test_rule_that_is_not_simulated_leaves_the_verdict_partial() -> None:
    def to_another_document(of: GoodsShipment) -> GoodsShipment:
        (bill,) = of.previous_documents
        return replace(of, previous_documents=(replace(bill, id="ELSEWHERE-1"),))

    edit = of_order(1, "I", shipment(to_another_document))
    run = play(world(order()), edit=edit)
    (received,) = [
        event
        for event in run.of(Kind.RECEIVED, document="declaration")
        if event.facts["from"] == "pa-trd"
    ]

    assert received.facts["verdict"] == "valid-partial"
    assert Indicator.RELEASED in run.outcomes("pa-trd", "S00001-I1")


def test_lrn_is_used_once() -> None:
    first, second = order(1), order(2, start=LATER)
    edit = of_order(2, "E", lambda each: replace(each, reference="S00001-E1"))
    run = play(world(first, second), edit=edit)

    assert rejected(run, "jp-trd", "S00001-E1") == ["R51"]


def test_container_of_an_open_declaration_is_not_declared_again() -> None:
    first, second = order(1, channel="red"), order(2, start=120)
    settings = world(first, second)
    taken = contract(settings, first)

    def same_box(of: GoodsShipment) -> GoodsShipment:
        assert of.consignment is not None
        assert of.consignment.departure_means is not None
        boxes = tuple(
            replace(box, id=taken.containers[0].number)
            for box in of.consignment.equipment
        )
        means = replace(of.consignment.departure_means, id=taken.carrier_id)
        consignment = replace(of.consignment, equipment=boxes, departure_means=means)
        return replace(
            of, consignment=consignment, items=tuple(map(relinked, of.items))
        )

    def relinked(item: Any) -> Any:
        links = tuple(
            replace(link, id=taken.containers[0].number)
            for link in item.commodity.equipment
        )
        return replace(item, commodity=replace(item.commodity, equipment=links))

    edit = of_order(2, "E", shipment(same_box))
    run = play(settings, edit=edit)

    assert rejected(run, "jp-trd", "S00002-E1") == ["R17"]
    assert Indicator.RELEASED in run.outcomes("jp-trd", "S00002-E2")
    assert Indicator.RELEASED in run.outcomes("jp-trd", "S00001-E1")


def test_container_is_free_when_its_goods_are_released() -> None:
    def on_another_invoice(of: GoodsShipment) -> GoodsShipment:
        return replace(of, invoice=Invoice(id="INV-JP-99999"))

    run = lodged_again(world(order()), "jp-trd", shipment(on_another_invoice))

    assert rejected(run, "jp-trd", "AGAIN-1") == []
    assert Indicator.RELEASED in run.outcomes("jp-trd", "AGAIN-1")


def medicines(number: int, **changes: Any) -> ShipmentOrder:
    return order(number, hs6=(MEDICINES,), **changes)


def citing_licence_of(first: ShipmentOrder) -> Change:
    """Return a change that cites the import licence of another shipment."""

    def cite(of: GoodsShipment) -> GoodsShipment:
        (item,) = of.items
        documents = tuple(
            replace(each, id=f"PA-911-{first.id}") for each in item.documents
        )
        return replace(of, items=(replace(item, documents=documents),))

    return shipment(cite)


def test_licence_of_another_trader_or_used_up_is_rejected() -> None:
    first, second = medicines(1), medicines(2, start=LATER)
    edit = of_order(2, "I", citing_licence_of(first))
    run = play(world(first, second), edit=edit)

    assert rejected(run, "pa-trd", "S00002-I1") == ["R45"]
    assert Indicator.RELEASED in run.outcomes("pa-trd", "S00002-I2")


def test_licence_and_manifest_line_are_written_off() -> None:
    run = lodged_again(world(medicines(1)), "pa-trd", unchanged)

    assert set(rejected(run, "pa-trd", "AGAIN-1")) == {"R45", "R52"}


def test_goods_line_is_exported_once() -> None:
    run = lodged_again(world(order()), "jp-trd", unchanged)

    assert rejected(run, "jp-trd", "AGAIN-1") == ["R49-line"]


def without_mandate(declaration: Declaration) -> Declaration:
    return replace(declaration, declarant=declaration.exporter)


def consigned(declaration: Declaration) -> Declaration:
    """Return an import in the name of another trader of the country."""
    other = Party(name="Exercise Heron Trading 79 (PA)", id="PAX0000079")
    assert declaration.shipment is not None
    return replace(
        declaration,
        declarant=other,
        shipment=replace(declaration.shipment, importer=other),
    )


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (without_mandate, ["R56"]),
        (consigned, ["R53"]),
        (lambda each: replace(each, office="PABLBIM9"), ["R26"]),
        (
            lambda each: replace(each, gross_mass=(each.gross_mass or 0) + 1_000),
            ["R52"],
        ),
    ],
)
def test_registers_decide(change: Change, rules: list[str]) -> None:
    run = play(world(order()), edit=of_order(1, "I", change))

    assert rejected(run, "pa-trd", "S00001-I1") == rules
    assert Indicator.RELEASED in run.outcomes("pa-trd", "S00001-I2")


def test_origin_where_nothing_grows_is_a_warning() -> None:
    def from_panama(of: GoodsShipment) -> GoodsShipment:
        (item,) = of.items
        (origin,) = item.origins
        return replace(
            of, items=(replace(item, origins=(replace(origin, country="MN"),)),)
        )

    bananas = order(1, hs6=(BANANAS,), origin="EC", destination="JP")
    edit = of_order(1, "I", shipment(from_panama))
    run = play(world(bananas), edit=edit)
    (channel,) = run.of(Kind.CHANNEL, leg="import")

    assert rejected(run, "jp-trd", "S00001-I1") == []
    # The export said Ecuador.
    assert channel.facts["reasons"] == ("R34", "ORIGIN")


def test_who_is_always_refused_gives_up() -> None:
    def wrong(envelope: Envelope) -> object:
        document = envelope.payload
        if isinstance(document, Declaration) and document.type == "929":
            return replace(document, office="JPTYOIM1")
        return document

    run = play(world(order()), edit=wrong)

    assert len(run.sent("declaration", "pa-trd", "pa-sw")) == 5


# --- the targeting list -------------------------------------------------------------


def targeted(until: int, trait: Trait, value: str) -> Played:
    """Play an import of which customs looks for something."""
    settings = world(order(), profiles=exact())
    aim = TargetingRule(
        id="T1",
        owner="pa-cus",
        reason="an alert",
        traits={trait: (value,)},
        until=until,
        points=20,
    )
    return play(
        replace(
            settings,
            sites=tuple(
                replace(site, targets=(aim,)) if site.id == "pa" else site
                for site in settings.sites
            ),
        )
    )


@pytest.mark.parametrize(
    ("trait", "value", "rule"),
    [
        ("party", "exporter", "R62"),
        ("means", "carrier", "R62-means"),
        ("route", "JP-PA", "R62-route"),
    ],
)
def test_target_raises_the_score_and_the_channel(
    trait: Trait, value: str, rule: str
) -> None:
    deal = contract(world(order()), order())
    names = {"exporter": str(deal.exporter.id), "carrier": deal.carrier_id}
    run = targeted(FOR_EVER, trait, names.get(value, value))
    (channel,) = run.of(Kind.CHANNEL, leg="import")

    assert channel.facts["reasons"] == ("T1.v1",)
    assert rule in {
        each
        for event in run.of(Kind.RECEIVED)
        if isinstance(found := event.facts["findings"], tuple)
        for each in found
    }
    assert channel.facts["score"] == 20
    assert channel.facts["channel"] == "yellow"


def test_target_is_void_after_its_last_second() -> None:
    run = targeted(DAY, "route", "JP-PA")
    (channel,) = run.of(Kind.CHANNEL, leg="import")

    assert channel.facts["score"] == 0


def test_target_is_known_to_its_own_customs_alone() -> None:
    run = targeted(FOR_EVER, "route", "JP-PA")
    knowing = {
        event.participant
        for event in run.of(Kind.RECEIVED)
        if isinstance(found := event.facts["findings"], tuple) and "R62-route" in found
    }

    assert knowing == {"pa-cus"}
    assert not [each for each in run.messages if b"R62" in each.xml]
