"""The order of the tests, and what becomes of those that need a system package.

Without Mosquitto or Chromium they are left out and counted in the summary; where CI is
set they fail, so that a build machine cannot pass by running less. Those for RabbitMQ
run only when they are asked for. All this holds for one process and for several.
"""

import gc
import os
import signal
from typing import Any

import pytest
from hypothesis import settings

from programs import NEEDED, missing_programs

pytest_plugins = ["pytester"]

# The same examples everywhere, however slow the machine is.
settings.load_profile("ci")

# A shell that starts us in the background ignores Ctrl-C, and so would all that we
# start, though tests press it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Ten thousand tests stay until the end, and so does what they share. Python would look
# for cycles among them over and over again, a seventh of all time: not while they are
# collected, and later only among what is new.
gc.disable()

# What was not run, in words: section of the summary -> its lines.
Notes = dict[str, list[str]]
_NOTES = pytest.StashKey[Notes]()
_HANDED_ON = "swsim_notes"


# A run over a broker waits a good deal: for the broker, for a killed process to come
# back, for wall time where it is paced. One process more than cores uses that time.
@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes `-n auto` starts."""
    return (os.cpu_count() or 1) + 1


# Last: -m and -k have had their say, and fixtures have grouped the tests.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Put the slow tests last; leave out what needs a program that is not here."""
    items.sort(key=_turn)
    notes = config.stash.setdefault(_NOTES, {})
    if "rabbitmq" not in config.option.markexpr and (
        number := _leave_out("rabbitmq", config, items)
    ):
        notes["not asked for"] = [
            f"{number} test(s) play over RabbitMQ; run them with -m rabbitmq"
        ]
    if os.environ.get("CI"):
        return
    for marker, (programs, what) in NEEDED.items():
        if missing_programs(programs) and (number := _leave_out(marker, config, items)):
            notes.setdefault("left out", []).append(
                f"{number} test(s) need {what}, which is not installed;"
                " remedy: make deps"
            )


def pytest_collection_finish() -> None:
    """Look for cycles from now on, though not among the tests."""
    gc.freeze()
    gc.set_threshold(25_000, 20, 20)
    gc.enable()


def _turn(item: pytest.Item) -> tuple[bool, float]:
    """Return when a test has its turn: what may take longest opens the slow ones.

    So that several processes end at about the same time.
    """
    if item.get_closest_marker("slow") is None:
        return (False, 0)
    timeout = item.get_closest_marker("timeout")
    return (True, -timeout.args[0] if timeout else 0)


def _leave_out(marker: str, config: pytest.Config, items: list[pytest.Item]) -> int:
    """Deselect what has a marker; return how many tests that are."""
    left_out = [item for item in items if item.get_closest_marker(marker)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    return len(left_out)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a test that needs a program where CI is set and there is none."""
    for marker, (programs, _) in NEEDED.items():
        if item.get_closest_marker(marker) and (missing := missing_programs(programs)):
            remedy = f"missing: {', '.join(missing)}; remedy: make deps"
            pytest.fail(remedy, pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand on what was not run, from a process of several to the one that reports."""
    handed_on: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if handed_on is not None:
        handed_on[_HANDED_ON] = session.config.stash.get(_NOTES, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what was not run; each of the processes has collected all tests."""
    if notes := getattr(node, "workeroutput", {}).get(_HANDED_ON):
        node.config.stash[_NOTES] = notes


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what could not run, and why."""
    for section, lines in config.stash.get(_NOTES, {}).items():
        terminalreporter.section(section)
        for line in lines:
            terminalreporter.line(line)
