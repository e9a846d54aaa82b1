"""What swsim is compared with: the work of others on the same documents.

All baselines of the benches stand here, each as one plain call of a library.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from lxml import etree

from swsim.validation import functions

# How many times as long as bare lxml the others took where they were first measured,
# and how far that may be off. Outside of it a baseline proves nothing.
PLAUSIBLE: Final[Mapping[str, tuple[float, float]]] = {
    "xmlschema": (10, 120),
    "isoschematron": (3, 150),
}


def bare_lxml(xsd: Path, data: bytes) -> Callable[[], object]:
    """Parse safely and validate against the XSD, and nothing else."""
    schema = etree.XMLSchema(etree.parse(xsd))

    def work() -> object:
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        return schema.validate(etree.fromstring(data, parser))

    return work


def xmlschema_alone(xsd: Path, data: bytes) -> Callable[[], object]:
    """Parse with lxml and validate with xmlschema against the XSD."""
    import xmlschema

    schema = xmlschema.XMLSchema10(str(xsd), allow="local")
    return lambda: schema.is_valid(etree.fromstring(data))


def isoschematron(files: Iterable[Path], data: bytes) -> Callable[[], object]:
    """Evaluate rule files on a parsed document with lxml.isoschematron."""
    from lxml.isoschematron import Schematron  # type: ignore[import-not-found]

    root = etree.fromstring(data)
    with functions.registered():
        schemas: list[Any] = [
            Schematron(etree.parse(file), validate_schema=False) for file in files
        ]

    def work() -> object:
        # Known to all of lxml no longer than needed: it would slow down the others.
        with functions.registered():
            return [schema.validate(root) for schema in schemas]

    return work


def doubt(name: str, microseconds: float, bare: float) -> str:
    """Return why a baseline cannot be trusted beside bare lxml; "" where it can."""
    least, most = PLAUSIBLE[name]
    times = microseconds / bare
    if least <= times <= most:
        return ""
    return (
        f"{name} took {times:.1f} times as long as bare lxml;"
        f" between {least:g} and {most:g} is plausible"
    )
