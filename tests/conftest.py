"""The order of the tests, and what becomes of those that need a system package.

Without Mosquitto or Chromium they are left out and counted in the summary; where CI is
set they fail, so that a build machine cannot pass by running less. Those for RabbitMQ
run only when they are asked for.
"""

import os

import pytest

from programs import NEEDED, missing_programs

pytest_plugins = ["pytester"]

_LEFT_OUT = pytest.StashKey[dict[str, int]]()
_NOT_ASKED_FOR = pytest.StashKey[int]()


# Last: -m and -k have had their say, and fixtures have grouped the tests.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Put the slow tests last; leave out what needs a program that is not here."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
    if "rabbitmq" not in config.option.markexpr:
        config.stash[_NOT_ASKED_FOR] = _leave_out("rabbitmq", config, items)
    if os.environ.get("CI"):
        return
    config.stash[_LEFT_OUT] = {
        what: _leave_out(marker, config, items)
        for marker, (programs, what) in NEEDED.items()
        if missing_programs(programs)
    }


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


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what could not run, and why."""
    left_out = config.stash.get(_LEFT_OUT, {})
    if any(left_out.values()):
        terminalreporter.section("left out")
    for what, number in left_out.items():
        if number:
            terminalreporter.line(
                f"{number} test(s) need {what}, which is not installed;"
                " remedy: make deps"
            )
    if not_asked_for := config.stash.get(_NOT_ASKED_FOR, 0):
        terminalreporter.section("not asked for")
        terminalreporter.line(
            f"{not_asked_for} test(s) play over RabbitMQ; run them with -m rabbitmq"
        )
