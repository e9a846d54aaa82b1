"""The queue of customs is a queue: what it measures is what theory says of it."""

import pytest

from swsim.bench.queueing import LIMIT, compared, erlang, simulated


@pytest.mark.parametrize(
    ("officers", "load", "waited", "waiting"),
    [
        # M/M/1: the share that waits is the load, and its square over the rest wait.
        (1, 0.5, 0.5, 0.5),
        (1, 0.8, 0.8, 3.2),
        # Erlang's C for two officers at half load is 1/3.
        (2, 0.5, 1 / 3, 1 / 3),
    ],
)
def test_theory_is_that_of_the_textbooks(
    officers: int, load: float, waited: float, waiting: float
) -> None:
    said = erlang(officers, load)

    assert said["waited"] == pytest.approx(waited)
    assert said["waiting"] == pytest.approx(waiting)
    assert said["present"] == pytest.approx(waiting + officers * load)


@pytest.mark.parametrize(("officers", "load"), [(1, 0.5), (3, 0.6)])
def test_simulated_queue_agrees_with_theory(officers: int, load: float) -> None:
    found = {each.figure: each for each in compared(officers, load, 50_000)}

    assert set(found) == set(erlang(officers, load))
    differences = {name: round(each.difference, 3) for name, each in found.items()}
    assert all(abs(each) <= LIMIT for each in differences.values()), differences


def test_queue_of_another_size_does_not_agree() -> None:
    """What agrees with theory would not agree with that of one officer more."""
    found = {each.figure: each for each in compared(2, 0.7, 5_000)}
    other = erlang(3, 0.7 * 2 / 3)

    assert abs(found["wait"].simulation / other["wait"] - 1) > 10 * LIMIT


def test_few_declarations_are_too_few() -> None:
    assert not all(each.met for each in compared(4, 0.8, 200))


def test_littles_law_holds_over_a_long_time() -> None:
    found = simulated(2, 0.7, 20_000, seed=3)

    assert found.present == pytest.approx(found.rate * found.stay, rel=0.05)
    assert 0 < abs(found.little) < 0.05
