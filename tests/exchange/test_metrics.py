"""Metrics: named as Prometheus asks, documented, and apart for each run."""

import re
from collections import Counter
from pathlib import Path

import pytest
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families

from checkout import ROOT
from exchange.rehearsal import RUN, Rehearsal, a_world
from exchange.unruly import UnrulyLink
from swsim.domain.events import Kind
from swsim.exchange.inbox import Inbox
from swsim.exchange.kernel import Kernel
from swsim.exchange.metrics import (
    MeteredLink,
    MeteredRecorder,
    MeteredValidator,
    Metrics,
)
from swsim.simulation.world import build_sites

PAGE = (ROOT / "docs" / "observability.md").read_text("utf-8")


def families(metrics: Metrics) -> list[Metric]:
    return list(text_string_to_metric_families(metrics.exposition().decode()))


@pytest.fixture
def measured(tmp_path: Path) -> Metrics:
    """The metrics of a run that is set up."""
    metrics = Metrics()
    rehearsal = Rehearsal(path=tmp_path / "ledger.db", world=a_world())
    metrics.watch(rehearsal.kernel())
    rehearsal.ledger.close()
    return metrics


def test_names_follow_the_conventions(measured: Metrics) -> None:
    for family in families(measured):
        if family.name.endswith("_created"):
            continue
        assert family.name.startswith("swsim_")
        assert family.documentation.endswith(".")
        if family.type == "histogram":
            assert family.name.endswith("_seconds")
        for sample in family.samples:
            assert sample.name.endswith("_total") == (family.type == "counter")


def test_page_lists_every_metric_with_type_and_labels(measured: Metrics) -> None:
    rows = re.findall(r"^\| `(swsim_\w+)` \| (\w+) \| (.*?) \|", PAGE, flags=re.M)
    listed = {name: kind for name, kind, _ in rows}
    known = {
        family.name + ("_total" if family.type == "counter" else ""): family.type
        for family in families(measured)
        if not family.name.endswith("_created")
    }

    assert listed == known


def test_each_run_has_figures_of_its_own() -> None:
    first, second = Metrics(), Metrics()
    first.reconnected.inc()

    assert first.exposition() != second.exposition()


async def test_totals_are_those_of_the_ledger(tmp_path: Path) -> None:
    metrics = Metrics()
    world = a_world("two-regions", shipments=12)
    rehearsal = Rehearsal(path=tmp_path / "ledger.db", world=world)
    link = MeteredLink(UnrulyLink(rehearsal.names, seed=1, repeat=200), metrics)
    kernel = Kernel(
        run_id=RUN,
        sites=build_sites(world),
        link=link,
        inbox=Inbox(RUN, world, MeteredValidator(metrics)),
        recorder=MeteredRecorder(rehearsal.ledger, metrics),
    )
    metrics.watch(kernel)
    await kernel.run()
    tally = rehearsal.ledger.tally()
    sent = Counter(each.document for each in rehearsal.ledger.messages())
    verdicts = Counter(
        (event.facts["document"], event.facts["verdict"])
        for event in rehearsal.ledger.events([Kind.RECEIVED])
    )
    rehearsal.ledger.close()

    assert values(metrics, "swsim_messages_sent_total", "document") == sent
    assert (
        values(metrics, "swsim_messages_received_total", "document", "verdict")
        == verdicts
    )
    (repeated,) = values(metrics, "swsim_repeated_deliveries_total").values()
    assert repeated == tally.repeated_deliveries > 0
    (checked,) = values(metrics, "swsim_validation_seconds_count").values()
    assert checked == tally.messages  # what came again is known before
    assert values(metrics, "swsim_in_flight_messages") == {(): 0}
    assert values(metrics, "swsim_virtual_time_seconds") == {(): kernel.now}


def values(metrics: Metrics, name: str, *labels: str) -> dict[object, float]:
    """Return the values of a sample by its labels."""
    found: dict[object, float] = {}
    for family in families(metrics):
        for sample in family.samples:
            if sample.name == name:
                key = tuple(sample.labels[label] for label in labels)
                found[key[0] if len(labels) == 1 else key] = sample.value
    return found
