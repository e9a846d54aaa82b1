"""Writes schemas/validation-report.schema.json from the records of the JSON writer."""

import json
from pathlib import Path
from typing import Any

from swsim.validation.writers.json import ValidationReport

TARGET = Path(__file__).parent.parent / "schemas" / "validation-report.schema.json"


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `swsim validate --format json` prints."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:swsim:schema:validation-report:1",
        **ValidationReport.model_json_schema(mode="serialization"),
    }


if __name__ == "__main__":
    text = json.dumps(report_schema(), indent=2, ensure_ascii=False)
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"wrote {TARGET.relative_to(Path.cwd())}")
