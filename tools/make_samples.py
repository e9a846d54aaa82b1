"""Writes the sample documents in schemas/samples, good and bad, with the codec.

The documents stand in tools/samples as records, the faults as edits of their XML. The
same input gives the same bytes; run `python tools/make_samples.py` after a change.
"""

import argparse
import importlib
import json
import pkgutil
from pathlib import Path
from types import ModuleType

import samples
from samples.fault import Fault, Known

from swsim.documents.envelope import Envelope
from swsim.documents.writing import encode, encode_payload

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "schemas" / "samples"


def modules() -> list[ModuleType]:
    """Return the modules of tools/samples, by name.

    One that has samples says `GOOD`, documents by document type and name, or `BAD`, a
    tuple of faults; `LOOKUPS` is what the receivers of good documents know.
    """
    names = sorted(each.name for each in pkgutil.iter_modules(samples.__path__))
    return [importlib.import_module(f"samples.{name}") for name in names]


def good_samples() -> dict[str, dict[str, object]]:
    """Return the good documents by document type and name."""
    found: dict[str, dict[str, object]] = {}
    for module in modules():
        for kind, documents in getattr(module, "GOOD", {}).items():
            found.setdefault(kind, {}).update(documents)
    return found


def lookups() -> dict[str, dict[str, dict[str, Known]]]:
    """Return what is known of good documents, by document type and name."""
    found: dict[str, dict[str, dict[str, Known]]] = {}
    for module in modules():
        for kind, known in getattr(module, "LOOKUPS", {}).items():
            found.setdefault(kind, {}).update(known)
    return found


def bad_samples() -> list[Fault]:
    """Return the faults of all modules."""
    return [fault for module in modules() for fault in getattr(module, "BAD", ())]


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


def save_lookup(stem: Path, rules: dict[str, Known]) -> None:
    """Write what a receiver knows beside a sample."""
    text = json.dumps({"rules": rules}, indent=2) + "\n"
    save(stem.with_suffix(".lookup.json"), text)


def write_samples(folder: Path) -> None:
    """Write every sample below `folder`, one folder for each document type."""
    good = good_samples()
    for kind, documents in good.items():
        for name, document in documents.items():
            save(folder / kind / f"good-{name}.xml", written(document))
    for kind, known in lookups().items():
        for name, rules in known.items():
            save_lookup(folder / kind / f"good-{name}", rules)
    for fault in bad_samples():
        text = fault.applied_to(written(good[fault.kind][fault.base]))
        stem = folder / fault.kind / f"bad-{fault.name}"
        save(stem.with_suffix(".xml"), text)
        save(stem.with_suffix(".expect.json"), expectation(fault, text))
        if fault.lookup is not None:
            save_lookup(stem, fault.lookup)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=SAMPLES, help="folder to write to")
    write_samples(parser.parse_args().to)


if __name__ == "__main__":
    main()
