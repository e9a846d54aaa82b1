"""The XSDs are sound, say what they mean, and fit the records field by field."""

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from documents.xsd_files import (
    DATA_TYPES,
    DS,
    PARTS,
    SCHEMAS,
    SIGNATURE,
    XS,
    XSD,
    Leaf,
    ancestry,
    catalogue,
    children_of,
    driver,
    kinds,
    lxml_schema,
    parsed,
    root_of,
    walk,
    xmlschema_schema,
)
from swsim.documents.envelope import MetaData
from swsim.documents.fields import ELEMENT, Element
from swsim.documents.registry import document_types
from swsim.reports.wording import LANGUAGES

MESSAGES = sorted(set(XSD.glob("*.xsd")) - {DATA_TYPES, PARTS, SIGNATURE})
FACETS = (
    "length",
    "minLength",
    "maxLength",
    "pattern",
    "enumeration",
    "whiteSpace",
    "totalDigits",
    "fractionDigits",
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
)

# The type that a leaf of each kind must be derived from.
BASES = {
    "text": {"TextType", "CodeType", "IDType", "RunIDType"},
    "integer": {"CountType"},
    "decimal": {"NumericType"},
    "amount": {"AmountType"},
    "mass": {"MeasureType"},
    "quantity": {"QuantityType"},
    "moment": {"DateTimeType"},
    "day": {"DateType"},
}

REQUIRED = {
    "declaration": {"FunctionCode", "FunctionalReferenceID"},
    "response": {"FunctionCode", "Declaration"},
    "acknowledgement": {"ReferencedMessageID", "StatusCode"},
    "payment": {"FunctionCode", "DeclarationID", "Payment"},
    "exercise": {"TypeCode", "InjectID"},
    "cargo-report": {"FunctionCode", "FunctionalReferenceID", "TypeCode"},
    "transit-event": {"FunctionCode", "DeclarationID", "TypeCode"},
    "certificate": {"FunctionCode", "FunctionalReferenceID", "TypeCode"},
    "aeo-event": {
        "FunctionCode",
        "FunctionalReferenceID",
        "AEOMutualRecognitionParty",
    },
    "enforcement-report": {
        "FunctionCode",
        "FunctionalReferenceID",
        "ReportingCountryCode",
    },
    "alert": {"FunctionCode", "FunctionalReferenceID", "IntelligenceOffice"},
    "alert-feedback": {
        "FunctionCode",
        "FunctionalReferenceID",
        "ReportingCountryCode",
        "PreviousDocument",
    },
    "performance-report": {
        "FunctionCode",
        "FunctionalReferenceID",
        "ReportingPeriod",
    },
    "assistance-request": {
        "FunctionCode",
        "FunctionalReferenceID",
        "RequestedAuthority",
        "RequestingAuthority",
    },
    "assistance-reply": {
        "FunctionCode",
        "FunctionalReferenceID",
        "RequestedAuthority",
        "RequestingAuthority",
    },
}


def xsd_of(kind: str) -> Path:
    return SCHEMAS / str(catalogue()["documents"][kind]["xsd"])


@pytest.mark.parametrize("kind", kinds())
def test_schema_compiles_in_lxml(kind: str) -> None:
    assert isinstance(lxml_schema(kind), etree.XMLSchema)


@pytest.mark.parametrize("kind", kinds())
def test_schema_compiles_in_xmlschema(kind: str) -> None:
    root = root_of(xsd_of(kind))
    namespace = catalogue()["documents"][kind]["namespace"]

    assert f"{{{namespace}}}{root.name}" in xmlschema_schema(kind).maps.elements


def test_all_schemas_load_together_in_any_order() -> None:
    entries = [catalogue()["envelope"], *catalogue()["documents"].values()]

    for order in (entries, entries[::-1]):
        tree = etree.fromstring(driver(*order), base_url=(XSD / "driver.xsd").as_uri())
        assert isinstance(etree.XMLSchema(tree), etree.XMLSchema)


# --- the records -------------------------------------------------------------------


def assert_fits(record: type, node: Leaf) -> None:
    """Assert that a record and an element have the same children, in the same order."""
    expected = [each.metadata[ELEMENT] for each in fields(record)]
    found = children_of(node)
    assert [each.name for each in found] == [each.name for each in expected], node.path
    for element, declared in zip(expected, found, strict=True):
        assert_same_kind(element, declared)


def assert_same_kind(element: Element, declared: Leaf) -> None:
    assert declared.many == element.many, declared.path
    if element.record is not None:
        assert declared.data_type is None, declared.path
        assert_fits(element.record, declared)
        return
    assert declared.data_type is not None, declared.path
    assert BASES[element.kind] & set(ancestry(declared.data_type)), declared.path


@pytest.mark.parametrize("kind", kinds())
def test_record_has_the_elements_of_its_schema(kind: str) -> None:
    (record,) = [each.record for each in document_types() if each.id == kind]

    assert_fits(record, root_of(xsd_of(kind)))


def test_envelope_record_has_the_elements_of_its_schema() -> None:
    assert_fits(MetaData, root_of(XSD / "MetaData_1.xsd"))


@pytest.mark.parametrize("kind", kinds())
def test_required_elements_are_those_that_a_receiver_cannot_do_without(
    kind: str,
) -> None:
    root = root_of(xsd_of(kind))
    required = {each.name for each in children_of(root) if each.required}

    assert required == REQUIRED[kind]


def test_sequence_number_is_required_except_in_a_pointer() -> None:
    numbers = [
        each
        for kind in kinds()
        for each in walk(root_of(xsd_of(kind)))
        if each.name == "SequenceNumeric"
    ]

    assert numbers
    for each in numbers:
        assert each.required != each.path.endswith("Pointer/SequenceNumeric"), each.path


# --- what the annotations say ------------------------------------------------------


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_every_element_says_what_it_is(path: Path) -> None:
    for each in walk(root_of(path)):
        text = each.node.findtext(f"{XS}annotation/{XS}documentation")
        assert text, f"{each.path} has no documentation"
        assert text.strip().endswith("."), each.path


@pytest.mark.parametrize("path", sorted(XSD.glob("*.xsd")), ids=lambda path: path.stem)
def test_whatever_is_said_is_said_in_every_language(path: Path) -> None:
    for annotation in parsed(path).iter(f"{XS}annotation"):
        said = annotation.findall(f"{XS}documentation")
        langs = [
            each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in said
        ]
        assert langs == [*LANGUAGES] * (len(said) // len(LANGUAGES)), (
            annotation.sourceline
        )
        assert len({each.text for each in said}) == len(said), annotation.sourceline


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_every_element_has_a_wco_id_or_says_why_not(path: Path) -> None:
    for each in walk(root_of(path)):
        assert each.note("WCOID") or each.note("Difference"), each.path


WITHOUT_WCO_ID = {
    "declaration": {
        "Declaration/AdditionalDocument/ExpirationDateTime",
        "Declaration/DestinationOffice",
        "Declaration/DestinationOffice/ID",
        "Declaration/TransitOffice",
        "Declaration/TransitOffice/ID",
        "Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument"
        "/ExpirationDateTime",
        "Declaration/GoodsShipment/Consignment/ArrivalTransportMeans"
        "/RegistrationNationalityCode",
        "Declaration/GoodsShipment/Consignment/DepartureTransportMeans"
        "/RegistrationNationalityCode",
        "Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/Classification"
        "/IdentificationTypeCode",
    },
    "response": set(),
}


@pytest.mark.parametrize("kind", WITHOUT_WCO_ID)
def test_wco_document_lacks_no_other_wco_id(kind: str) -> None:
    without = {
        each.path for each in walk(root_of(xsd_of(kind))) if not each.note("WCOID")
    }

    assert without == WITHOUT_WCO_ID[kind]


def test_parties_have_their_own_wco_ids() -> None:
    root = "Declaration"
    ids = {
        each.path: each.note("WCOID") for each in walk(root_of(xsd_of("declaration")))
    }

    assert (
        ids[f"{root}/Exporter"],
        ids[f"{root}/Exporter/Name"],
        ids[f"{root}/Exporter/ID"],
    ) == ("57A", "R031", "R032")
    assert (
        ids[f"{root}/GoodsShipment/Importer"],
        ids[f"{root}/GoodsShipment/Importer/Name"],
        ids[f"{root}/GoodsShipment/Importer/ID"],
    ) == ("74A", "R037", "R038")


# --- where things stand ------------------------------------------------------------


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_facets_stand_in_the_data_types_alone(path: Path) -> None:
    facets = [each.tag for name in FACETS for each in parsed(path).iter(XS + name)]

    assert facets == []


def test_data_types_have_no_global_element() -> None:
    """Or it could be the document in an envelope, which takes any that is declared."""
    assert parsed(DATA_TYPES).findall(f"{XS}element") == []


def test_every_data_type_is_used() -> None:
    named = {each.get("name") for each in parsed(DATA_TYPES) if each.get("name")}
    used = {
        (each.get(attribute) or "").removeprefix("ds:")
        for path in XSD.glob("*.xsd")
        for each in parsed(path).iter("*")
        for attribute in ("type", "base")
    }

    assert named - used == set()


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_every_class_is_reached_from_the_root(path: Path) -> None:
    declared = {each.get("name") for each in parsed(path).findall(f"{XS}complexType")}
    reached = {each.node.get("type") for each in walk(root_of(path))}

    assert declared - reached == set()


def test_no_namespace_is_the_wcos() -> None:
    for path in XSD.glob("*.xsd"):
        for namespace in parsed(path).nsmap.values():
            assert "wco" not in namespace.lower(), path.name


def is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("year", [2026, 2028])
def test_only_days_of_the_calendar_are_valid(year: int) -> None:
    """So that no valid document holds a date that cannot be read."""
    schema = etree.XMLSchema(
        etree.fromstring(
            f'<xs:schema xmlns:xs="{XS[1:-1]}" xmlns:ds="{DS}">'
            f'<xs:import namespace="{DS}" schemaLocation="{DATA_TYPES.as_uri()}"/>'
            '<xs:element name="day" type="ds:DateType"/></xs:schema>'
        )
    )
    texts = [f"{year}{month:02}{day:02}" for month in range(14) for day in range(33)]
    valid = {
        text
        for text in texts
        if schema.validate(
            etree.fromstring(
                f'<day><DateTimeString xmlns="{DS}" formatCode="102">{text}'
                "</DateTimeString></day>"
            )
        )
    }

    assert valid == {text for text in texts if is_day(text)}


# --- the catalogue -----------------------------------------------------------------


def test_catalogue_has_every_document_type_of_the_registry() -> None:
    told = {
        kind: (entry["root"], entry["namespace"], entry["wco_type"])
        for kind, entry in catalogue()["documents"].items()
    }

    assert told == {
        each.id: (each.root, each.namespace, each.wco_type) for each in document_types()
    }


@pytest.mark.parametrize("kind", kinds())
def test_catalogue_names_code_lists_that_there_are(kind: str) -> None:
    lists = set(catalogue()["documents"][kind]["codelists"].values())
    there_are = {path.stem for path in (SCHEMAS / "codelists").glob("*.gc")}

    assert lists - there_are == set()


@pytest.mark.parametrize("kind", kinds())
def test_catalogue_binds_code_lists_to_elements_that_there_are(kind: str) -> None:
    paths = [f"/{each.path}" for each in walk(root_of(xsd_of(kind)))]
    bound = [
        end
        for end in catalogue()["documents"][kind]["codelists"]
        if not end.startswith("@")
    ]

    for end in bound:
        assert any(path.endswith(f"/{end}") for path in paths), end


@pytest.mark.parametrize("kind", kinds())
def test_catalogue_names_rule_files_that_there_are(kind: str) -> None:
    for name in catalogue()["documents"][kind]["rules"]:
        assert (SCHEMAS / name).is_file(), name
