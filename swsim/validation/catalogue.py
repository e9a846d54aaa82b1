"""What `catalogue.yaml` of a schema package may say; its JSON Schema for editors.

Holds texts only: which files there are is the package's to know.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from lxml import etree
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from swsim.strictyaml import Fault, Located
from swsim.validation.expressions import prefixes

CATALOGUE: Final = "catalogue.yaml"

_PREFIX: Final = r"[A-Za-z_][\w.-]*"


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _emptied(value: object) -> object:
    return {} if value is None else value


# In the order in which they are tried; a single one may stand without a list.
Names = Annotated[
    tuple[str, ...],
    BeforeValidator(_listed),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
            ]
        }
    ),
]
# A key whose entries are all commented out is read as empty.
Texts = Annotated[dict[str, str], BeforeValidator(_emptied)]
Prefixes = Annotated[
    dict[Annotated[str, Field(pattern=f"^{_PREFIX}$")], str], BeforeValidator(_emptied)
]


def _is_xpath(text: str) -> str:
    try:
        etree.XPath(f"boolean({text})")
    except etree.XPathSyntaxError as error:
        raise ValueError(f"{text!r} is no XPath 1.0 expression: {error}") from error
    return text


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(_Strict):
    """A root element and the schema that declares it.

    `schemas` are further files of the set, such as one that an `xs:any` needs.
    """

    root: Annotated[str, Field(min_length=1)]
    namespace: str
    xsd: Annotated[str, Field(min_length=1)]
    schemas: tuple[str, ...] = ()
    codelists: Texts = {}


class RuleFile(_Strict):
    """A Schematron file and the phase of it that is active, its default otherwise."""

    file: Annotated[str, Field(min_length=1)]
    phase: str | None = None


def _as_rule_file(entry: object) -> object:
    """Return the name of a file as what it is short for."""
    return {"file": entry} if isinstance(entry, str) else entry


_Rules = Annotated[
    RuleFile, BeforeValidator(_as_rule_file, json_schema_input_type=str | RuleFile)
]


class DocumentEntry(Entry):
    """A document type.

    `when` is an XPath on its root element that tells it from others with the same root;
    `envelope` stands where the document has another one than the rest.
    """

    wco_type: str | None = None
    when: Annotated[str, AfterValidator(_is_xpath)] | None = None
    rules: tuple[_Rules, ...] = ()
    envelope: Entry | None = None


class RuleSet(_Strict):
    """The name and version of the rules, for reports."""

    id: str = "own"
    version: str = "1"


class AnnotationNames(_Strict):
    """The elements in annotations that hold the WCO id and the format."""

    wco_id: Names = ("WCOID", "TDEDUID", "UniquePositionID")
    format: Names = ("WCOFormat", "Format")


class Catalogue(_Strict):
    """A whole catalogue.

    `namespaces` are prefixes for `when` and for paths of code lists; `locations` the
    files that stand for a schemaLocation or a namespace that the schemas leave open.
    """

    version: str = "1"
    rule_set: RuleSet = RuleSet()
    namespaces: Prefixes = {}
    locations: Texts = {}
    annotations: AnnotationNames = AnnotationNames()
    codelists: Texts = {}
    envelope: Entry | None = None
    documents: Annotated[dict[str, DocumentEntry], Field(min_length=1)]


def shared_roots(located: Located) -> Iterator[Fault]:
    """Complain of document types with one root that nothing tells apart."""
    entries = [
        (loc, (str(entry.get("namespace")), str(entry.get("root"))))
        for loc, entry in located.find("documents", "*")
        if isinstance(entry, dict) and not entry.get("when")
    ]
    seen = Counter(tag for _, tag in entries)
    for loc, tag in entries:
        if seen[tag] > 1:
            yield (
                loc,
                f"other documents have the root {tag[1]} too; all but one need `when`,"
                " an XPath that is true for this document alone, such as"
                " when: \"@version = '1.0'\"",
            )


# Where a catalogue can have an `Entry`.
_ENTRIES: Final = (("envelope",), ("documents", "*"), ("documents", "*", "envelope"))


def unknown_prefixes(located: Located) -> Iterator[Fault]:
    """Complain of conditions and paths that the catalogue's prefixes do not explain.

    A path with a prefix that nobody knows would fit no element, and no code be checked.
    """
    data = located.data if isinstance(located.data, dict) else {}
    given = data.get("namespaces")
    namespaces = dict(given) if isinstance(given, dict) else {}
    known = f"prefixes under namespaces: {', '.join(map(str, namespaces)) or 'none'}"
    for loc, when in located.find("documents", "*", "when"):
        if isinstance(when, str) and (why := _unusable(when, namespaces)):
            yield loc, f"cannot be evaluated: {why}; {known}"
    for entry in _ENTRIES:
        for loc, _ in located.find(*entry, "codelists", "*"):
            for prefix in sorted(prefixes(str(loc[-1])) - namespaces.keys()):
                yield loc, f"the prefix {prefix!r} is not there; {known}"


def _unusable(when: str, namespaces: Mapping[str, Any]) -> str:
    try:
        condition = etree.XPath(f"boolean({when})", namespaces=dict(namespaces))
        condition(etree.Element("none"))
    except etree.XPathSyntaxError:
        return ""  # said where the text itself is checked
    except (etree.XPathError, TypeError, ValueError) as error:
        return str(error)
    return ""


def catalogue_schema() -> dict[str, Any]:
    """Return the JSON Schema of catalogue files, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:swsim:schema:catalogue:1",
        **Catalogue.model_json_schema(),
        "title": "swsim schema package",
    }
