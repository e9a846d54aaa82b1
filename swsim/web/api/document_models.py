"""What the API takes and gives of documents that are tried; a description as well."""

from typing import Annotated, Any

from pydantic import Field, StrictInt

from swsim.validation.writers.json import ValidationReport
from swsim.web.api.models import Record


class Kinds(Record):
    """What can be generated, and for which layers a document can be broken."""

    kinds: list[str]
    names: dict[str, str] = Field(
        description="Of each kind, in the language asked for."
    )
    layers: list[str]


class Order(Record):
    """What to generate: the same order gives the same documents."""

    kind: str = Field(max_length=100, examples=["import"])
    seed: Annotated[StrictInt, Field(ge=0, le=2**31 - 1)] = 1
    count: Annotated[StrictInt, Field(ge=1, le=20)] = 1


class MadeDocument(Record):
    """A document that was made."""

    name: str
    xml: str


class Documents(Record):
    """Documents that were made."""

    documents: list[MadeDocument]


class Mutant(MadeDocument):
    """A document that was broken, and the finding that it must raise."""

    operator: str = Field(description="What was done to it.")
    rule: str
    layer: str
    verdict: str
    told: str = Field(description="What the rule asks for.")
    expectation: dict[str, Any] = Field(
        description="What `swsim validate --expect-beside` reads beside the document."
    )


class Place(Record):
    """The characters that a finding means."""

    line: int = Field(description="From 1.")
    start: int = Field(description="Characters left of it in the line.")
    length: int


class PathStep(Record):
    """An element on the way to a finding."""

    name: str
    id: str | None = Field(description="WCO id of the class or element.")
    number: int | None = Field(description="Occurrence from 1, where it may repeat.")
    told: str | None = Field(description="What the schema says of it.")


class Beside(Record):
    """What goes with a finding of the report, one for each in the same order."""

    place: Place | None
    path: list[PathStep]


class Validated(ValidationReport):
    """The report of `swsim validate --format json`, and what a page shows beside it."""

    lines: list[str] | None = Field(description="Of the document; null if not wanted.")
    beside: list[Beside]
    rules: dict[str, str] = Field(description="What each rule that is named asks for.")
    expectation: dict[str, Any] = Field(
        description="What `swsim validate --expect-beside` reads beside the document."
    )


class FormField(Record):
    """An element; a leaf has a text, a group has fields."""

    name: str
    id: str | None = Field(description="WCO id of the class or element.")
    number: int | None = Field(description="Occurrence from 1, where it may repeat.")
    told: str | None = Field(description="What the schema says of it.")
    line: int = Field(description="Of its start tag, from 1; 0 where not known.")
    column: int = Field(description="In characters, from 1; 0 where not known.")
    attributes: dict[str, str]
    text: str | None
    fields: list["FormField"]


class Form(Record):
    """A document as a form; `why` says where there is none."""

    root: FormField | None
    why: str | None
