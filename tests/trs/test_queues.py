"""Queues at desks: the figures of a known one, and Little's law over a long time."""

from pathlib import Path

import numpy as np
import pytest

from swsim.trs.dynamic import backlog
from swsim.trs.queues import queues
from swsim.trs.table import Category, Services
from trs.handmade import DAY, HOUR, Pages


def services(*served: tuple[int, int, int], officers: int = 1) -> Services:
    """Return services of one desk: arrived, began, ended."""
    times = np.array(served, np.int64).reshape(-1, 3)
    return Services(
        desk=Category.same("pa-cus/assessment", len(served)),
        officers=np.full(len(served), officers),
        arrived=times[:, 0],
        began=times[:, 1],
        ended=times[:, 2],
    )


def test_known_queue() -> None:
    """Three come at once to one officer who works 10 s on each."""
    (queue,) = queues(services((0, 0, 10), (0, 10, 20), (0, 20, 30)), 0, 40)

    assert queue.desk == "pa-cus/assessment"
    assert (queue.served, queue.officers) == (3, 1)
    assert queue.utilisation == 30 / 40
    assert queue.waiting == (10 + 20) / 40
    assert queue.present == (10 + 20 + 30) / 40
    assert queue.longest == 2
    assert (queue.wait, queue.work, queue.stay) == (10, 10, 20)
    assert queue.waited == pytest.approx(2 / 3)
    assert queue.little == 0


def test_who_comes_as_another_goes_does_not_wait_beside_him() -> None:
    (queue,) = queues(services((0, 0, 5), (0, 5, 9), (5, 9, 12)), 0, 12)

    assert queue.longest == 1


def test_busiest_desk_comes_first(tmp_path: Path) -> None:
    pages = Pages()
    for number in range(10):
        pages.served(number * 100, number * 100, number * 100 + 20)
        pages.served(number * 100, number * 100, number * 100 + 90, desk="inspection")
    found = queues(pages.table(tmp_path).services)

    assert [each.desk for each in found] == ["pa-cus/inspection", "pa-cus/assessment"]


def test_desk_without_time_has_no_queue() -> None:
    assert queues(services((5, 5, 5))) == ()
    assert queues(services()) == ()


def test_backlog_of_known_declarations(tmp_path: Path) -> None:
    pages = Pages()
    for arrived, released in ((0, 5 * HOUR), (HOUR, 3 * HOUR), (2 * HOUR, 2 * DAY)):
        pages.declaration({"T0": arrived, "T10": released})
    pages.declaration({"T0": 2 * HOUR})  # never released
    pages.declaration({"T0": 9 * HOUR, "T10": HOUR})  # released ahead
    found = backlog(pages.table(tmp_path))

    assert found.open[:6].tolist() == [1, 2, 4, 3, 3, 2]
    assert (found.peak, found.peak_at, found.left) == (4, 2 * HOUR, 1)
    assert found.came.sum() == 4
    assert found.went.sum() == 3


def test_run_without_arrivals_has_no_backlog(tmp_path: Path) -> None:
    found = backlog(Pages().table(tmp_path))

    assert (found.peak, len(found.open)) == (0, 0)
