"""The page on schemas of one's own shows what there is: keys, commands, defaults."""

import re

from checkout import ROOT
from swsim import strictyaml
from swsim.validation.catalogue import AnnotationNames, Catalogue, DocumentEntry

PAGE = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("\n## Your own schemas\n")[2].partition("\n## ")[0]


def test_example_of_a_catalogue_is_one() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", SECTION, re.DOTALL)
    located = strictyaml.parse(example, "docs/validation.md")
    catalogue = strictyaml.hold(located, Catalogue)

    assert set(catalogue.model_dump(exclude_defaults=True)) >= set(
        Catalogue.model_fields
    ) - {"version", "annotations"}


def test_page_names_every_key_of_a_document() -> None:
    keys = set(DocumentEntry.model_fields) - {"wco_type"}

    assert [key for key in keys if not re.search(rf"\b{key}\b", SECTION)] == []


def test_page_names_the_annotations_that_are_tried() -> None:
    names = AnnotationNames()

    assert [n for n in (*names.wco_id, *names.format) if f"`{n}`" not in SECTION] == []
