"""How a run is watched on a terminal: as a story, as a progress bar, or not at all."""

import asyncio
import os
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import Protocol, Self

from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from swsim.app.concluding import Summary
from swsim.app.progress import Counts
from swsim.app.stage import Play, Stage
from swsim.app.stage import Progress as Second
from swsim.cli.console import complain, out, talk
from swsim.domain.durations import say
from swsim.domain.events import Kind
from swsim.reports.line import Line
from swsim.reports.story import Storyteller
from swsim.reports.wording import Wording

# A cast that is larger than this is counted, not told.
_STORY_CAST = 6
_COLOURS = {"ok": "green", "wait": "yellow", "bad": "bold red", "info": "default"}


class Show(Protocol):
    """Watches a run from its opening to its end; a context manager."""

    def open(self, stage: Stage) -> None:
        """The run is set up."""

    async def observe(self, second: Second) -> None:
        """A virtual second has passed."""

    def conclude(self) -> None:
        """The summary has been shown."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End."""


def audience(what: Play, *, quiet: bool, step: bool, shared: bool = False) -> Show:
    """Return who watches: nobody, the listener of a story, or a counter.

    A run that is `shared` among workers is only counted: events stay with them.
    """
    if quiet:
        return Quiet()
    small = len(what.loaded.scenario.cast.resolve()) <= _STORY_CAST
    if (small and not shared) or step:
        return Story(what, step=step)
    return Bar(what)


class Quiet:
    """Watches without a word, but for what people must know."""

    def open(self, stage: Stage) -> None:
        """Let be said what must be."""
        stage.say = complain

    async def observe(self, second: Second) -> None:
        """Say nothing."""

    def conclude(self) -> None:
        """Say nothing."""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End."""


class Story(Quiet):
    """Tells one line for each message and decision; with `step` waits for Enter."""

    def __init__(self, what: Play, *, step: bool) -> None:
        self._lang = what.lang
        self._title = getattr(what.loaded.scenario.title, what.lang)
        self._summary = getattr(what.loaded.scenario.summary, what.lang)
        self._scale = _scale(what)
        self._injects = what.loaded.scenario.injects
        self._debrief = what.loaded.scenario.debrief
        self._step = step and sys.stdin.isatty()
        self._console = out()
        self._teller: Storyteller
        self._xml: dict[str, bytes] = {}
        self._told: set[str] = set()  # injects

    def open(self, stage: Stage) -> None:
        """Print the title and what it is about."""
        self._teller = Storyteller(
            self._lang,
            start=stage.world.start,
            xml_of=lambda id_: self._xml.get(id_) or stage.stored(id_),
        )
        stage.struck = self._inject
        self._console.print(Text(self._title, style="bold"))
        self._console.print(Text(self._summary))
        if self._scale:
            self._console.print(Text(self._scale))
        self._console.print()

    async def observe(self, second: Second) -> None:
        """Tell what the second brought."""
        self._xml = {each.message_id: each.xml for each in second.messages}
        for event in second.events:
            if event.kind is Kind.INJECT:
                self._struck(str(event.facts["inject"]))
            line = self._teller.tell(event)
            if line is None:
                continue
            self._console.print(self._rendered(line))
            if self._step:
                await _enter()

    def conclude(self) -> None:
        """Ask the questions of the debrief."""
        if self._debrief:
            self._console.print()
            self._console.print(Text(_DEBRIEF[self._lang], style="bold"))
        for question in self._debrief:
            self._console.print(Text(f"? {getattr(question, self._lang)}"))

    def _struck(self, inject: str) -> None:
        """Tell once of an inject that strikes several sites."""
        if inject not in self._told:
            self._told.add(inject)
            self._inject(inject)

    def _inject(self, inject: str) -> None:
        """Tell what the scenario does on purpose, and what to look for."""
        note = next((each.note for each in self._injects if each.id == inject), None)
        text = f" {getattr(note, self._lang)}" if note else ""
        self._console.print(Text(f"⚡ {inject}{text}", style="magenta"))

    def _rendered(self, line: Line) -> Text:
        return Text.assemble(
            (f"{line.time}  ", "dim"),
            (f"{line.symbol} ", _COLOURS[line.tone]),
            (line.text, _COLOURS[line.tone] if line.tone != "info" else ""),
        )


def _scale(what: Play) -> str:
    """Return how many shipments there are this time, where not as many as it says."""
    if what.shipments is None:
        return ""
    return _SCALE[what.lang].format(number=what.shipments)


async def _enter() -> None:
    """Return when Enter was pressed, or when the input has ended.

    The thread that reads is a daemon, and not one of asyncio's, for whose end the
    program would wait: Ctrl-C must work without another Enter.
    """
    loop, pressed = asyncio.get_running_loop(), asyncio.Event()

    def read() -> None:
        os.read(sys.stdin.fileno(), 1024)
        with suppress(RuntimeError):  # the run has ended in the meantime
            loop.call_soon_threadsafe(pressed.set)

    threading.Thread(target=read, name="swsim.enter", daemon=True).start()
    await pressed.wait()


_SCALE = {
    "en": "This time, shipments: {number}.",
    "es": "Esta vez, envíos: {number}.",
}
_DEBRIEF = {"en": "To talk about", "es": "Para conversar"}
# Messages between two updates of the bar: people do not read faster, and each costs.
_BAR_EVERY = 20
_BAR_WORDS = {
    "en": "{day}  {messages} messages  {released} released  {rejected} rejected",
    "es": "{day}  {messages} mensajes  {released} levantes  {rejected} rechazos",
}


class Bar(Quiet):
    """A live progress bar on stderr: virtual time, messages, releases, rejections."""

    def __init__(self, what: Play) -> None:
        self._lang = what.lang
        self._title = getattr(what.loaded.scenario.title, what.lang)
        self._summary = getattr(what.loaded.scenario.summary, what.lang)
        self._scale = _scale(what)
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[news]}"),
            TimeElapsedColumn(),
            console=talk(),
            transient=True,
        )
        self._task = self._bar.add_task(self._title, total=None, news="")
        self._counts = Counts()
        self._shown = 0

    def open(self, stage: Stage) -> None:
        """Print the title and what it is about; two legs a shipment make the whole."""
        stage.counted, stage.say = self.count, self._say
        console = out()
        console.print(Text(self._title, style="bold"))
        console.print(Text(self._summary))
        if self._scale:
            console.print(Text(self._scale))
        orders = sum(len(site.orders) for site in stage.world.sites)
        self._bar.update(self._task, total=2 * orders)

    async def observe(self, second: Second) -> None:
        """Count what the second brought."""
        self._counts.add(second.events)
        self.count(second.second, self._counts)

    def count(self, second: int, counts: Counts) -> None:
        """Show how far the run is."""
        if counts.messages < self._shown + _BAR_EVERY:
            return
        self._shown = counts.messages
        news = _BAR_WORDS[self._lang].format(
            day=say(second, self._lang, parts=1),
            messages=counts.messages,
            released=counts.released,
            rejected=counts.rejected,
        )
        self._bar.update(self._task, completed=counts.done, news=news)

    def _say(self, text: str) -> None:
        """Say something above the bar."""
        self._bar.console.print(Text(text), soft_wrap=True)

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self._bar.stop()


_WORDS = {
    "en": {
        "verdict": "Verdict",
        "administrations": "Administrations",
        "declarations": "Declarations lodged",
        "released": "Released",
        "rejected": "Rejected",
        "nacked": "Sent back unread (NACK)",
        "repaired": "Repaired and accepted",
        "messages": "Messages",
        "lost": "Lost",
        "duplicated": "Acted upon twice",
        "repeated": "Delivered again, without effect",
        "dead": "Refused (dead letters)",
        "virtual": "Virtual time",
        "wall": "Wall time",
        "digest": "Digest",
        "report": "Report",
        "run": "Run folder",
        "seconds": "{} s",
    },
    "es": {
        "verdict": "Veredicto",
        "administrations": "Administraciones",
        "declarations": "Declaraciones presentadas",
        "released": "Con levante",
        "rejected": "Rechazadas",
        "nacked": "Devueltas sin leer (NACK)",
        "repaired": "Corregidas y aceptadas",
        "messages": "Mensajes",
        "lost": "Perdidos",
        "duplicated": "Con doble efecto",
        "repeated": "Entregados de nuevo, sin efecto",
        "dead": "Rechazados (sin destino)",
        "virtual": "Tiempo virtual",
        "wall": "Tiempo real",
        "digest": "Huella",
        "report": "Informe",
        "run": "Carpeta",
        "seconds": "{} s",
    },
}


def show_summary(summary: Summary, lang: str) -> None:
    """Print the summary, a line for each value, and the expectations not met."""
    words = _WORDS[lang]
    verdict = Wording(lang)(f"verdict.{summary.verdict}")
    rows = {
        "verdict": f"{summary.verdict} ({verdict[0].lower()}{verdict[1:]})",
        "administrations": summary.administrations,
        "declarations": summary.declarations,
        "released": summary.released,
        "rejected": summary.rejected,
        "nacked": summary.nacked,
        "repaired": summary.repaired,
        "messages": summary.messages,
        "lost": summary.lost,
        "duplicated": summary.duplicated,
        "repeated": summary.repeated_deliveries,
        "dead": summary.dead_letters,
        "virtual": say(summary.virtual_seconds, lang),
        "wall": words["seconds"].format(summary.wall_seconds),
        "digest": summary.digest,
        "report": summary.report,
        "run": summary.run_dir,
    }
    width = max(len(words[name]) for name in rows)
    console = out()
    console.print()
    for name, value in rows.items():
        # Never folded: a digest or a path is there to be copied.
        console.print(Text(f"{words[name]:{width}}  {value}"), soft_wrap=True)
    for outcome in summary.expectations:
        if not outcome.met:
            style = "bold yellow" if outcome.verdict == "WARN" else "bold red"
            sign = "!" if outcome.verdict == "WARN" else "✖"
            text = f"{sign} {outcome.id}  {outcome.text}: {outcome.observed}"
            console.print(Text(text, style=style))
