"""The sentences of both languages, and how names, times and numbers are said."""

import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

from swsim.domain.codes import Channel
from swsim.domain.members import all_members
from swsim.errors import UsageError
from swsim.reports import wording
from swsim.reports.wording import LANGUAGES, Wording, texts
from swsim.validation.package import shipped

# Keys that the code builds: families such as region.AP, and kinds of event.
BUILT = {
    "await",
    "handout",  # tests/reports/test_handout.py writes each in both languages
    "standing",
    *("cut", "group", "step"),  # by attribute, by its value, by the step of an alert
    *("means", "next", "inject", "desk"),  # tests/web/test_injects.py asks for the last
    *("arrow", "broker", "case", "channel", "document", "documents", "hold", "leg"),
    *(
        "cargo",
        "discrepancy",
        "guarantee",
        "movement",
        "transhipment",
        "because",
        "certificate",
        "security",
        "payment",
        "deadline",
        "aeo",
    ),
    *("lifted", "mark", "outcome", "plain", "region", "role", "rule", "short"),
    *("choice", "chosen"),  # tests/web/test_decisions.py and test_injects.py ask
    *(
        "assistance",
        "intelligence",
        "figures",
        "site",
        "verdict",
        "undelivered",
        "delivery-failed",
        "dropped",
    ),
}

REPORTS = Path(wording.__file__).parent


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_languages_have_the_same_keys() -> None:
    english, spanish = (set(texts(lang)) for lang in LANGUAGES)
    assert english == spanish


# English has a possessive form of a name ({of}), Spanish has none.
AGENCIES_BESIDE = {"role.hlt", "role.std", "role.env", "role.stg", "role.org"}
POSSESSIVE = {
    "role.trd",
    "role.sw",
    "role.agr",
    "role.gua",
    "role.bnk",
    "role.prt",
} | AGENCIES_BESIDE


@pytest.mark.parametrize("key", sorted(set(texts("en")) - POSSESSIVE))
def test_languages_have_the_same_placeholders(key: str) -> None:
    english, spanish = (placeholders(texts(lang)[key]) for lang in LANGUAGES)
    assert spanish == english


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_is_empty(lang: str) -> None:
    assert [key for key, said in texts(lang).items() if not said.strip()] == []


def test_every_sentence_is_used() -> None:
    files = [*REPORTS.glob("**/*.py"), *REPORTS.glob("templates/*.j2")]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    quoted = set(re.findall(r'"([A-Za-z0-9.\-]+)"', code))
    unused = [
        key
        for key in texts("en")
        if key not in quoted and key.split(".")[0] not in BUILT
    ]
    assert unused == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_channel_has_a_name(lang: str) -> None:
    say = Wording(lang)
    assert all(say.has(f"channel.{channel}") for channel in Channel)


def test_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="'fr'"):
        texts("fr")


@pytest.mark.parametrize(
    ("lang", "participant", "expected"),
    [
        ("en", "jp-sw", "Japan's single window"),
        ("en", "ph-sw", "Philippines' single window"),
        ("en", "pa-cus", "Panama customs"),
        ("en", "kr-cus", "Republic of Korea customs"),
        ("es", "jp-sw", "la ventanilla única de Japón"),
        ("es", "kr-cus", "la aduana de República de Corea"),
        ("en", "xx-rilo", "xx-rilo"),
        ("en", "rilo-ap", "RILO Asia/Pacific"),
        ("es", "cen-wco", "el nodo CEN"),
    ],
)
def test_participant_in_words(lang: str, participant: str, expected: str) -> None:
    assert Wording(lang).participant(participant) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_member_has_a_name(lang: str) -> None:
    say = Wording(lang)
    unnamed = [one.alpha2 for one in all_members() if say.country(one.alpha2) == ""]
    assert unnamed == []


def test_spanish_contracts_article_and_preposition_but_not_a_name() -> None:
    say = Wording("es")
    whom = say.participant("sv-agr")
    asked = say("ask-agency", who="la ventanilla", whom=whom, ref="S00001-I1")
    expected = "consulta al servicio agropecuario de El Salvador"
    assert expected in asked


def test_moment_counts_days_by_the_calendar() -> None:
    say = Wording("en", datetime(2026, 4, 6, 22, 0, tzinfo=UTC))
    assert say.moment(7_205) == "day 2, 00:00:05 UTC"


@pytest.mark.parametrize(
    ("lang", "value", "expected"),
    [("en", 1234, "1,234"), ("es", 1234, "1234"), ("es", 12345, "12\u202f345")],
)
def test_numbers_are_grouped_as_the_language_does(
    lang: str, value: int, expected: str
) -> None:
    assert Wording(lang).number(value) == expected


def test_rule_is_explained_by_its_family() -> None:
    assert Wording("en").rule("XSD-maxLength") == "The document fits its schema."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_that_comes_with_swsim_has_words(lang: str) -> None:
    say = Wording(lang)
    ids = {
        assertion.id
        for document in shipped().documents.values()
        for pattern in document.patterns
        for rule in pattern.rules
        for assertion in rule.assertions
    }

    assert {id_ for id_ in ids if say.rule(id_) == say("rule.unknown")} == set()


def test_unknown_rule_is_not_guessed() -> None:
    assert Wording("en").rule("ACME-7") == "A rule of the schema package in use."
