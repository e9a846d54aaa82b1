"""Writes schemas/catalogue.schema.json from the records of swsim.validation."""

import json
from pathlib import Path

from swsim.validation.catalogue import catalogue_schema

TARGET = Path(__file__).parent.parent / "schemas" / "catalogue.schema.json"

if __name__ == "__main__":
    text = json.dumps(catalogue_schema(), indent=2, ensure_ascii=False)
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"wrote {TARGET.relative_to(Path.cwd())}")
