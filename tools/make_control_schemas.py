"""Writes what coordinator and workers say into asyncapi.yaml, from its records."""

import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from swsim.exchange.control import schema

TARGET = Path(__file__).parent.parent / "asyncapi.yaml"
BEGIN = (
    "    # Made by tools/make_control_schemas.py, up to the next line with its name.\n"
)
END = "    # End of what tools/make_control_schemas.py has made.\n"


def control_messages() -> dict[str, Any]:
    """Return each word as a message of AsyncAPI, by its kind."""
    said = schema()
    words = [_named(said, one) for one in said["properties"]["word"]["oneOf"]]
    return {word["properties"]["kind"]["const"]: _message(said, word) for word in words}


def _message(said: dict[str, Any], word: dict[str, Any]) -> dict[str, Any]:
    body = _plain(said, said)
    body["properties"]["word"] = _plain(said, word)
    return {
        "name": word["properties"]["kind"]["const"],
        "title": word["title"],
        "summary": " ".join(word["description"].split()),
        "contentType": "application/json",
        "payload": body,
    }


def _named(said: dict[str, Any], reference: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = said["$defs"][reference["$ref"].rpartition("/")[2]]
    return found


def _plain(said: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a record without what only pydantic needs."""
    dropped = ("title", "default", "discriminator")
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(record["properties"]),
        "properties": {
            name: {
                key: _items(said, value) if key == "items" else value
                for key, value in field.items()
                if key not in dropped
            }
            for name, field in record["properties"].items()
        },
    }


def _items(said: dict[str, Any], of: dict[str, Any]) -> dict[str, Any]:
    return _plain(said, _named(said, of)) if "$ref" in of else of


def written(text: str) -> str:
    """Return the text of asyncapi.yaml with the words as they are now."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 92
    made = io.StringIO()
    yaml.dump({"messages": control_messages()}, made)
    lines = made.getvalue().splitlines(keepends=True)
    return before + BEGIN + "".join(f"    {line}" for line in lines) + END + after


if __name__ == "__main__":
    TARGET.write_text(written(TARGET.read_text("utf-8")), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(Path.cwd())}")
