"""The government agencies beside customs: who they are, and what goods concern them.

Which goods concern whom is data of `goods.yaml`: papers by their agency, and controls
that ask for no paper. None of them releases goods.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from swsim.domain.goods import Leg, goods

AgencyRole = Literal["agr", "hlt", "std", "env", "stg"]
# What an agency comes to: the papers are enough; or it looks at the goods first, orders
# a treatment, sends a sample to the laboratory; or it refuses.
Check = Literal["conform", "inspect", "treat", "sample", "refuse"]


@dataclass(frozen=True, kw_only=True, slots=True)
class AgencyName:
    """What an agency is called."""

    en: str
    es: str


AGENCIES: Final[Mapping[str, AgencyName]] = {
    "agr": AgencyName(en="agriculture agency", es="servicio agropecuario"),
    "hlt": AgencyName(en="food and drug agency", es="autoridad sanitaria"),
    "std": AgencyName(en="standards body", es="organismo de normas técnicas"),
    "env": AgencyName(en="environment agency", es="autoridad ambiental"),
    "stg": AgencyName(
        en="strategic goods office", es="oficina de mercancías estratégicas"
    ),
}


def concerned(hs6: str, leg: Leg) -> Mapping[str, tuple[str, ...]]:
    """Return the agencies that goods concern, each with the papers it asks for.

    Papers are UN/EDIFACT 1001 codes, none where an agency looks at the goods alone.
    Goods that swsim does not know concern nobody.
    """
    known = goods().get(hs6)
    return {} if known is None else known.agencies(leg)
