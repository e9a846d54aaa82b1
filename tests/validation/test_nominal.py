"""Personal data in free text are found by their form; ordinary words are left alone."""

import pytest
from lxml import etree

from documents.xsd_files import SCHEMAS, ancestry, catalogue, root_of, walk
from swsim.validation.nominal import nominal


def texts(*words: str) -> list[etree._Element]:
    nodes = []
    for each in words:
        node = etree.Element("Description")
        node.text = each
        nodes.append(node)
    return nodes


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("contact", "write to sales@bananas.example"),
        ("contact", "call +507 269 0000 at night"),
        ("contact", "phone: 0999 123456"),
        ("contact", "Teléfono del chofer 2-690-0000"),
        ("document", "holder of passport no. TR4471902"),
        ("document", "Pasaporte N° AB-44719"),
        ("document", "cédula 8-123-4567"),
        ("document", "DNI 44719023"),
        ("document", "truck with licence plate GBA4471"),
        ("person", "belonged to Mr Nobody"),
        ("person", "la señora Nadie viajaba sola"),
        ("person", "the driver: Somebody, left"),
        ("person", "alias Nobody"),
        ("person", "a man born in 1970"),
        ("person", "born 12.03.1980"),
        ("person", "nacida el 3 de mayo"),
    ],
)
def test_personal_data_is_found_as_its_kind(kind: str, text: str) -> None:
    nodes = texts(text)

    assert nominal(None, nodes, kind) == nodes
    assert nominal(None, nodes, "any") == nodes


@pytest.mark.parametrize(
    "text",
    [
        "400 packages of 1.031 kg between the bananas of three pallets",
        "The driver left the truck at Balboa; the captain was told",
        "Container SWSU0000019, seal TRN000101, HS 0803.90, 2026-04-07 21:30",
        "Passport covers, empty, 1200 pieces",
        "The registration plate had been changed",
        "Two mobile telephones, new, in the lining",
        "A don at the door of a doctor",
        "El conductor dejó el camión; la placa era falsa",
        "Value 9,200,000.00 USD; 860 notes",
        "",
    ],
)
def test_ordinary_words_are_no_personal_data(text: str) -> None:
    assert nominal(None, texts(text), "any") == []


def test_only_the_texts_at_fault_are_returned() -> None:
    nodes = texts("bricks", "ask Mr. Nobody", "seals")

    assert nominal(None, nodes, "any") == [nodes[1]]


FREE_TEXT = {
    "enforcement-report": {
        "EnforcementReport/AdditionalInformation/StatementDescription",
        "EnforcementReport/Concealment/Description",
        "EnforcementReport/GovernmentAgencyGoodsItem/Commodity/Description",
    },
    "alert": {
        "Alert/AdditionalInformation/StatementDescription",
        "Alert/IntelligenceOffice/Name",
        "Alert/Profile/Concealment/Description",
    },
    "performance-report": {
        "PerformanceReport/AdditionalInformation/StatementDescription",
    },
    "alert-feedback": {
        "AlertFeedback/AdditionalInformation/StatementDescription",
        "AlertFeedback/Profile/Concealment/Description",
    },
}


@pytest.mark.parametrize("kind", FREE_TEXT)
def test_free_text_is_where_the_rules_look(kind: str) -> None:
    """Another text, or any party, would be a way for a name to get in."""
    entry = catalogue()["documents"][kind]
    texts = {
        each.path
        for each in walk(root_of(SCHEMAS / entry["xsd"]))
        if each.data_type and "TextType" in ancestry(each.data_type)
    }

    assert texts == FREE_TEXT[kind]
