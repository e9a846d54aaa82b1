"""The words of reports in one language: sentences, names, times and numbers.

Sentences stand in texts/en.yaml and texts/es.yaml under the same keys. Knows nothing of
events or pages.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from swsim import strictyaml
from swsim.domain import durations
from swsim.domain.codelists import codelist
from swsim.domain.members import every_member
from swsim.domain.mistakes import MISTAKES
from swsim.domain.offices import OFFICES
from swsim.errors import UsageError
from swsim.reports.facts import member_of

LANGUAGES = ("en", "es")
_DAY = 86_400
_DIGITS = "0123456789"
_REASONS = ("refusal-ground", "assistance-use", "alert-reason")
_RULE = re.compile(r"[A-Z]{2}\d{2}|R\d{2}")
# Spanish joins "a el" and "de el"; a country's own article (El Salvador) stays.
_CONTRACTIONS = (
    (re.compile(r"\ba el\b"), "al"),
    (re.compile(r"\bde el\b"), "del"),
    (re.compile(r"\bA el\b"), "Al"),
    (re.compile(r"\bDe el\b"), "Del"),
)


@cache
def texts(lang: str) -> Mapping[str, str]:
    """Return all sentences of a language; UsageError for one that swsim lacks."""
    if lang not in LANGUAGES:
        raise UsageError(f"language {lang!r}: swsim speaks {' and '.join(LANGUAGES)}")
    name = f"{lang}.yaml"
    raw = files("swsim.reports").joinpath("texts", name).read_text(encoding="utf-8")
    data = strictyaml.parse(raw, name).data
    assert isinstance(data, dict)
    return MappingProxyType({str(key): str(value) for key, value in data.items()})


class Wording:
    """Says things in one language, with times counted from a run's start."""

    def __init__(self, lang: str = "en", start: datetime | None = None) -> None:
        self.lang = lang
        self._texts = texts(lang)
        self._start = start

    def __call__(self, key: str, **facts: object) -> str:
        """Return the sentence of `key` with its placeholders filled."""
        said = self._texts[key].format(**facts)
        if self.lang == "es":
            for found, joined in _CONTRACTIONS:
                said = found.sub(joined, said)
        return said

    def has(self, key: str) -> bool:
        """Tell whether there is a sentence of that key."""
        return key in self._texts

    # --- who --------------------------------------------------------------------------

    def country(self, alpha2: str) -> str:
        """Return the name of a member or of a site of offices; else the code."""
        known = f"site.{alpha2.lower()}"
        if self.has(known):
            return self(known)
        return _names(self.lang).get(alpha2, alpha2)

    def participant(self, id_: str) -> str:
        """Return a participant in words: "Japan's single window"."""
        if id_ in OFFICES:
            office = OFFICES[id_]
            return office.name_es if self.lang == "es" else office.name
        role = id_.rpartition("-")[2]
        name = self.country(member_of(id_))
        of = f"{name}'" if name.endswith("s") else f"{name}'s"
        known = f"role.{role}"
        if not self.has(known):
            return self("role.other", name=id_)
        return self(known, name=name, of=of)

    def role(self, id_: str) -> str:
        """Return what a participant is, without its country."""
        if id_ in OFFICES:
            return id_.rpartition("-")[2].upper()
        known = f"short.{id_.rpartition('-')[2]}"
        return self(known) if self.has(known) else id_

    def document(self, id_: str, *, plural: bool = False) -> str:
        """Return the name of a document type; its id where it is not swsim's own."""
        key = f"document{'s' if plural else ''}.{id_}"
        return self(key) if self.has(key) else id_

    def code(self, code: str) -> str:
        """Return what a reason of a step of cooperation means: a code or a rule."""
        for name in _REASONS:
            row = codelist(name).rows.get(code)
            if row is not None:
                said = row["name_es" if self.lang == "es" else "name"]
                return said[:1].lower() + said[1:]
        return self.rule(code) if _RULE.fullmatch(code) else code

    def listed(self, names: Sequence[str]) -> str:
        """Return names in a row: "one, two and three"."""
        if len(names) < 2:
            return "".join(names)
        return self("and", first=", ".join(names[:-1]), last=names[-1])

    # --- when and how much --------------------------------------------------------

    def moment(self, second: int) -> str:
        """Return a second of the run as day (from 1) and time of day, UTC."""
        return self("day", day=self.day(second), clock=self.clock(second))

    def short_moment(self, second: int) -> str:
        """Return the same without naming UTC, for tables that name it."""
        return self("day.short", day=self.day(second), clock=self.clock(second))

    def day(self, second: int) -> int:
        """Return the day of the run, counted from 1 by the calendar, UTC."""
        return (self._offset() + second) // _DAY + 1

    def clock(self, second: int) -> str:
        """Return the time of day, UTC."""
        hours, rest = divmod((self._offset() + second) % _DAY, 3600)
        return f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"

    def date(self, second: int) -> str:
        """Return the calendar date, ISO 8601; empty where the start is not known."""
        if self._start is None:
            return ""
        return (self._start + timedelta(seconds=second)).date().isoformat()

    def _offset(self) -> int:
        """Seconds from midnight to the run's start."""
        if self._start is None:
            return 0
        at = self._start
        return at.hour * 3600 + at.minute * 60 + at.second

    def duration(self, seconds: int) -> str:
        """Return a duration in its two largest units."""
        return durations.say(seconds, self.lang, parts=2).replace("-", "−")

    def number(self, value: int) -> str:
        """Return a whole number with its thousands grouped.

        Spanish groups with a narrow space, and only from five digits on.
        """
        if self.lang == "es":
            grouped = f"{value:,}".replace(",", "\u202f")
            return grouped if abs(value) >= 10_000 else str(value)
        return f"{value:,}"

    # --- rules ------------------------------------------------------------------------

    def rule(self, id_: str) -> str:
        """Return what a rule asks for, by its id or its family (`XSD`, `CE`)."""
        for key in (id_, id_.partition("-")[0], id_.rstrip(_DIGITS)):
            if self.has(f"rule.{key}"):
                return self(f"rule.{key}")
        for mistake in MISTAKES.values():
            if mistake.caught_by == id_:
                return mistake.es if self.lang == "es" else mistake.en
        return self("rule.unknown")


@cache
def _names(lang: str) -> Mapping[str, str]:
    return {
        one.alpha2: _in_prose(one.name_es if lang == "es" else one.name)
        for one in every_member()
    }


def _in_prose(name: str) -> str:
    """Turn "Korea, Republic of" into "Republic of Korea"."""
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma and tail.endswith((" of", " de")) else name
