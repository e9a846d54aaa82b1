"""The sections of the Harmonized System cover its chapters, each once."""

import pytest

from swsim.domain.sections import SECTIONS, section_of


def test_sections_follow_each_other_from_chapter_1_to_97() -> None:
    chapters = [n for each in SECTIONS for n in range(each.first, each.last + 1)]

    assert chapters == list(range(1, 98))


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("080390", "II"),
        ("842952", "XVI"),
        ("870323", "XVII"),
        ("980000", None),
        ("A1", None),
        ("", None),
    ],
)
def test_code_belongs_to_the_section_of_its_chapter(
    heading: str, section: str | None
) -> None:
    assert section_of(heading) == section
