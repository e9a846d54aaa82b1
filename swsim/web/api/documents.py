"""Documents: validated, answered, made, broken; as the commands of swsim do it."""

from asyncio import to_thread
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from pydantic import BaseModel

from swsim.errors import UsageError
from swsim.material.generate import kinds as known_kinds
from swsim.material.operators import LAYERS
from swsim.web.api import answers
from swsim.web.api.access import IsTrainer, Lang, TheDesk
from swsim.web.api.document_models import (
    Documents,
    Form,
    Kinds,
    Mutant,
    Order,
    Validated,
)
from swsim.web.api.problems import problems
from swsim.web.desk import NAME
from swsim.web.wording import languages, texts

router = APIRouter(prefix="/documents", tags=["documents"])

# The body is the document itself, so that nothing is changed on its way.
_RAW: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/xml": {"schema": {"type": "string"}}},
    }
}


def _said(lang: str, key: str, **facts: object) -> str:
    known = texts(lang if lang in languages() else "en")
    return known[f"playground.error.{key}"].format(**facts)


async def _document(request: Request, lang: Lang = "en") -> bytes:
    """Return the body; how long it may be the guard knows."""
    data = await request.body()
    if not data.strip():
        raise HTTPException(422, _said(lang, "empty"))
    return data


Data = Annotated[bytes, Depends(_document)]
Name = Annotated[str, Query(max_length=120, description="Of the document's file.")]


async def _sent(answer: BaseModel) -> Response:
    """Return an answer as JSON; a long one is written while the feed goes on."""
    text = await to_thread(answer.model_dump_json)
    return Response(text, media_type="application/json")


@router.post(
    "/validate", response_model=Validated, responses=problems(), openapi_extra=_RAW
)
async def validate(
    data: Data,
    desk: TheDesk,
    officer: IsTrainer,
    lang: Lang = "en",
    strict: bool = False,
    lines: bool = True,
    name: Name = NAME,
) -> Response:
    """Return what `swsim validate --format json` says of a document, and its lines.

    What is for officers is told to the trainer alone.
    """
    judged = await desk.judge(data, name, strict=strict, officer=officer)
    return await _sent(
        await to_thread(answers.validated, judged, lang, officer=officer, lines=lines)
    )


@router.post(
    "/response",
    response_class=Response,
    responses={
        200: {
            "description": "The Response.",
            "content": {"application/xml": {"schema": {"type": "string"}}},
        },
        **problems(),
    },
    openapi_extra=_RAW,
)
async def response(data: Data, desk: TheDesk, lang: Lang = "en") -> Response:
    """Return the Response that the declarant of a document would get."""
    text = await desk.response(data, lang)
    return Response(text, media_type="application/xml")


@router.post("/form", response_model=Form, responses=problems(), openapi_extra=_RAW)
async def form(data: Data, desk: TheDesk, lang: Lang = "en") -> Response:
    """Return a document as a tree of elements with their names and WCO ids."""
    made = await desk.form(data)
    return await _sent(await to_thread(answers.form_answer, made, lang))


@router.get("/kinds", response_model=Kinds, responses=problems())
async def kinds(lang: Lang = "en") -> Kinds:
    """Return what can be generated, and for which layers a document can be broken."""
    known = texts(lang if lang in languages() else "en")
    return Kinds(
        kinds=list(known_kinds()),
        names={each: known[f"playground.kind.{each}"] for each in known_kinds()},
        layers=list(LAYERS),
    )


@router.post("/generate", response_model=Documents, responses=problems(400))
async def generate(order: Order, desk: TheDesk, lang: Lang = "en") -> dict[str, Any]:
    """Make valid documents: the same order gives the same bytes."""
    if order.kind not in known_kinds():
        known = ", ".join(known_kinds())
        raise HTTPException(422, _said(lang, "kind", kind=order.kind, known=known))
    made = await desk.generate(order.kind, order.seed, order.count)
    return {
        "documents": [{"name": each.name, "xml": each.data.decode()} for each in made]
    }


@router.post("/mutate", response_model=Mutant, responses=problems(), openapi_extra=_RAW)
async def mutate(
    data: Data,
    desk: TheDesk,
    lang: Lang = "en",
    seed: Annotated[int, Query(ge=0, le=2**31 - 1)] = 1,
    only: Annotated[
        list[str] | None, Query(description="Break only this: a layer or a rule.")
    ] = None,
    name: Name = NAME,
) -> Mutant:
    """Break a valid document in one way, and say what must be found in it."""
    try:
        mutation = await desk.mutate(data, name, seed, only or ())
    except ValueError:
        raise HTTPException(422, _said(lang, "broken")) from None
    except UsageError:
        named = ", ".join(only or ())
        raise HTTPException(422, _said(lang, "only", only=named)) from None
    if mutation is None:
        raise HTTPException(422, _said(lang, "unbreakable"))
    return answers.mutant(mutation, lang)
