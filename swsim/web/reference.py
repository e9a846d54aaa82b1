"""The API's own description (OpenAPI) as the records that its page is written from."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

_TRIED = "application/xml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A parameter, or a member of a record.

    `schema` names the record that it is, or is a list of, where it is one; `default` is
    what a form begins with.
    """

    name: str
    type: str
    schema: str | None
    told: str
    required: bool
    default: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """What a request carries: its media type, and an example to begin with."""

    media: str
    type: str
    schemas: tuple[str, ...]
    example: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What is answered with a status."""

    status: str
    told: str
    schema: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """One thing that can be asked for."""

    id: str
    method: str
    path: str
    told: str
    values: tuple[Value, ...]
    body: Body | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """A record that is taken or given."""

    name: str
    told: str
    values: tuple[Value, ...]


def operations(described: Mapping[str, Any]) -> list[tuple[str, list[Operation]]]:
    """Return the operations in their order, group by group."""
    found = (
        (operation["tags"][0], _operation(described, path, method, operation))
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    )
    return [
        (tag, [operation for _, operation in group])
        for tag, group in groupby(found, key=lambda each: each[0])
    ]


def shapes(described: Mapping[str, Any]) -> list[Shape]:
    """Return the records by name."""
    schemas = described["components"]["schemas"]
    return [
        Shape(
            name=name,
            told=schema.get("description", ""),
            values=tuple(_members(schema)),
        )
        for name, schema in sorted(schemas.items())
    ]


def _operation(
    described: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]
) -> Operation:
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        told=operation["description"],
        values=tuple(_parameter(each) for each in operation.get("parameters", ())),
        body=_body(described, operation.get("requestBody")),
        answers=tuple(_answers(operation["responses"])),
    )


def _parameter(parameter: Mapping[str, Any]) -> Value:
    schema = parameter["schema"]
    default = schema.get("default")
    return Value(
        name=parameter["name"],
        type=type_of(schema),
        schema=None,
        told=parameter.get("description", ""),
        required=parameter["required"],
        default="" if default is None else _written(default),
        place=parameter["in"],
    )


def _members(schema: Mapping[str, Any]) -> Iterator[Value]:
    required = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        yield Value(
            name=name,
            type=type_of(member),
            schema=next(_named(member), None),
            told=member.get("description", ""),
            required=name in required,
        )


def _body(described: Mapping[str, Any], body: Mapping[str, Any] | None) -> Body | None:
    if body is None:
        return None
    ((media, content),) = body["content"].items()
    schema = content["schema"]
    example = "" if media == _TRIED else json.dumps(_example(described, schema))
    return Body(
        media=media,
        type=type_of(schema),
        schemas=tuple(_named(schema)),
        example=example,
    )


def _answers(responses: Mapping[str, Any]) -> Iterator[Answer]:
    for status, response in sorted(responses.items()):
        contents: Mapping[str, Any] = response.get("content", {})
        named = (_named(each["schema"]) for each in contents.values())
        schema = next(chain.from_iterable(named), None)
        yield Answer(status=status, told=response["description"], schema=schema)


def type_of(schema: Mapping[str, Any]) -> str:
    """Return what a value may be, in a few words of JSON Schema."""
    if "$ref" in schema:
        return _name(schema["$ref"])
    if "anyOf" in schema:
        return " | ".join(type_of(each) for each in schema["anyOf"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(each) for each in schema["enum"])
    if schema.get("type") == "array":
        return f"[{type_of(schema['items'])}]"
    if isinstance(schema.get("additionalProperties"), Mapping):
        return f"{{string: {type_of(schema['additionalProperties'])}}}"
    return str(schema.get("type", "any"))


def _named(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield the records that a schema names."""
    if "$ref" in schema:
        yield _name(schema["$ref"])
    for each in schema.get("anyOf", ()):
        yield from _named(each)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), Mapping):
            yield from _named(schema[key])


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _example(described: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    """Return something that fits a schema; of several ways the first one."""
    if "$ref" in schema:
        known = described["components"]["schemas"]
        return _example(described, known[_name(schema["$ref"])])
    if "anyOf" in schema:
        return _example(described, schema["anyOf"][0])
    if "properties" in schema:
        return {
            name: _example(described, each)
            for name, each in schema["properties"].items()
        }
    for key in ("default", "const"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if key in schema:
            return schema[key][0]
    return {"integer": schema.get("minimum", 1), "boolean": True}.get(
        schema.get("type", ""), ""
    )


def _written(default: object) -> str:
    return default if isinstance(default, str) else json.dumps(default)
