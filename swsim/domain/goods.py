"""The goods that traders send: what they are, weigh, cost and need, from `goods.yaml`.

Training values, not a tariff: rates, prices and masses are illustrative, HS 2022
codes are real, descriptions are our own words. Who trades them is not known here.
"""

from collections.abc import Mapping
from dataclasses import field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from swsim.domain.members import in_world_of
from swsim.errors import FileProblem, UsageError

Leg = Literal["export", "import"]

_Whole = Annotated[int, Field(strict=True, ge=0)]
_Positive = Annotated[int, Field(strict=True, ge=1)]
_Hs6 = Annotated[str, Field(pattern=r"^\d{6}$")]
_Documents = Mapping[Leg, tuple[Annotated[str, Field(pattern=r"^\d{3}$")], ...]]
_Agency = Literal["agr", "hlt", "std", "env", "stg"]  # named in swsim.domain.agencies
_Description = Annotated[str, Field(min_length=1, max_length=120)]

_CONFIG = ConfigDict(extra="forbid")


def _no_documents() -> Mapping[Leg, tuple[str, ...]]:
    return {"export": (), "import": ()}


def _nobody() -> Mapping[Leg, tuple[_Agency, ...]]:
    return {"export": (), "import": ()}


@dataclass(frozen=True, kw_only=True, slots=True, config=_CONFIG)
class Span:
    """The whole numbers from `low` to `high`, both included."""

    low: _Positive
    high: _Positive

    @model_validator(mode="after")
    def _in_order(self) -> "Span":
        if self.high < self.low:
            raise ValueError(f"high {self.high} is below low {self.low}")
        return self


@dataclass(frozen=True, kw_only=True, slots=True, config=_CONFIG)
class Good:
    """One kind of goods, by its HS 2022 subheading.

    `duty_per_mille` is of the customs value; `unit_value_usd_cents_per_kg` of net
    mass; `net_kg_per_package` in kg; `tare_per_mille` is packing over net mass. A
    shipment of `packages` fits one container. `units_per_package` counts the
    `supplementary_unit` (Rec 20), where the tariff wants one. `agency_documents` are
    checked by the agriculture agency, `licences` issued by the agency `licensor`; both
    hold UN/EDIFACT 1001 codes for each leg. `controls` are agencies that look at the
    goods without a paper of their own. `origins` are alpha-2 codes;
    `species` is the botanical name of plants.
    """

    hs6: _Hs6
    name: _Description
    name_es: _Description
    duty_per_mille: Annotated[int, Field(strict=True, ge=0, le=150)]
    unit_value_usd_cents_per_kg: Span
    net_kg_per_package: Span
    tare_per_mille: _Whole
    package_type: Annotated[str, Field(pattern=r"^[A-Z0-9]{2}$")]
    packages: Span
    supplementary_unit: str | None = None
    units_per_package: _Positive | None = None
    agency_documents: _Documents = field(default_factory=_no_documents)
    licences: _Documents = field(default_factory=_no_documents)
    licensor: _Agency | None = None
    controls: Mapping[Leg, tuple[_Agency, ...]] = field(default_factory=_nobody)
    undg: Annotated[str, Field(pattern=r"^\d{4}$")] | None = None
    perishable: Annotated[bool, Field(strict=True)] = False
    origins: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...] = ()
    species: str | None = None

    def origins_for(self, member: str) -> tuple[str, ...]:
        """Return the origins in the world of a member, real or fictional.

        Where nobody there has them, the member itself grows or makes the goods.
        """
        return in_world_of(member, self.origins) or (member,)

    def documents(self, leg: Leg) -> tuple[str, ...]:
        """Return all certificates and licences of one leg (UN/EDIFACT 1001)."""
        return (*self.agency_documents[leg], *self.licences[leg])

    def agencies(self, leg: Leg) -> Mapping[str, tuple[str, ...]]:
        """Return the agencies that one leg concerns, each with the papers it wants."""
        found: dict[str, tuple[str, ...]] = dict.fromkeys(self.controls[leg], ())
        if self.licensor and self.licences[leg]:
            found[self.licensor] = self.licences[leg]
        if self.agency_documents[leg]:
            found["agr"] = self.agency_documents[leg]
        return found

    @model_validator(mode="after")
    def _is_whole(self) -> "Good":
        if (self.supplementary_unit is None) != (self.units_per_package is None):
            raise ValueError("supplementary_unit and units_per_package go together")
        for documents in (self.agency_documents, self.licences, self.controls):
            if len(documents) < len(get_args(Leg)):
                raise ValueError("documents: name both legs, export and import")
        if any(self.licences.values()) != (self.licensor is not None):
            raise ValueError("licences and licensor go together")
        return self


@cache
def goods() -> Mapping[str, Good]:
    """Return all goods by HS 2022 subheading, sorted."""
    text = files("swsim.domain").joinpath("goods.yaml").read_text(encoding="utf-8")
    return MappingProxyType(parse_goods(text, "swsim/domain/goods.yaml"))


def good(hs6: str) -> Good:
    """Return the goods of this six-digit subheading.

    Raises UsageError with the nearest subheading or all that there are.
    """
    found = goods().get(hs6)
    if found is None:
        raise UsageError(f"No goods {hs6!r}: {_suggestion(hs6)}")
    return found


def parse_goods(text: str, file: str) -> dict[str, Good]:
    """Return the goods in a YAML text by subheading, sorted.

    Raises FileProblem, naming `file`, that lists what is wrong with the text.
    """
    try:
        rows = YAML(typ="safe").load(text)
        found = TypeAdapter(list[Good]).validate_python(rows)
    except YAMLError as error:
        raise FileProblem(file, f"not YAML that can be read: {error}") from error
    except ValidationError as error:
        raise FileProblem(file, _wrong_fields(error)) from error
    by_hs6 = {one.hs6: one for one in sorted(found, key=lambda one: one.hs6)}
    if len(by_hs6) < len(found):
        raise FileProblem(file, "a subheading stands there twice; keep one of them")
    return by_hs6


def _wrong_fields(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
        for fault in error.errors()
    )


def _suggestion(wrong: str) -> str:
    # People write subheadings as 0803.90, as the tariff prints them.
    close = get_close_matches(wrong.replace(".", ""), goods(), n=1, cutoff=0.8)
    if close:
        return f"did you mean {close[0]!r} ({goods()[close[0]].name})?"
    return f"expected one of {' '.join(goods())}"
