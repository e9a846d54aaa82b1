"""The part of SARIF 2.1.0 that swsim writes, as a JSON Schema of its own.

Names, types, required members and enumerations are those of the OASIS standard's
section 3, and nothing else is let in. The standard's own schema is not part of this
tree.
"""

from typing import Any, Final


def _object(required: str, **members: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required.split(),
        "properties": members,
        "additionalProperties": False,
    }


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT: Final = {"type": "string", "minLength": 1}
_COUNT: Final = {"type": "integer", "minimum": 1}
_INDEX: Final = {"type": "integer", "minimum": 0}
_BAG: Final = {"type": "object"}
_LEVEL: Final = {"enum": ["none", "note", "warning", "error"]}
_MESSAGE: Final = _object("text", text=_TEXT)
_URI: Final = {"type": "string", "pattern": r"^[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+$"}
_ARTIFACT_LOCATION: Final = _object(
    "", uri=_URI, uriBaseId=_TEXT, index=_INDEX, description=_MESSAGE
)
_REGION: Final = _object(
    "startLine",
    startLine=_COUNT,
    startColumn=_COUNT,
    snippet=_object("text", text=_TEXT),
)
_LOCATION: Final = _object(
    "",
    physicalLocation=_object(
        "artifactLocation", artifactLocation=_ARTIFACT_LOCATION, region=_REGION
    ),
    logicalLocations=_list(_object("", fullyQualifiedName=_TEXT, kind=_TEXT)),
)
_RULE: Final = _object(
    "id",
    id=_TEXT,
    shortDescription=_MESSAGE,
    help=_object("text", text=_TEXT, markdown=_TEXT),
    properties=_BAG,
)
_NOTIFICATION: Final = _object(
    "message", level=_LEVEL, message=_MESSAGE, locations=_list(_LOCATION)
)
_RESULT: Final = _object(
    "message",
    ruleId=_TEXT,
    ruleIndex=_INDEX,
    level=_LEVEL,
    message=_MESSAGE,
    locations=_list(_LOCATION),
    partialFingerprints={
        "type": "object",
        "minProperties": 1,
        "additionalProperties": _TEXT,
    },
    properties=_BAG,
)
_RUN: Final = _object(
    "tool",
    tool=_object(
        "driver",
        driver=_object(
            "name",
            name=_TEXT,
            version=_TEXT,
            semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
            rules=_list(_RULE),
            properties=_BAG,
        ),
    ),
    language={"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={
        "type": "object",
        "additionalProperties": _ARTIFACT_LOCATION,
    },
    invocations=_list(
        _object(
            "executionSuccessful",
            executionSuccessful={"type": "boolean"},
            toolExecutionNotifications=_list(_NOTIFICATION),
        )
    ),
    artifacts=_list(
        _object(
            "",
            location=_ARTIFACT_LOCATION,
            hashes={
                "type": "object",
                "additionalProperties": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            },
            properties=_BAG,
        )
    ),
    results=_list(_RESULT),
)
SARIF: Final = {
    **_object(
        "version runs",
        **{"$schema": _URI, "version": {"const": "2.1.0"}, "runs": _list(_RUN)},
    ),
    "$schema": "https://json-schema.org/draft/2020-12/schema",
}
