"""What is answered when something is wrong: RFC 9457, one form for all."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from swsim.errors import SwsimError
from swsim.web.desk import BusyError

MEDIA_TYPE: Final = "application/problem+json"
_ANYWHERE: Final = (403, 413, 421, 422, 429)


class Problem(BaseModel):
    """What was wrong with a request (RFC 9457)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: int = Field(description="The status code of HTTP.")
    detail: str = Field(description="What was wrong, and what would be right.")


_SAID: Final[Mapping[int, str]] = {
    400: "The body is no text.",
    401: "The trainer's token is missing, or counts no more; or the PIN is wrong.",
    403: "A page of another server asks.",
    404: "There is no such thing.",
    409: "Too late: the run has ended, or the decision has been taken.",
    413: "The body is too large.",
    421: "The server is asked under a name that is not its own.",
    422: "The request is not as described, or its document cannot be worked on.",
    429: "Too many requests; Retry-After says how many seconds to wait.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the problems of an operation for its description: these, and the usual."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {
        status: {
            "description": _SAID[status],
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in sorted({*statuses, *_ANYWHERE})
    }


def answer(
    status: int, detail: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return the answer that tells a problem."""
    return JSONResponse(
        Problem(status=status, detail=detail).model_dump(),
        status_code=status,
        headers=headers,
        media_type=MEDIA_TYPE,
    )


def answer_with_problems(app: FastAPI) -> None:
    """Let every error of an application leave in this form."""

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> JSONResponse:
        return answer(error.status_code, str(error.detail), error.headers)

    @app.exception_handler(RequestValidationError)
    def faulty(request: Request, error: RequestValidationError) -> JSONResponse:
        return answer(422, "; ".join(_fault(each) for each in error.errors()))

    @app.exception_handler(BusyError)
    def busy(request: Request, error: BusyError) -> JSONResponse:
        return answer(429, str(error), {"Retry-After": "2"})

    @app.exception_handler(SwsimError)
    def unusable(request: Request, error: SwsimError) -> JSONResponse:
        return answer(422, str(error))


def _fault(error: Mapping[str, Any]) -> str:
    where = ".".join(str(each) for each in error["loc"])
    return f"{where}: {error['msg']}"


def description(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document, with the form of problems among its components."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
    )
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    schemas[Problem.__name__] = Problem.model_json_schema()
    return made
