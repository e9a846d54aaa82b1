"""Tests without what they need: left out and counted, or failed where CI is set."""

from pathlib import Path

import pytest

_SUITE = """
import pytest

@pytest.mark.slow
def test_slow():
    pass

@pytest.mark.mosquitto
def test_broker():
    pass

@pytest.mark.chromium
def test_browser():
    pass

def test_quick():
    pass
"""

_LONGER = """
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_longer():
    pass

@pytest.mark.slow
@pytest.mark.timeout(900)
def test_longest():
    pass
"""

_SETTINGS = """
[pytest]
asyncio_default_fixture_loop_scope = function
markers =
    slow
    mosquitto
    chromium
    rabbitmq
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four tests beside our conftest, on a machine with neither."""
    ours = Path(__file__).with_name("conftest.py").read_text("utf-8")
    pytester.makeconftest(ours.replace('pytest_plugins = ["pytester"]', ""))
    # Several processes are not this one: they import what lies beside the conftest.
    programs = Path(__file__).with_name("programs.py").read_text("utf-8")
    pytester.makepyfile(programs=f"{programs}\n_SYSTEM = ()")
    pytester.makeini(_SETTINGS)
    monkeypatch.setattr("programs._SYSTEM", ())
    monkeypatch.setenv("PATH", str(pytester.path))
    monkeypatch.delenv("CI", raising=False)
    return pytester.makepyfile(_SUITE)


@pytest.mark.parametrize("processes", ["0", "2"])
def test_tests_without_their_programs_are_left_out_and_counted(
    processes: str, suite: Path, pytester: pytest.Pytester
) -> None:
    result = pytester.runpytest(suite, "-n", processes)

    # Of several processes, none has left out a test that another one knows of.
    result.assert_outcomes(passed=2, deselected=2 if processes == "0" else 0)
    result.stdout.fnmatch_lines("1 test(s) need the Mosquitto broker*make deps")
    result.stdout.fnmatch_lines("1 test(s) need the Chromium browser*make deps")


def test_tests_without_their_programs_fail_where_ci_is_set(
    suite: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")

    result = pytester.runpytest(suite)

    result.assert_outcomes(passed=2, errors=2)
    result.stdout.fnmatch_lines("missing: mosquitto, mosquitto_passwd*make deps")
    result.stdout.fnmatch_lines("missing: chromium; *make deps")


def test_broker_tests_that_nobody_asked_for_are_not_counted(
    suite: Path, pytester: pytest.Pytester
) -> None:
    result = pytester.runpytest(suite, "-m", "not mosquitto")

    result.assert_outcomes(passed=2, deselected=2)
    result.stdout.no_fnmatch_line("*need the Mosquitto broker*")


def test_slow_tests_come_last_and_open_with_the_longest(
    suite: Path, pytester: pytest.Pytester
) -> None:
    suite.write_text(_SUITE + _LONGER)
    result = pytester.runpytest(suite, "-v")

    result.stdout.fnmatch_lines(
        [f"*::test_{name} PASSED*" for name in ("quick", "longest", "longer", "slow")]
    )


_RABBITMQ = """
import pytest

@pytest.mark.rabbitmq
def test_rabbitmq():
    pass

def test_other():
    pass
"""


@pytest.mark.parametrize("asked", [(), ("-m", "rabbitmq")])
def test_rabbitmq_tests_run_only_when_asked_for(
    asked: tuple[str, ...], suite: Path, pytester: pytest.Pytester
) -> None:
    suite.write_text(_RABBITMQ)

    result = pytester.runpytest(suite, "-v", *asked)

    result.assert_outcomes(passed=1, deselected=1)
    which = "rabbitmq" if asked else "other"
    result.stdout.fnmatch_lines(f"*::test_{which} PASSED*")
    if not asked:
        result.stdout.fnmatch_lines("1 test(s) play over RabbitMQ*-m rabbitmq")
