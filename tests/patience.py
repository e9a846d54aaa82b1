"""How long a test waits for what comes soon, or never."""

from typing import Final

# Seconds. It only ends what would never come: a busy machine is ten times slower than a
# quiet one. It stays below `timeout` in pyproject.toml, which says less.
PATIENCE: Final = 240
