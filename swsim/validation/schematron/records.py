"""What a Schematron schema is once it is compiled; knows nothing of files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from swsim.validation.contexts import Context
from swsim.validation.result import Audience, Severity


@dataclass(frozen=True, kw_only=True)
class Message:
    """A sentence with XPath expressions in it, evaluated at the context node."""

    lang: str
    parts: tuple[str | etree.XPath, ...]


@dataclass(frozen=True, kw_only=True)
class Property:
    """Something more that an assertion says where it fails."""

    id: str
    message: Message


@dataclass(frozen=True, kw_only=True)
class Assertion:
    """An assert or report. `subject` leads to the element at fault.

    `exact` says that what is expected is the very value to write there.
    """

    id: str
    severity: Severity
    audience: Audience
    report: bool
    test: etree.XPath
    subject: etree.XPath | None
    expected: etree.XPath | None
    exact: bool
    messages: tuple[Message, ...]
    properties: tuple[Property, ...]
    asks_lookup: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Global:
    """A variable of schema, phase or pattern: one value for a document.

    `uses` are the variables that it is made from.
    """

    name: str
    value: etree.XPath
    uses: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The assertions about one context.

    `globals` are the variables from outside that it uses, in their order. `condition`
    and `let_texts` are the XPath of all assertions together and of the variables in it,
    for who wants to join rules.
    """

    context: Context
    globals: tuple[Global, ...]
    lets: tuple[tuple[str, etree.XPath], ...]
    assertions: tuple[Assertion, ...]
    condition: str
    let_texts: tuple[tuple[str, str], ...]
    namespaces: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """Rules of which the first that matches a node applies to it."""

    rules: tuple[Rule, ...]

    @cached_property
    def asks_lookup(self) -> bool:
        """Whether an answer of the receiver is needed (sw:lookup)."""
        return any(each.asks_lookup for rule in self.rules for each in rule.assertions)

    @cached_property
    def tags(self) -> frozenset[str]:
        """The tags that an index must hold for these rules."""
        return frozenset().union(*(rule.context.tags for rule in self.rules))
