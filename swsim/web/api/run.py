"""The run: how it stands, its messages, what is awaited; and its clock."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Path, Query

from swsim.app.messages import delivery_of
from swsim.ledger.records import ListedMessage
from swsim.reports.meaning import meaning
from swsim.reports.wording import LANGUAGES
from swsim.validation.result import for_declarant
from swsim.validation.snippets import lines_of
from swsim.validation.writers.json import finding_of
from swsim.web import debrief
from swsim.web.api.access import IsTrainer, Lang, TheDesk, TheRoom, trainer_only
from swsim.web.api.models import (
    Action,
    AwaitedNow,
    Clock,
    Decide,
    DecisionsKept,
    Freeze,
    Injects,
    Look,
    Messages,
    Outcomes,
    RunNow,
    Speed,
    Then,
    WholeMessage,
)
from swsim.web.api.problems import problems

router = APIRouter(tags=["run"])
_LARGEST: Final = 2**62  # of SQLite's whole numbers, nearly
_OVER: Final = ("ended", "failed")


@router.get("/run", response_model=RunNow, responses=problems())
async def run(room: TheRoom) -> dict[str, Any]:
    """Return what is played, and how it stands."""
    return {
        "run": room.about(),
        "clock": room.clock_shown(),
        "totals": dict(room.live.totals),
        "documents": dict(room.live.documents),
    }


@router.get("/run/messages", response_model=Messages, responses=problems())
async def messages(
    room: TheRoom,
    after: Annotated[int, Query(ge=0, le=_LARGEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Return messages in the order they were sent, from the one after a position on."""
    found = room.ledger.listed(after, limit)
    return {
        "messages": [_listed(each) for each in found],
        "next": found[-1].position if len(found) == limit else None,
    }


@router.get("/run/messages/{id}", response_model=WholeMessage, responses=problems(404))
async def message(
    id: Annotated[str, Path(max_length=100)],
    room: TheRoom,
    desk: TheDesk,
    trainer: IsTrainer,
    lang: Lang = "en",
) -> dict[str, Any]:
    """Return a message with its XML, and what was found in it.

    What is for customs officers alone is told to the trainer alone.
    """
    listing, xml = room.ledger.listing(id), room.xml(id)
    if listing is None or xml is None:
        raise HTTPException(404, "There is no message of that id in this run.")
    delivery = delivery_of(room.ledger, listing)
    found = await desk.findings(xml, delivery)
    shown = found if trainer else for_declarant(found)
    return {
        **_listed(listing),
        "lines": lines_of(xml),
        "received": delivery.second if delivery else None,
        "verdict": delivery.verdict if delivery else None,
        "findings": [finding_of(each, lang) for each in shown],
        **_meaning(xml, listing, lang),
    }


def _meaning(xml: bytes, listing: ListedMessage, lang: str) -> dict[str, str]:
    spoken = lang if lang in LANGUAGES else "en"
    parties = (listing.document, listing.sender, listing.recipient)
    said = meaning(xml, *parties, spoken)
    return {"means": said.what, "next": said.next}


@router.get("/run/awaited", response_model=AwaitedNow, responses=problems())
async def awaited(room: TheRoom) -> dict[str, Any]:
    """Return what is awaited longest: from whom, which document, since when."""
    now = room.live.snapshot()
    return {"awaited": now["awaited"], "of": now["awaited_of"]}


@router.get("/run/at/{second}", response_model=Then, responses=problems())
async def at(
    second: Annotated[int, Path(ge=0, le=_LARGEST)], room: TheRoom
) -> dict[str, Any]:
    """Return the run as it stood at the end of a second."""
    return await room.then(min(second, room.live.second))


@router.get("/run/injects", response_model=Injects, responses=problems())
async def injects(
    room: TheRoom, trainer: IsTrainer, lang: Lang = "en"
) -> dict[str, Any]:
    """Return the injects that took effect; to the trainer all, with their notes."""
    return {"injects": debrief.injects(room, lang, trainer=trainer)}


@router.get("/run/outcome", response_model=Outcomes, responses=problems(409))
async def outcome(room: TheRoom, lang: Lang = "en") -> dict[str, Any]:
    """Return how the run came out: what was expected, and what to talk about."""
    if room.ending is None:
        raise HTTPException(409, "The run has not ended.")
    return await debrief.outcome(room, room.ending.verdict, lang)


@router.post(
    "/clock",
    response_model=Clock,
    dependencies=[Depends(trainer_only)],
    responses=problems(400, 401, 409),
)
async def steer(order: Action | Speed | Freeze | Look, room: TheRoom) -> dict[str, Any]:
    """Start, pause or step the clock, change its speed, freeze pictures, look back."""
    if isinstance(order, Freeze):
        room.freeze(frozen=order.frozen)
    elif isinstance(order, Look):
        room.look(order.look)
    elif room.state in _OVER:
        raise HTTPException(409, "The run has ended; its clock stands.")
    elif isinstance(order, Speed):
        room.set_speed(order.speed)
    else:
        {"go": room.go_on, "pause": room.pause, "step": room.step}[order.action]()
    return room.clock_shown()


@router.get("/run/decisions", response_model=DecisionsKept, responses=problems())
async def decisions(room: TheRoom) -> dict[str, Any]:
    """Return the decisions that are kept for the trainer, and until when."""
    return {"decisions": room.live.decisions.shown()}


@router.post(
    "/run/decisions",
    response_model=DecisionsKept,
    dependencies=[Depends(trainer_only)],
    responses=problems(400, 401, 404, 409),
)
async def decide(order: Decide, room: TheRoom) -> dict[str, Any]:
    """Take a decision that is kept for the trainer."""
    if room.state in _OVER:
        raise HTTPException(409, "The run has ended; nothing is decided any more.")
    found = room.live.decisions.find(order.inject, order.site)
    if found is None:
        raise HTTPException(404, f"No decision {order.inject} is open at {order.site}.")
    if room.live.decisions.said(found) is not None:
        raise HTTPException(409, "This decision has been taken.")
    room.decide(found, order.choice)
    return {"decisions": room.live.decisions.shown()}


def _listed(message: ListedMessage) -> dict[str, Any]:
    return {
        "position": message.position,
        "id": message.id,
        "second": message.time,
        "due": message.due,
        "sender": message.sender,
        "recipient": message.recipient,
        "document": message.document,
        "case": message.case,
    }
