"""Verdicts as the ledger keeps them, so that a replay need not validate again.

Most documents are valid in every layer: their verdict is no text at all. Of others all
layers and findings are kept, as canonical JSON.
"""

import json
from dataclasses import fields
from functools import lru_cache
from typing import Any

from swsim.validation.result import Finding, Layer, ValidationResult, verdict_of

_LAYERS = ("parse", "identify", "signature", "xsd", "codelists", "rules", "references")
_ALL_VALID = tuple(Layer(name=name, state="valid") for name in _LAYERS)


def text_of(result: ValidationResult) -> str | None:
    """Return a verdict for the ledger; None for one that is valid in every layer."""
    if result.layers == _ALL_VALID:
        return None
    return _text_of(result.document, result.layers)


# Runs repeat few verdicts often, such as that nobody could answer a rule.
@lru_cache(maxsize=1_000)
def _text_of(document: str | None, layers: tuple[Layer, ...]) -> str:
    shown = {
        "document": document,
        "layers": [
            _said(each) | {"findings": [_said(one) for one in each.findings]}
            for each in layers
        ],
    }
    return json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _said(of: Layer | Finding) -> dict[str, Any]:
    """Return the fields that say something other than their default."""
    values = ((each, getattr(of, each.name)) for each in fields(of))
    return {each.name: value for each, value in values if value != each.default}


@lru_cache(maxsize=1_000)
def result_of(text: str | None, document: str) -> ValidationResult:
    """Return the verdict that `text_of` wrote; `document` is the type of a valid one.

    It has no `sha256`: the bytes that were validated hold the run's id and signature,
    which a replay does not make again.
    """
    if text is None:
        layers, kind = _ALL_VALID, document
    else:
        kept = json.loads(text)
        layers, kind = tuple(map(_layer, kept["layers"])), kept["document"]
    return ValidationResult(
        verdict=verdict_of(layers), document=kind, layers=layers, sha256=""
    )


def _layer(kept: dict[str, Any]) -> Layer:
    return Layer(**kept | {"findings": tuple(map(_finding, kept["findings"]))})


def _finding(kept: dict[str, Any]) -> Finding:
    for name in ("messages", "pointer"):  # JSON has no tuples
        if name in kept:
            kept[name] = tuple(map(tuple, kept[name]))
    return Finding(**kept)
