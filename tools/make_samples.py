"""Writes the sample documents in schemas/samples, good and bad, with the codec.

The documents stand in tools/samples as records, the faults as edits of their XML. The
same input gives the same bytes; run `python tools/make_samples.py` after a change.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from samples import rule_faults, schema_faults
from samples.answers import ACKNOWLEDGEMENTS, PAYMENTS, RESPONSES
from samples.declarations import GOOD as DECLARATIONS
from samples.fault import Fault

from swsim.documents.envelope import Envelope
from swsim.documents.writing import encode, encode_payload

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "schemas" / "samples"

GOOD: Mapping[str, Mapping[str, object]] = {
    "declaration": DECLARATIONS,
    "response": RESPONSES,
    "acknowledgement": ACKNOWLEDGEMENTS,
    "payment": PAYMENTS,
}
BAD: tuple[Fault, ...] = (
    *schema_faults.DECLARATIONS,
    *rule_faults.DECLARATIONS,
    *rule_faults.WARNINGS,
    *schema_faults.RESPONSES,
    *schema_faults.ACKNOWLEDGEMENTS,
    *schema_faults.PAYMENTS,
)


def written(document: object) -> str:
    """Return the XML of an envelope, or of a document without one."""
    encoded = (
        encode(document) if isinstance(document, Envelope) else encode_payload(document)
    )
    return encoded.decode() + "\n"


def expectation(fault: Fault, text: str) -> str:
    """Return the expect.json of a bad sample."""
    findings = [
        {"rule": one.rule, "layer": one.layer, "line": one.line_in(text)}
        for one in fault.findings
    ]
    told = {"verdict": fault.verdict, "findings": findings}
    return json.dumps(told, indent=2) + "\n"


def save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_samples(folder: Path) -> None:
    """Write every sample below `folder`, one folder for each document type."""
    for kind, documents in GOOD.items():
        for name, document in documents.items():
            save(folder / kind / f"good-{name}.xml", written(document))
    for fault in BAD:
        text = fault.applied_to(written(GOOD[fault.kind][fault.base]))
        stem = folder / fault.kind / f"bad-{fault.name}"
        save(stem.with_suffix(".xml"), text)
        save(stem.with_suffix(".expect.json"), expectation(fault, text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=SAMPLES, help="folder to write to")
    write_samples(parser.parse_args().to)


if __name__ == "__main__":
    main()
