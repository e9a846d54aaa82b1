"""swsim: a Single Window message exchange simulator.

As a library: `swsim.validate(data)` returns a `ValidationResult`. These names are
loaded when they are first asked for, so that `import swsim` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from swsim.validation.api import validate
    from swsim.validation.engine import Validator
    from swsim.validation.result import Finding, ValidationResult

__version__ = "0.1.0"

__all__ = ["Finding", "ValidationResult", "Validator", "__version__", "validate"]

# The module that each name comes from.
_HOMES = {
    "Finding": "swsim.validation.result",
    "ValidationResult": "swsim.validation.result",
    "Validator": "swsim.validation.engine",
    "validate": "swsim.validation.api",
}


def __getattr__(name: str) -> Any:
    """Load a name of the library at its first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'swsim' has no attribute {name!r}")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the names there are, those not yet loaded too."""
    return sorted({*globals(), *__all__})
