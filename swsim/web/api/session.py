"""The trainer's session: a PIN for a token, which is a cookie as well."""

from fastapi import APIRouter, HTTPException, Request, Response

from swsim.web.access import LIFE, Attempts
from swsim.web.api.access import COOKIE, IsTrainer, Shown, TheSettings
from swsim.web.api.models import Entry, Session, Token
from swsim.web.api.problems import problems
from swsim.web.guard import client_of

router = APIRouter(tags=["session"])


@router.get("/session", response_model=Session, responses=problems())
async def session(trainer: IsTrainer) -> Session:
    """Tell whether the trainer asks."""
    return Session(trainer=trainer)


@router.post("/session", response_model=Token, responses=problems(400, 401))
async def enter(
    entry: Entry, request: Request, response: Response, settings: TheSettings
) -> Token:
    """Give a token for the PIN that `swsim serve` prints.

    After five wrong ones an address waits a minute.
    """
    attempts: Attempts = request.app.state.attempts
    client = client_of(request.scope)
    if wait := attempts.wait(client):
        raise HTTPException(
            429, "Too many wrong PINs.", headers={"Retry-After": str(wait)}
        )
    token = settings.keys.give(entry.pin)
    if token is None:
        attempts.wrong(client)
        raise HTTPException(
            401, "This is not the PIN.", headers={"WWW-Authenticate": "Bearer"}
        )
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LIFE.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return Token(trainer=True, token=token)


@router.delete("/session", response_model=Session, responses=problems())
async def leave(token: Shown, response: Response, settings: TheSettings) -> Session:
    """Let the token count no more."""
    settings.keys.take_back(token)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return Session(trainer=False)
