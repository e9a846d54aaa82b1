"""Element paths become WCO pointer chains by the annotations of the XSDs."""

import pytest

from swsim.validation.package import shipped

ITEM = "GoodsShipment", "GovernmentAgencyGoodsItem"


@pytest.mark.parametrize(
    ("kind", "path", "pointer"),
    [
        ("declaration", "Declaration/InvoiceAmount", [(None, "42A", "109")]),
        (
            "declaration",
            "Declaration/GoodsShipment/GovernmentAgencyGoodsItem:2",
            [(None, "42A", None), (None, "67A", None), (2, "68A", None)],
        ),
        (
            "declaration",
            "Declaration/IssueDateTime/DateTimeString",
            [(None, "42A", "D011")],
        ),
        (
            "declaration",
            "Declaration/GoodsShipment/Consignment/TransportEquipment:3/Seal:2/ID",
            [
                (None, "42A", None),
                (None, "67A", None),
                (None, "28A", None),
                (3, "31B", None),
                (2, "44B", "165"),
            ],
        ),
        (
            "cargo-report",
            "CargoReport/Consignment:2/MasterTransportContractDocument/ID",
            [(None, "42A", None), (2, "28A", None), (None, "30B", "D023")],
        ),
        (
            "transit-event",
            "TransitEvent/TransportEquipment/Seal:2/ConditionCode",
            [(None, "42A", None), (1, "31B", None), (2, "44B", None)],
        ),
        (
            "certificate",
            "Certificate/GovernmentAgencyGoodsItem:3/WriteOff/QuantityQuantity",
            [(None, "42A", None), (3, "68A", None), (None, "22C", "502")],
        ),
        ("declaration", "Declaration/Nonsense/ID", [(None, "42A", None)]),
        ("declaration", "Nonsense", []),
        (
            "response",
            "Response/Error:2/Pointer:3/TagID",
            [(None, "07B", None), (2, "53A", None), (3, "97A", "381")],
        ),
    ],
)
def test_path_becomes_pointer(
    kind: str, path: str, pointer: list[tuple[int | None, str, str | None]]
) -> None:
    steps = [step.partition(":") for step in path.split("/")]
    chain = [(name, int(number or 1)) for name, _, number in steps]

    assert list(shipped().documents[kind].annotations.pointer(chain)) == pointer


def test_format_is_that_of_the_element() -> None:
    annotations = shipped().documents["declaration"].annotations
    chain = [("Declaration", 1), ("InvoiceAmount", 1)]

    assert annotations.format(chain) == "n..16,3"
    assert annotations.format([*chain, ("Nonsense", 1)]) is None
