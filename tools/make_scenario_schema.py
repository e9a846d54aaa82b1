"""Writes schemas/scenario.schema.json from the typed records of swsim.scenario."""

import json
from pathlib import Path

from swsim.scenario import scenario_schema

TARGET = Path(__file__).parent.parent / "schemas" / "scenario.schema.json"

if __name__ == "__main__":
    text = json.dumps(scenario_schema(), indent=2, ensure_ascii=False)
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"wrote {TARGET.relative_to(Path.cwd())}")
