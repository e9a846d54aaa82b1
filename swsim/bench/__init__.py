"""Benches: how fast swsim is, as ratios to others in the same run.

Each bench is a module with a function that returns a Report; BENCHES names them. Bars
are on ratios only: times differ from machine to machine.
"""

from collections.abc import Callable, Mapping
from typing import Final

from swsim.bench import validating
from swsim.bench.model import Effort, Report

BENCHES: Final[Mapping[str, Callable[[Effort], Report]]] = {
    "validate": validating.bench,
}
