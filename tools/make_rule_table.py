"""Writes the tables of rules in docs/validation.md from the rule files and samples.

What a rule says is its assertion; where it points is what the validator answers for the
bad sample that bears its id. Run it after a change of rules: a test compares.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from swsim.validation.engine import Validator
from swsim.validation.lookups import FACTS, KnownFacts
from swsim.validation.package import DocumentSchema, shipped
from swsim.validation.result import PointerChain

TARGET = Path(__file__).parent.parent / "docs" / "validation.md"
_SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}"
BEGIN = "<!-- rules: written by tools/make_rule_table.py -->\n"
END = "<!-- end of the rules -->\n"


def tables() -> str:
    """Return a heading and a table for each document type that has rules."""
    documents = shipped().documents.values()
    return "".join(_table(each) for each in documents if each.rule_files)


def page(text: str) -> str:
    """Return the page with the tables as they are now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{tables()}\n{END}{after}"


def _table(document: DocumentSchema) -> str:
    pointers = _pointers(document)
    rows = [
        f"| {id} | {severity} | {what} | {concern} | {pointers.get(id, '')} |\n"
        for id, severity, what, concern in sorted(_rules(document))
    ]
    return (
        f"\n### {document.id}\n\n"
        "| rule | severity | what holds | concern | WCO pointer |\n"
        f"|---|---|---|---|---|\n{''.join(rows)}"
    )


def _rules(document: DocumentSchema) -> Iterator[tuple[str, str, str, str]]:
    """Yield id, severity, text and concern (the file) of each rule."""
    for file in document.rule_files:
        for rule in etree.parse(file).iter(f"{_SCHEMATRON}assert"):
            text = " ".join("".join(map(str, rule.itertext())).split())
            yield rule.get("id", ""), rule.get("role", ""), text, file.stem


def _pointers(document: DocumentSchema) -> dict[str, str]:
    """Return where each rule points to, in the bad samples of a document type."""
    found: dict[str, str] = {}
    validator = Validator()
    for path in sorted((shipped().folder / "samples" / document.id).glob("bad-*.xml")):
        facts = path.with_suffix(FACTS)
        known = KnownFacts.read(facts) if facts.is_file() else None
        result = validator.validate(path.read_bytes(), lookup=known)
        for finding in result.findings:
            if path.stem.startswith(f"bad-{finding.rule.lower()}-"):
                found.setdefault(finding.rule, said(finding.pointer))
    return found


def said(pointer: PointerChain) -> str:
    """Return a pointer chain without occurrences, the element's id at its end."""
    tag = pointer[-1][2] if pointer else None
    classes = " > ".join(section or "" for _, section, _ in pointer)
    return f"{classes} tag {tag}" if tag else classes


if __name__ == "__main__":
    TARGET.write_text(page(TARGET.read_text(encoding="utf-8")), encoding="utf-8")
    print(TARGET)
