"""Finds programs that tests start, also where only root's PATH looks."""

import os
import shutil
from typing import Final

# Debian and Homebrew install a broker beside the programs of an administrator.
_SYSTEM = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin")

MOSQUITTO = ("mosquitto", "mosquitto_passwd")
CHROMIUM = ("chromium",)

# What tests of a marker need, and how that is called in words.
NEEDED: Final = {
    "mosquitto": (MOSQUITTO, "the Mosquitto broker"),
    "chromium": (CHROMIUM, "the Chromium browser"),
}


def find_program(name: str) -> str | None:
    """Return the path of the program `name`, or None where it is not installed."""
    folders = (os.environ.get("PATH", os.defpath), *_SYSTEM)
    return shutil.which(name, path=os.pathsep.join(folders))


def missing_programs(names: tuple[str, ...]) -> list[str]:
    """Return those of `names` that are not installed, in their order."""
    return [name for name in names if find_program(name) is None]
