"""Who asks: the trainer by cookie or bearer token, or anybody."""

from typing import Annotated, Final

from fastapi import Depends, HTTPException, Query, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from swsim.web.desk import Desk
from swsim.web.room import Room
from swsim.web.settings import Settings

COOKIE: Final = "swsim"

# The language of findings; what a package says in neither comes in English.
Lang = Annotated[
    str, Query(pattern="^[a-z]{2}$", description="Of sentences, such as en or es.")
]

_bearer = HTTPBearer(auto_error=False, description="The token of POST session.")
_cookie = APIKeyCookie(name=COOKIE, auto_error=False, description="The same token.")


def room_of(request: Request) -> Room:
    """Return the room that is served."""
    room: Room = request.app.state.room
    return room


def settings_of(request: Request) -> Settings:
    """Return how it is set."""
    settings: Settings = request.app.state.settings
    return settings


def desk_of(request: Request) -> Desk:
    """Return the desk for documents."""
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(desk_of)]
TheRoom = Annotated[Room, Depends(room_of)]
TheSettings = Annotated[Settings, Depends(settings_of)]


def token_of(
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    cookie: Annotated[str | None, Security(_cookie)],
) -> str:
    """Return the token that was shown, empty where there was none."""
    return bearer.credentials if bearer else cookie or ""


Shown = Annotated[str, Depends(token_of)]


def is_trainer(token: Shown, settings: TheSettings) -> bool:
    """Tell whether the trainer asks."""
    return settings.keys.is_trainer(token)


IsTrainer = Annotated[bool, Depends(is_trainer)]


def trainer_only(trainer: IsTrainer) -> None:
    """Refuse all others."""
    if not trainer:
        raise HTTPException(
            401,
            "Only the trainer may do this; POST session gives a token for the PIN.",
            headers={"WWW-Authenticate": "Bearer"},
        )
