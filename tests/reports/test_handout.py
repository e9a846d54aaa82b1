"""The sheet for participants: all they need, nothing from the network, no spoiler."""

import re
from html import unescape

import pytest

from swsim.errors import UsageError
from swsim.reports.handout import handout
from swsim.scenario import load_scenario
from swsim.scenario.load import shipped_names


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", shipped_names())
def test_handout_tells_story_and_cast_and_no_inject(name: str, lang: str) -> None:
    scenario = load_scenario(name).scenario

    text = unescape(handout(scenario, lang))

    assert f'<html lang="{lang}">' in text
    assert all(one.alpha2 in text for one in scenario.cast.resolve())
    assert all(getattr(each, lang)[:20] in text for each in scenario.objectives)
    notes = [getattr(each.note, lang) for each in scenario.injects if each.note]
    assert [note for note in notes if note[:40] in text] == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_handout_needs_nothing_from_elsewhere(lang: str) -> None:
    text = handout(load_scenario("first-contact").scenario, lang)

    assert re.findall(r'(?:src|href)="|url\(|@import', text) == []


@pytest.mark.parametrize(
    ("lang", "name"),
    [("en", "Panama Canal"), ("es", "Canal de Panamá")],
)
def test_handout_tells_the_time_and_the_passage_of_a_route(
    lang: str, name: str
) -> None:
    page = handout(load_scenario("through-the-isthmus").scenario, lang)

    # 23 days to the port, 4 there, 3 more to Colombia.
    assert f"30 d ({name})" in page


def test_handout_in_another_language_is_refused() -> None:
    with pytest.raises(UsageError):
        handout(load_scenario("first-contact").scenario, "fr")
