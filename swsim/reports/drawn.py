"""The pictures of a report: what was gathered, handed to the module that draws."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from swsim.domain.identifiers import site_of
from swsim.reports.contents import Contents
from swsim.reports.line import Line
from swsim.reports.outcome import LegCount
from swsim.reports.pictures import bars, boxes, distributions, flows, sequence, series
from swsim.reports.pictures.scales import Say
from swsim.reports.study import FEW, ReleaseRow
from swsim.reports.summary import Group
from swsim.reports.wording import Wording
from swsim.trs.statistics import Statistics
from swsim.trs.table import Seconds
from swsim.trs.words import agency_name, desk_name

_HOUR = 3_600
_BINS = 160  # of the timeline, at most
_A_QUEUE = 2  # who waits alone makes none

_CHANNEL_TONES = {
    None: "info",
    "green": "ok",
    "yellow": "wait",
    "red": "bad",
    "blue": "info",
}
_TONES = ("info", "ok", "wait", "bad")


def refused(counts: LegCount) -> int:
    """Return how many declarations were rejected or sent back."""
    return counts.rejected + counts.nacked


# --- flows ----------------------------------------------------------------------------


def flow_map(told: Contents) -> str:
    """Return the map of messages between administrations; empty where there is none."""
    say = told.say
    between = [
        flows.Flow(sender=one.upper(), recipient=other.upper(), messages=number)
        for (one, other), number in told.run.flows.items()
    ]
    if not between:
        return ""
    names = {
        code: say.country(code)
        for each in between
        for code in (each.sender, each.recipient)
    }
    total = say.number(sum(each.messages for each in between))
    return flows.flow_map(
        between,
        names,
        id_="map",
        title=say("map.chart"),
        desc=say("map.desc", number=total, pairs=say.number(len(between))),
    )


# --- outcomes -------------------------------------------------------------------------


def outcome_bars(groups: Sequence[Group], say: Wording, id_: str, title: str) -> str:
    """Return the bars of releases and refusals by region or member."""
    rows = [
        bars.BarRow(label=_group_name(group, say), bars=tuple(_bars(group, say)))
        for group in groups
    ]
    return bars.bars(rows, id_=id_, title=say(title)) if rows else ""


def _group_name(group: Group, say: Wording) -> str:
    if group.leg is None:
        return say.country(group.name)
    return f"{say(f'region.{group.name}')}, {say(f'leg.{group.leg}')}"


def _bars(group: Group, say: Wording) -> Iterator[bars.Bar]:
    for tone, sign, value, word in (
        ("ok", "✓", group.counts.released, "released"),
        ("bad", "✗", refused(group.counts), "refused.count"),
    ):
        if value or group.leg:
            words = f"{sign} {say.number(value)} {say(word).lower()}"
            yield bars.Bar(tone=tone, value=value, words=words)


# --- release times --------------------------------------------------------------------


def release_boxes(told: Contents) -> str:
    """Return the box plot of release times; empty where nothing was released."""
    say, rows = told.say, told.study.releases
    if not rows:
        return ""
    return boxes.boxes(
        [_box(row, say) for row in rows],
        id_="times-chart",
        title=say("times.chart"),
        zero=say("arrival"),
        say=say.duration,
    )


def _box(row: ReleaseRow, say: Wording) -> boxes.BoxRow:
    channel = say(f"channel.{row.channel}" if row.channel else "channels.all")
    found = row.all_agencies
    middle = say.duration(round(found.median))
    return boxes.BoxRow(
        label=f"{say(f'region.{row.region}')}, {channel}",
        tone=_CHANNEL_TONES[row.channel],
        box=_quantiles(found, row.few),
        words=f"n = {say.number(found.n)}, {say('median').lower()} {middle}",
    )


def _quantiles(found: Statistics, few: tuple[int, ...]) -> boxes.Box:
    return boxes.Box(
        p10=found.p10,
        p25=found.p25,
        median=found.median,
        p75=found.p75,
        p90=found.p90,
        few=few,
    )


def release_histogram(told: Contents) -> str:
    """Return the histogram of release times; empty where they are few."""
    say, found = told.say, told.study.histogram
    if sum(found.counts) < FEW:
        return ""
    edges, counts = found.edges, found.counts
    most = max(range(len(counts)), key=counts.__getitem__)
    return distributions.histogram(
        edges,
        counts,
        id_="histogram",
        title=say("histogram.chart"),
        desc=say(
            "histogram.desc",
            number=say.number(sum(counts)),
            most=say.number(counts[most]),
            low=say.duration(edges[most]),
            high=say.duration(edges[most + 1]),
        ),
        say=say.duration,
    )


def release_curves(told: Contents) -> str:
    """Return the shares released by each time, a curve a region; empty where few."""
    say, found = told.say, told.study
    if not found.curves:
        return ""
    rows = [
        distributions.Curve(
            label=say(f"region.short.{each.region}"),
            tone=_TONES[place % len(_TONES)],
            seconds=each.distribution.seconds.tolist(),
            shares=each.distribution.shares.tolist(),
        )
        for place, each in enumerate(found.curves)
    ]
    return distributions.curves(
        rows,
        found.histogram.edges,
        id_="curves",
        title=say("curves.chart"),
        desc=say("curves.desc"),
        say=say.duration,
    )


# --- the time of the run --------------------------------------------------------------


def queues(told: Contents) -> str:
    """Return what waited from hour to hour: the backlog, then the busiest desks."""
    say, found = told.say, told.study
    rows = []
    if found.backlog.peak:
        rows.append(
            series.Series(
                label=say("backlog"),
                tone="info",
                seconds=found.backlog.seconds.tolist(),
                values=found.backlog.open.tolist(),
                words=say(
                    "backlog.peak",
                    number=say.number(found.backlog.peak),
                    day=say.day(found.backlog.peak_at),
                ),
            )
        )
    rows += [
        series.Series(
            label=_country(each.desk, say),
            tone="wait",
            seconds=each.seconds.tolist(),
            values=each.waiting.tolist(),
            words=say(
                "queue.longest",
                desk=_desk(each.desk, say),
                number=say.number(each.longest),
            ),
        )
        for each in found.desks
        if each.longest >= _A_QUEUE
    ]
    if not rows:
        return ""
    title = say("queues.chart")
    return series.series(rows, id_="queues", title=title, say=_days(say))


def _country(desk: str, say: Wording) -> str:
    """Return the country of a desk, by its id such as pa-cus/inspection."""
    return say.country(site_of(desk.partition("/")[0]).upper())


def _desk(desk: str, say: Wording) -> str:
    name = desk.partition("/")[2]
    return desk_name(name, say.lang) or agency_name(name, say.lang)


def _days(say: Wording) -> Say:
    def day(second: int) -> str:
        return say("axis.day", day=say.day(second))

    return day


def timeline(told: Contents) -> str:
    """Return lodgements, releases and refusals over time, injects as flags."""
    say, run = told.say, told.run
    if not run.declarations:
        return ""
    every = max(_HOUR, -(-run.last_second // (_BINS * _HOUR)) * _HOUR)
    rows = [
        _counted(say(word), tone, times, every, run.last_second, say)
        for word, tone, times in (
            ("lodged", "info", [one.lodged for one in run.declarations]),
            ("released", "ok", _present(one.released for one in run.declarations)),
            (
                "refused.count",
                "bad",
                [one.lodged for one in run.declarations if one.refusal],
            ),
        )
    ]
    flags = [series.Flag(second=each.second, label=each.id) for each in told.injects]
    return series.series(
        rows, id_="timeline", title=say("timeline.chart"), say=_days(say), flags=flags
    )


def _present(times: Iterable[int | None]) -> list[int]:
    return [time for time in times if time is not None]


def _counted(
    label: str, tone: str, times: list[int], every: int, last: int, say: Wording
) -> series.Series:
    edges: Seconds = np.arange(0, last + 2 * every, every, dtype=np.int64)
    counts, _ = np.histogram(times, edges)
    return series.Series(
        label=label,
        tone=tone,
        seconds=edges.tolist(),
        values=[*counts.tolist(), 0],
        words=say("timeline.total", number=say.number(len(times))),
    )


# --- one case -------------------------------------------------------------------------


def case_sequence(lines: Sequence[Line], say: Wording) -> str:
    """Return the sequence picture of a case; empty where nothing is to be drawn."""
    return sequence.draw(lines, say) if any(line.label for line in lines) else ""
