"""The pages: one template each, in every language, by URL."""

from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse, RedirectResponse, Response

from swsim import __version__
from swsim.reports.pictures.geography import sea_grid
from swsim.web import reference
from swsim.web.api.access import IsTrainer, TheRoom, TheSettings
from swsim.web.door import as_svg
from swsim.web.room import Room
from swsim.web.settings import Settings
from swsim.web.wording import languages, preferred, texts

router = APIRouter(include_in_schema=False)

# Key of the name in the texts, and the path below the language.
_PAGES: Final = (
    ("home", ""),
    ("projector", "projector"),
    ("playground", "playground"),
    ("api", "api"),
)
_templates = Environment(
    loader=PackageLoader("swsim.web"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@router.get("/")
async def door(request: Request) -> RedirectResponse:
    """Lead to the language that the browser asks for."""
    lang = preferred(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{lang}/", headers={"Vary": "Accept-Language"})


@router.get("/qr.svg")
async def qr(settings: TheSettings) -> Response:
    """Return the address of the room as a QR code."""
    return Response(as_svg(settings.address), media_type="image/svg+xml")


@router.get("/{lang}/")
async def home(
    lang: str, room: TheRoom, settings: TheSettings, trainer: IsTrainer
) -> HTMLResponse:
    """Show what is played and where to go."""
    return _page("home", lang, room, settings, trainer)


@router.get("/{lang}/projector")
async def projector(
    lang: str, room: TheRoom, settings: TheSettings, trainer: IsTrainer
) -> HTMLResponse:
    """Show the run to a room."""
    return _page("projector", lang, room, settings, trainer)


@router.get("/{lang}/playground")
async def playground(
    lang: str, room: TheRoom, settings: TheSettings, trainer: IsTrainer
) -> HTMLResponse:
    """Let anybody try a document."""
    return _page("playground", lang, room, settings, trainer)


@router.get("/api/docs")
async def docs(request: Request) -> RedirectResponse:
    """Lead to the description of the API, where programs look for it."""
    lang = preferred(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{lang}/api", headers={"Vary": "Accept-Language"})


@router.get("/{lang}/api")
async def api(
    request: Request,
    lang: str,
    room: TheRoom,
    settings: TheSettings,
    trainer: IsTrainer,
) -> HTMLResponse:
    """Describe the API, and let it be tried."""
    described = request.app.openapi()
    told = {
        "description": described["info"]["description"],
        "operations": reference.operations(described),
        "shapes": reference.shapes(described),
    }
    return _page("api", lang, room, settings, trainer, **told)


def _page(
    name: str, lang: str, room: Room, settings: Settings, trainer: bool, **more: Any
) -> HTMLResponse:
    if lang not in languages():
        raise HTTPException(404, f"There is no page in {lang!r}.")
    words = texts(lang)
    shown: dict[str, Any] = {
        "lang": lang,
        "name": name,
        "page": dict(_PAGES)[name],
        "pages": _PAGES,
        "others": [
            (each, texts(each)["language"]) for each in languages() if each != lang
        ],
        "texts": dict(words),
        "t": words.__getitem__,
        "run": room.about(),
        "sea_grid": sea_grid(),
        "address": settings.address,
        "trainer": trainer,
        "version": __version__,
        **more,
    }
    made = _templates.get_template(f"{name}.html").render(shown)
    # Who is signed in stands in the page.
    return HTMLResponse(made, headers={"Cache-Control": "no-store"})
