"""What a run is doing, in figures for Prometheus.

Measures from outside: recorder, link and validator of a run are wrapped, and the kernel
is asked when somebody scrapes. A run that is not measured has none of this.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import prometheus_client
from prometheus_client import CollectorRegistry, Histogram
from prometheus_client import Counter as Total
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from swsim.domain.events import Event, Kind
from swsim.domain.identifiers import site_of
from swsim.exchange import wallclock
from swsim.exchange.kernel import Kernel
from swsim.exchange.link import Arrival, Link, Parcel, Post
from swsim.exchange.recorder import Recorder
from swsim.ledger.records import DeadLetter, Effect, InboxRow, StoredMessage
from swsim.security.seal import Check, unchecked
from swsim.simulation.mail import Given
from swsim.validation.engine import Checked, Validator
from swsim.validation.functions import Lookup
from swsim.validation.layers import Parsed
from swsim.validation.package import Package

# Seconds. A document takes a third of a millisecond, a very wrong one much longer.
_VALIDATION = (0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25, 1.0)
_COMMIT = (0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0)


class Metrics:
    """The metrics of one run, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.sent = self._total(
            "messages_sent", "Messages that participants have sent.", "document"
        )
        self.received = self._total(
            "messages_received",
            "Messages that were delivered, by what the validator says of them.",
            "document",
            "verdict",
        )
        self.inputs = self._total(
            "inputs", "What people and external systems gave to the run.", "participant"
        )
        self.republished = self._total(
            "messages_republished",
            "Publications of a message beyond its first: no receipt came in time.",
        )
        self.repeated = self._total(
            "repeated_deliveries", "Messages that came again and had no second effect."
        )
        self.buried = self._total(
            "dead_letters", "What came in and was refused.", "document"
        )
        self.receipts = self._total("receipts", "Transport receipts.")
        self.reconnected = self._total(
            "broker_reconnects", "Connections that were lost and made again."
        )
        self.validation = self._seconds(
            "validation_seconds", "Parse to rules of one message.", _VALIDATION
        )
        self.commit = self._seconds(
            "ledger_commit_seconds", "Writing of one virtual second.", _COMMIT
        )

    def _total(self, name: str, about: str, *labels: str) -> Total:
        return Total(f"swsim_{name}", about, labels, registry=self.registry)

    def _seconds(self, name: str, about: str, buckets: Sequence[float]) -> Histogram:
        return Histogram(
            f"swsim_{name}", about, buckets=buckets, registry=self.registry
        )

    def watch(self, kernel: Kernel) -> None:
        """Ask a kernel how it stands whenever somebody wants to know."""
        self.registry.register(_Standing(kernel))

    def exposition(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return prometheus_client.generate_latest(self.registry)

    def serve(self, port: int) -> tuple[int, Callable[[], None]]:
        """Answer scrapes on a loopback port; return it and what ends that.

        Port 0 stands for any that is free. Raises OSError.
        """
        server, thread = prometheus_client.start_http_server(
            port, addr="127.0.0.1", registry=self.registry
        )

        def end() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return server.server_port, end


class _Standing(Collector):
    """Figures that are read from the kernel when they are wanted."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._began = wallclock.monotonic()
        self._from = kernel.now

    def collect(self) -> Iterable[Metric]:
        """Yield the figures of this moment."""
        kernel = self._kernel
        passed = wallclock.monotonic() - self._began
        for name, about, value in (
            ("in_flight_messages", "Sent, not stored yet.", len(kernel.in_flight)),
            ("unconfirmed_messages", "Sent, without a receipt.", kernel.unconfirmed),
            ("virtual_time_seconds", "Virtual time since the start.", kernel.now),
            (
                "clock_rate_ratio",
                "Virtual seconds for each wall second, since the run began.",
                (kernel.now - self._from) / passed if passed else 0,
            ),
        ):
            yield GaugeMetricFamily(f"swsim_{name}", about, value=value)
        yield self._queues()

    def _queues(self) -> Metric:
        family = GaugeMetricFamily(
            "swsim_queued_messages",
            "Stored by the receiver, and not due yet.",
            labels=("site",),
        )
        for site, count in sorted(Counter(map(site_of, self._kernel.queued())).items()):
            family.add_metric([site], count)
        return family


class MeteredValidator(Validator):
    """A validator that says how long each document took."""

    def __init__(self, metrics: Metrics, package: Package | None = None) -> None:
        super().__init__(package)
        self._metrics = metrics

    def check(
        self,
        data: bytes | Parsed,
        *,
        lookup: Lookup | None = None,
        signature: Check = unchecked,
    ) -> Checked:
        """Validate, and note the time."""
        with self._metrics.validation.time():
            return super().check(data, lookup=lookup, signature=signature)

    def check_all(self, documents: Iterable[tuple[Parsed, Check]]) -> list[Checked]:
        """Validate several documents together, and note the share of each."""
        began = wallclock.perf()
        checked = super().check_all(documents)
        for _ in checked:
            self._metrics.validation.observe((wallclock.perf() - began) / len(checked))
        return checked


class MeteredRecorder:
    """A recorder that counts what it is told."""

    def __init__(self, recorder: Recorder, metrics: Metrics) -> None:
        self._recorder = recorder
        self._metrics = metrics
        self._stored: set[str] = set()

    def commit_second(
        self,
        events: Sequence[Event],
        messages: Sequence[StoredMessage],
        effects: Sequence[Effect],
    ) -> None:
        """Keep a second; count its messages."""
        with self._metrics.commit.time():
            self._recorder.commit_second(events, messages, effects)
        for message in messages:
            self._metrics.sent.labels(message.document).inc()
        for document, verdict in _received(events):
            self._metrics.received.labels(document, verdict).inc()

    def store_arrivals(self, rows: Sequence[InboxRow]) -> None:
        """Keep arrivals; count those that had come before."""
        self._recorder.store_arrivals(rows)
        for row in rows:
            if row.message_id in self._stored:
                self._metrics.repeated.inc()
            self._stored.add(row.message_id)

    def received_hash(self, message_id: str) -> str | None:
        """Return the content hash of a message that came in before; None if none."""
        return self._recorder.received_hash(message_id)

    def store_input(self, given: Given) -> None:
        """Keep and count an input."""
        self._recorder.store_input(given)
        self._metrics.inputs.labels(given.participant).inc()

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        """Keep and count what was refused."""
        self._recorder.bury(letters)
        for letter in letters:
            self._metrics.buried.labels(letter.document).inc()

    def confirm(self, message_ids: Sequence[str]) -> None:
        """Keep and count receipts."""
        self._recorder.confirm(message_ids)
        self._metrics.receipts.inc(len(message_ids))

    def flush(self) -> None:
        """Put in the file what was kept so far."""
        self._recorder.flush()


def _received(events: Iterable[Event]) -> Iterator[tuple[str, str]]:
    for event in events:
        if event.kind is Kind.RECEIVED:
            yield str(event.facts["document"]), str(event.facts["verdict"])


class MeteredLink:
    """A link that counts what is published again, and connections made again."""

    def __init__(self, link: Link, metrics: Metrics) -> None:
        self.name = link.name
        self._link = link
        self._metrics = metrics
        self._published: set[str] = set()

    async def open(self, post: Post) -> None:
        """Open the link for a post that is watched."""
        await self._link.open(_MeteredPost(post, self._metrics))

    async def close(self, *, clear_sessions: bool = True) -> None:
        """Close the link."""
        await self._link.close(clear_sessions=clear_sessions)

    async def publish(self, parcels: Sequence[Parcel]) -> None:
        """Publish, and count what went out before."""
        for parcel in parcels:
            if parcel.message_id in self._published:
                self._metrics.republished.inc()
            self._published.add(parcel.message_id)
        await self._link.publish(parcels)

    async def confirm(self, arrivals: Sequence[tuple[Arrival, str | None]]) -> None:
        """Confirm over the link."""
        await self._link.confirm(arrivals)


class _MeteredPost:
    """The kernel as a link knows it, with an eye on connections."""

    def __init__(self, post: Post, metrics: Metrics) -> None:
        self.arrived = post.arrived
        self.receipted = post.receipted
        self._post = post
        self._metrics = metrics

    def reconnected(self, participant: str) -> None:
        """Count it, and pass it on."""
        self._metrics.reconnected.inc()
        self._post.reconnected(participant)
