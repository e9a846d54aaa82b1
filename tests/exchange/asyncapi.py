"""Reads asyncapi.yaml as somebody would who knows nothing else of swsim."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema
from lxml import etree
from ruamel.yaml import YAML

from checkout import ROOT

FILE = ROOT / "asyncapi.yaml"


class NotDescribedError(AssertionError):
    """A topic or a payload that asyncapi.yaml does not know."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """A channel: its topics as a pattern, and its messages by name."""

    name: str
    topics: re.Pattern[str]
    messages: Mapping[str, Any]


class Description:
    """What asyncapi.yaml says; `judge` holds a message against it."""

    def __init__(self, text: str) -> None:
        self.whole: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
        self.channels = [
            self._channel(name, self._at(channel))
            for name, channel in self.whole["channels"].items()
        ]

    @property
    def messages(self) -> set[tuple[str, str]]:
        """Every message that is described, as channel and name."""
        return {(one.name, name) for one in self.channels for name in one.messages}

    def _at(self, node: Any) -> Any:
        while isinstance(node, dict) and set(node) == {"$ref"}:
            path = node["$ref"].removeprefix("#/").split("/")
            node = self.whole
            for key in path:
                node = node[key]
        return node

    def _channel(self, name: str, channel: Mapping[str, Any]) -> Channel:
        pattern = re.escape(channel["address"]).replace(r"\{", "{").replace(r"\}", "}")
        for parameter, said in channel["parameters"].items():
            options = self._at(said).get("enum")
            one = "|".join(map(re.escape, options)) if options else "[^/]+"
            pattern = pattern.replace(f"{{{parameter}}}", f"(?P<{parameter}>{one})")
        assert "{" not in re.sub(r"\(\?P<\w+>", "", pattern), pattern
        messages = {key: self._at(one) for key, one in channel["messages"].items()}
        return Channel(name=name, topics=re.compile(pattern), messages=messages)

    def judge(self, topic: str, payload: bytes) -> tuple[str, str]:
        """Return channel and message; NotDescribedError for what is not described."""
        found = [
            (one, match)
            for one in self.channels
            if (match := one.topics.fullmatch(topic)) is not None
        ]
        if len(found) != 1:
            raise NotDescribedError(f"{topic}: {len(found)} channels have this topic")
        ((channel, match),) = found
        # Documents are told apart by the topic slot, others by their schema.
        if (name := match.groupdict().get("document")) is not None:
            self._payload(topic, channel.messages[name], payload)
            return channel.name, name
        fitting, why = [], None
        for name, message in channel.messages.items():
            try:
                self._payload(topic, message, payload)
                fitting.append(name)
            except NotDescribedError as error:
                why = error
        if len(fitting) != 1:
            raise NotDescribedError(f"{topic}: {fitting} fit {payload!r}") from why
        return channel.name, fitting[0]

    def _payload(self, topic: str, message: Mapping[str, Any], payload: bytes) -> None:
        schema = self._at(message["payload"])
        pattern = schema.get("pattern", "(?s).*")
        if not re.fullmatch(pattern, payload.decode()):
            raise NotDescribedError(f"{topic}: {payload!r} has another pattern")
        if message.get("contentType") == "application/json":
            _judge_json(topic, schema, payload)
        if "x-xsd" in schema:
            _judge_xml(topic, schema["x-xsd"], message.get("x-document"), payload)


def _judge_json(topic: str, schema: Mapping[str, Any], payload: bytes) -> None:
    try:
        jsonschema.Draft7Validator(schema).validate(json.loads(payload))
    except (ValueError, jsonschema.ValidationError) as error:
        raise NotDescribedError(f"{topic}: {error}") from error


_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"


def _judge_xml(
    topic: str, envelope: str, said: Mapping[str, str] | None, payload: bytes
) -> None:
    root = etree.fromstring(payload)
    if said is None:  # of no known type: there is no schema
        return
    enveloped = etree.QName(root).localname == "MetaData"
    document = root
    if enveloped:  # the document is the last but for a signature
        document = [each for each in root if each.tag != _SIGNATURE][-1]
    if document.tag != f"{{{said['namespace']}}}{said['root']}":
        raise NotDescribedError(f"{topic}: {document.tag} is no {said['root']}")
    schema = _schema(envelope, said["xsd"])
    try:
        schema.assertValid(root)
    except etree.DocumentInvalid as error:
        raise NotDescribedError(f"{topic}: {error}") from error


@cache
def _schema(*files: str) -> etree.XMLSchema:
    """Return one schema of several files: an envelope asks for that of its document."""
    paths = [FILE.parent / file for file in files]
    imports = "".join(
        f'<xs:import namespace="{etree.parse(path).getroot().get("targetNamespace")}"'
        f' schemaLocation="{path.as_uri()}"/>'
        for path in paths
    )
    text = (
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    )
    return etree.XMLSchema(etree.fromstring(text))
