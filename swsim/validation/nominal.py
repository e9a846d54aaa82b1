"""The XPath function that finds personal data in free text: sw:nominal.

Seizure reports and alerts name nobody. What leads to a person is found by its form: a
telephone number or e-mail address, the number of a personal document or a registration,
a name behind a title. It knows no names, so one that stands alone is not found.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from swsim.validation.values import Nodes

_NUMBER = r"\W{0,3}(?:n[o°º]?\.?|no\.|number|n[uú]mero|#)?[\s:.#-]{0,3}"
# At least four characters with a digit among them: "DNI 4471", not "DNI of the crew".
_SERIAL = r"(?=[\w-]*\d)[A-Z0-9][A-Z0-9-]{3,}"
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w'´-]+"

_PATTERNS: Final = {
    "contact": re.compile(
        r"[\w.+-]+@[\w-]+\.\w+"
        r"|\+\d[\d \-().]{6,}\d"
        r"|\b(?:tel|phone|mobile|fax|whatsapp|tel[eé]fono|celular|m[oó]vil)\b"
        r"\D{0,12}\d[\d \-().]{4,}\d",
        re.IGNORECASE,
    ),
    "document": re.compile(
        r"\b(?:passport|identity card|id card|driving licen[cs]e|licen[cs]e plate"
        r"|registration plate|pasaporte|c[eé]dula|dni|licencia de conducir|placa"
        rf"|matr[ií]cula){_NUMBER}{_SERIAL}",
        re.IGNORECASE,
    ),
    # Case matters here: a title is followed by a name when the name has a capital.
    "person": re.compile(
        r"\b(?:[Mm]r|[Mm]rs|[Mm]s|[Dd]r|[Ss]r|[Ss]ra|[Ss]rta|[Dd]on|[Dd]oña|[Cc]aptain"
        r"|[Cc]apit[aá]n|[Ss]eñora?|[Nn]amed|[Aa]lias|[Ll]lamad[oa]|[Dd]river"
        rf"|[Cc]onductor)\b\.?:? {_CAPITAL}"
        r"|\b(?:[Bb]orn|[Nn]acid[oa]) (?:(?:on|in|el|en)\b|\d)"
    ),
}


def nominal(_: object, nodes: Nodes, kind: str) -> Nodes:
    """Return the nodes whose text holds personal data of a kind; "any" for all kinds.

    Kinds are "contact", "document" and "person".
    """
    patterns = _PATTERNS.values() if kind == "any" else (_PATTERNS[kind],)
    return [
        node
        for node in nodes
        if any(pattern.search(node.text or "") for pattern in patterns)
    ]


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {"nominal": nominal}
