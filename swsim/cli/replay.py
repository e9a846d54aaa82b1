"""`swsim replay`: look at a run as it was at a moment, or go on from there."""

import json as json_
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from swsim.cli.console import Language, exit_code, language_option, log_to_stderr
from swsim.cli.run import SPEED, play_and_show, speed_of
from swsim.errors import RunError, UsageError

if TYPE_CHECKING:
    from swsim.app.recorded import Recorded
    from swsim.app.stage import Play, Progress
    from swsim.reports.standing import Standing

# Lines of a table that are shown; all are in --json.
_MOST = 20


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="replay", help="Show a run as it was at a moment, or fork it there."
    )(replay_run)


def replay_run(
    run: Path = typer.Argument(help="The folder of a run."),
    until: str | None = typer.Option(
        None,
        help="A second of the run, a duration since its start such as 3d4h, or an"
        " instant such as 2026-04-09T04:00Z; without it, the end.",
    ),
    fork: Path | None = typer.Option(
        None,
        help="Go on from there in this folder (new or empty), as a run of its own.",
    ),
    set_: list[str] = typer.Option(
        [],
        "--set",
        help="With --fork: another setting from there on, such as"
        " policy.confirm_release=false; may be repeated.",
    ),
    broker: str | None = typer.Option(
        None, help="With --fork: another broker than the run began with."
    ),
    speed: str = SPEED,
    step: bool = typer.Option(False, "--step", help="Wait for Enter at each line."),
    lang: Language = language_option("The language of the story and of the state."),
    json: bool = typer.Option(False, "--json", help="Print one JSON object, no story."),
) -> None:
    """Play what a ledger holds again, without broker, and compare it."""
    from swsim.app.recorded import recorded_run
    from swsim.app.replay import fork as go_on
    from swsim.app.replay import forked, last_second, moment

    recorded = recorded_run(run)
    start = recorded.play().loaded.scenario.start
    wanted = None if until is None else moment(until, start)
    if fork is None:
        if set_ or broker:
            raise UsageError("--set and --broker go with --fork FOLDER.")
        what = recorded.play(speed=speed_of(speed), lang=lang)
        _show(recorded, what, wanted, step=step, as_json=json)
        return
    if wanted is None:
        raise UsageError("--fork needs the moment to fork at: --until.")
    what = forked(
        recorded,
        last_second(recorded, wanted),
        fork,
        dict(map(_setting, set_)),
        broker=broker,
        speed=speed_of(speed),
        lang=lang,
    )
    summary = play_and_show(
        what, as_json=json, step=step, begin=partial(go_on, recorded, what)
    )
    raise typer.Exit(code=exit_code(summary.verdict))


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--set {text}: write NAME=VALUE")
    return name, value


def _show(
    recorded: "Recorded",
    what: "Play",
    until: int | None,
    *,
    step: bool,
    as_json: bool,
) -> None:
    """Play again as the run was shown, then tell how it stands."""
    from swsim.app.replay import last_second, replay
    from swsim.app.run import run_async
    from swsim.cli.show import audience
    from swsim.reports.standing import StandingFold

    log_to_stderr()
    show, folding = audience(what, quiet=as_json, step=step), StandingFold()

    async def observe(second: "Progress") -> None:
        folding.take(second.events)
        await show.observe(second)

    end = last_second(recorded, until)
    try:
        with show:
            played = run_async(
                replay(recorded, what, end, observer=observe, opening=show.open)
            )
    except KeyboardInterrupt:
        raise RunError("Stopped.") from None
    standing = folding.standing(played if until is None else until)
    if as_json:
        print(json_.dumps(_as_json(what, standing), indent=2, ensure_ascii=False))
    else:
        _print(what, standing)


def _as_json(what: "Play", standing: "Standing") -> dict[str, Any]:
    shown = asdict(standing)
    return {
        "scenario": what.loaded.name,
        "seed": what.the_seed,
        "second": standing.second,
        "instant": _instant(what, standing.second),
        "open_cases": standing.open_cases,
        **{name: shown[name] for name in shown if name != "second"},
    }


def _instant(what: "Play", second: int) -> str:
    from datetime import timedelta

    at = what.loaded.scenario.start + timedelta(seconds=second)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _print(what: "Play", standing: "Standing") -> None:
    from rich.table import Table
    from rich.text import Text

    from swsim.cli.console import out
    from swsim.reports.wording import Wording

    say, console = Wording(what.lang, what.loaded.scenario.start), out()
    second = standing.second
    console.print()
    title = say("standing.title", moment=say.moment(second), second=second)
    console.print(Text(title, style="bold"))
    counts = say(
        "standing.counts",
        messages=say.number(standing.messages),
        under_way=len(standing.under_way),
        cases=standing.open_cases,
    )
    console.print(Text(counts))
    states = ", ".join(f"{n} {state}" for state, n in sorted(standing.states.items()))
    console.print(Text(say("standing.states", states=states or "0")))
    if not standing.declarations:
        console.print(Text(say("standing.none")))
    names = ("declaration", "state", "since", "holder", "awaited")
    lives = Table(*(say(f"standing.{name}") for name in names))
    for each in standing.declarations[:_MOST]:
        lives.add_row(
            each.reference,
            " ".join((each.state, *each.holds)),
            say.short_moment(each.since),
            "\n".join(say.participant(one.holder) for one in each.awaited),
            "\n".join(say(f"await.{one.what}") for one in each.awaited),
        )
    _table(lives, len(standing.declarations), say)
    messages = Table(*(say(f"standing.{name}") for name in ("under-way", "to", "due")))
    for letter in standing.under_way[:_MOST]:
        messages.add_row(
            f"{say.document(letter.document)} {letter.about}",
            say.participant(letter.recipient),
            say.short_moment(letter.due),
        )
    _table(messages, len(standing.under_way), say)


def _table(table: Any, count: int, say: Any) -> None:
    from swsim.cli.console import out

    if count:
        out().print(table)
    if count > _MOST:
        out().print(say("standing.more", count=count - _MOST))
