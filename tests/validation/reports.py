"""Reports for the writers, made by really validating documents in a folder."""

from pathlib import Path
from typing import Final

from swsim.app.validating import Settings, validate_all
from swsim.validation.report import Report
from validation.papers import IMPORT, SAMPLES, changed

# A container with a wrong check digit is an error; a value that is unusual is a risk.
_MISTYPED = IMPORT.replace("SWSU0000019", "SWSU0000010")
MISTYPED: Final = _MISTYPED.encode()
RISKY: Final = changed(_MISTYPED, (">8600<", ">1<"))

# Names and values that no format may stumble over.
STRANGE_NAME: Final = 'a "b" <c> & ñ\n]]>.xml'
STRANGE: Final = changed(IMPORT, ("SWSU0000019", "&lt;script&gt;&#x202e;]]&gt;"))


def report_on(
    *documents: Path | str,
    strict: bool = False,
    beside: bool = False,
    traced: bool = False,
) -> Report:
    """Return the report on documents."""
    settings = Settings(strict=strict, beside=beside, traced=traced)
    return validate_all([str(each) for each in documents], settings)


def strange(folder: Path) -> Report:
    """Return a report on a document with a strange name and strange content."""
    path = folder / STRANGE_NAME
    path.write_bytes(STRANGE)
    return report_on(path)


def samples() -> Report:
    """Return the report on all samples, which has something of everything."""
    return report_on(SAMPLES)
