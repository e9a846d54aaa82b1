"""The web application of a room: pages, API, feed, and the guard around them."""

from collections import Counter
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from swsim import __version__
from swsim.web import pages, sockets
from swsim.web.access import Attempts
from swsim.web.api import documents, run, session
from swsim.web.api.access import TheRoom
from swsim.web.api.models import Health
from swsim.web.api.problems import answer_with_problems, description, problems
from swsim.web.desk import Desk
from swsim.web.guard import Guard
from swsim.web.room import Room
from swsim.web.settings import Settings

_OPENAPI: Final = "/api/openapi.json"
_PROMETHEUS: Final = "text/plain; version=1.0.0; charset=utf-8"
_GZIP_FROM: Final = 1_000  # bytes
_ABOUT: Final = (
    "The room of a run: what is played, its messages, its clock, and the validator."
    " Everybody may read and try documents; only the trainer steers, with a token that"
    " POST session gives for the PIN that `swsim serve` prints."
)

_outside = APIRouter()
_health = APIRouter(tags=["server"])


def create_app(room: Room, settings: Settings) -> FastAPI:
    """Return the application of a room that is open."""
    app = FastAPI(
        title="swsim",
        version=__version__,
        description=_ABOUT,
        openapi_url=_OPENAPI,
        docs_url=None,  # FastAPI's own page asks another server for its script
        redoc_url=None,
    )
    app.state.room = room
    app.state.settings = settings
    app.state.desk = Desk(fictional=room.what.loaded.scenario.is_fictional)
    app.state.attempts = Attempts()
    app.state.listeners = Counter[str]()
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    answer_with_problems(app)
    for router in (run.router, session.router, documents.router, _health):
        app.include_router(router, prefix="/api/v1")
    app.include_router(_outside)
    app.include_router(sockets.router)
    app.mount("/static", StaticFiles(packages=[("swsim.web", "static")]))
    app.include_router(pages.router)
    app.add_middleware(GZipMiddleware, minimum_size=_GZIP_FROM)
    app.add_middleware(Guard, limits=settings.limits)
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        app.openapi_schema = description(app)
    return app.openapi_schema


@_health.get("/health", response_model=Health, responses=problems())
async def health() -> Health:
    """Tell that the server is there."""
    return Health(status="ok", version=__version__)


@_outside.get("/metrics", include_in_schema=False)
async def metrics(room: TheRoom) -> Response:
    """Return the figures of the run for Prometheus; nothing once it has ended."""
    return Response(room.figures(), media_type=_PROMETHEUS)
