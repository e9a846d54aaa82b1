"""`swsim validate`: check documents against schema, code lists and rules."""

import json as json_
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from swsim.cli.console import Language, language_option, log_to_stderr
from swsim.errors import FileProblem

if TYPE_CHECKING:
    from swsim.validation.result import Finding, ValidationResult


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="validate", help="Check XML documents: schema, code lists, rules."
    )(validate)


def validate(
    files: list[Path] = typer.Argument(help="XML documents, with or without envelope."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    strict: bool = typer.Option(
        False, "--strict", help="A layer that could not run fails too."
    ),
    lang: Language = language_option("The language of findings."),
) -> None:
    """Check XML documents and say exactly what is wrong with each."""
    from swsim.validation.engine import Validator

    log_to_stderr()
    validator = Validator()
    results = [(path, validator.validate(_read(path))) for path in files]
    if json:
        shown = [_as_json(path, result, lang) for path, result in results]
        print(json_.dumps({"documents": shown}, indent=2, ensure_ascii=False))
    else:
        for path, result in results:
            _print(path, result, lang)
    good = ("valid",) if strict else ("valid", "valid-partial")
    failed = any(result.verdict not in good for _, result in results)
    raise typer.Exit(code=1 if failed else 0)


def _read(path: Path) -> bytes:
    """Return the bytes of a file; FileProblem when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        why = "there is no such file"
    except IsADirectoryError:
        why = "this is a folder; name the files in it"
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
    raise FileProblem(path, why)


def _print(path: Path, result: "ValidationResult", lang: str) -> None:
    skipped = ", ".join(layer.name for layer in result.skipped)
    partial = f" (not checked: {skipped})" if result.verdict == "valid-partial" else ""
    print(f"{path}: {result.verdict}{partial}")
    for finding in result.findings:
        place = f"{finding.line}:{finding.column}" if finding.line else "-"
        print(f"  {place} {finding.severity} {finding.rule} {finding.message(lang)}")
        if finding.xpath:
            print(f"      at {finding.xpath}")
        if chain := _chain(finding):
            print(f"      WCO {chain}")


def _chain(finding: "Finding") -> str:
    """Return the WCO pointer as people write it: 42A > 67A > 68A[1] > 65A tag 128."""
    steps = []
    for sequence, section, tag in finding.pointer:
        number = f"[{sequence}]" if sequence else ""
        steps.append(f"{section or '?'}{number}" + (f" tag {tag}" if tag else ""))
    return " > ".join(steps)


def _as_json(path: Path, result: "ValidationResult", lang: str) -> dict[str, Any]:
    return {
        "file": str(path),
        "document": result.document,
        "verdict": result.verdict,
        "sha256": result.sha256,
        "layers": [
            {"name": layer.name, "state": layer.state, "why": layer.why}
            for layer in result.layers
        ],
        "findings": [_finding_json(finding, lang) for finding in result.findings],
    }


def _finding_json(finding: "Finding", lang: str) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "layer": finding.layer,
        "severity": finding.severity,
        "audience": finding.audience,
        "line": finding.line,
        "column": finding.column,
        "xpath": finding.xpath,
        "pointer": [
            {"sequence": sequence, "section": section, "tag": tag}
            for sequence, section, tag in finding.pointer
        ],
        "message": finding.message(lang),
        "value": finding.value,
        "expected": finding.expected,
        "detail": finding.detail,
    }
