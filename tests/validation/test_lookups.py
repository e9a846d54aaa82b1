"""A receiver's answers from a file, or from nothing."""

from pathlib import Path

import pytest

from swsim.errors import FileProblem, ProblemsFound
from swsim.validation.lookups import NOTHING_KNOWN, KnownFacts

FACTS = """{
  "rules": {
    "R45": {
      "yes": [{"licence": "L-1", "holder": "A"}],
      "no": [{"licence": "L-1", "on": "20270101"}],
      "otherwise": "no"
    },
    "R51": {"no": [{"reference": "X-1"}], "otherwise": "yes"},
    "R56": {"yes": [{"declarant": "A"}]}
  }
}
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> KnownFacts:
    path = tmp_path_factory.mktemp("facts") / "a.lookup.json"
    path.write_text(FACTS, encoding="utf-8")
    return KnownFacts.read(path)


@pytest.mark.parametrize(
    ("rule", "facts", "answer"),
    [
        ("R45", {"licence": "L-1", "holder": "A", "on": "20260406"}, True),
        ("R45", {"licence": "L-1", "holder": "A", "on": "20270101"}, False),
        ("R45", {"licence": "L-1", "holder": "B", "on": "20260406"}, False),
        ("R51", {"reference": "X-1", "declarant": "A"}, False),
        ("R51", {"reference": "X-2", "declarant": "A"}, True),
        ("R56", {"declarant": "A"}, True),
        ("R56", {"declarant": "B"}, None),
        ("R17", {"container": "SWSU0000019"}, None),
    ],
)
def test_facts_answer(
    known: KnownFacts, rule: str, facts: dict[str, str], answer: bool | None
) -> None:
    assert known.answer(rule, **facts) is answer


def test_who_knows_nothing_answers_nothing() -> None:
    assert NOTHING_KNOWN.answer("R17", container="SWSU0000019") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"rules": {"R51": {"otherwise": "maybe"}}}', "otherwise"),
        ('{"rules": {"R51": {"never": []}}}', "never"),
        ("{}", "rules"),
        ('{"rules"', "a.lookup.json"),
    ],
)
def test_faulty_file_is_named_with_its_fault(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "a.lookup.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ProblemsFound, match=r"a\.lookup\.json") as raised:
        KnownFacts.read(path)
    assert said in str(raised.value)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="no-such"):
        KnownFacts.read(tmp_path / "no-such.lookup.json")
