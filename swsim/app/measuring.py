"""The parts of a run as they are, or measured for Prometheus where that is wanted."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swsim.errors import UsageError
from swsim.exchange.kernel import Kernel
from swsim.exchange.link import Link
from swsim.exchange.recorder import Recorder
from swsim.validation.engine import Validator

if TYPE_CHECKING:
    from swsim.exchange.metrics import Metrics


# Takes what returns all figures in Prometheus' text format.
Figures = Callable[[Callable[[], bytes]], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """What a kernel is made of; `watch` is to be called with the kernel."""

    link: Link
    recorder: Recorder
    validator: Validator
    watch: Callable[[Kernel], None] = lambda kernel: None


def measured(
    parts: Parts,
    port: int | None,
    stack: AsyncExitStack,
    listening: Callable[[str], None],
    figures: Figures | None = None,
) -> Parts:
    """Return the parts of a run so that somebody can be told their figures.

    A loopback port tells them: `listening` is called with its address, `stack` ends it.
    `figures` is called with what tells them. Without either the parts stay as they are,
    and cost nothing. Raises UsageError for a port in use.
    """
    if port is None and figures is None:
        return parts
    # Loaded here, as it takes a tenth of a second that most runs need not spend.
    from swsim.exchange.metrics import (
        MeteredLink,
        MeteredRecorder,
        MeteredValidator,
        Metrics,
    )

    metrics = Metrics()
    if port is not None:
        _serve(metrics, port, stack, listening)
    if figures is not None:
        figures(metrics.exposition)
    return Parts(
        link=MeteredLink(parts.link, metrics),
        recorder=MeteredRecorder(parts.recorder, metrics),
        validator=MeteredValidator(metrics, parts.validator.package),
        watch=metrics.watch,
    )


def _serve(
    metrics: "Metrics",
    port: int,
    stack: AsyncExitStack,
    listening: Callable[[str], None],
) -> None:
    try:
        port, end = metrics.serve(port)
    except OSError as error:
        raise UsageError(
            f"--metrics {port}: nobody can listen there ({error.strerror}); choose"
            " another port, or 0 for any that is free"
        ) from error
    stack.callback(end)
    listening(f"http://127.0.0.1:{port}/metrics")
