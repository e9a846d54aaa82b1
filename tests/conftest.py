"""The order of the tests, and what becomes of those that need Mosquitto.

Without Mosquitto they are left out and counted in the summary; where CI is set they
fail, so that a build machine cannot pass by running less. Those for RabbitMQ run only
when they are asked for.
"""

import os

import pytest

from programs import MOSQUITTO, missing_programs

pytest_plugins = ["pytester"]

_LEFT_OUT = pytest.StashKey[int]()
_NOT_ASKED_FOR = pytest.StashKey[int]()


# Last: -m and -k have had their say, and fixtures have grouped the tests.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Put the slow tests last; leave out what needs a broker that is not here."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
    if "rabbitmq" not in config.option.markexpr:
        config.stash[_NOT_ASKED_FOR] = _leave_out("rabbitmq", config, items)
    if os.environ.get("CI") or not missing_programs(MOSQUITTO):
        return
    config.stash[_LEFT_OUT] = _leave_out("mosquitto", config, items)


def _leave_out(marker: str, config: pytest.Config, items: list[pytest.Item]) -> int:
    """Deselect what has a marker; return how many tests that are."""
    left_out = [item for item in items if item.get_closest_marker(marker)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    return len(left_out)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a test that needs Mosquitto where CI is set and there is none."""
    if item.get_closest_marker("mosquitto") and (
        missing := missing_programs(MOSQUITTO)
    ):
        pytest.fail(f"missing: {', '.join(missing)}; remedy: make deps", pytrace=False)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what could not run, and why."""
    if left_out := config.stash.get(_LEFT_OUT, 0):
        terminalreporter.section("left out")
        terminalreporter.line(
            f"{left_out} test(s) need the Mosquitto broker, which is not installed;"
            " remedy: make deps"
        )
    if not_asked_for := config.stash.get(_NOT_ASKED_FOR, 0):
        terminalreporter.section("not asked for")
        terminalreporter.line(
            f"{not_asked_for} test(s) play over RabbitMQ; run them with -m rabbitmq"
        )
