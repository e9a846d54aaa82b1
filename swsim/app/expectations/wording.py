"""What was expected and what was seen, in English and Spanish."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from swsim.app.expectations.gauges import Gauge
from swsim.domain.conditions import say as said
from swsim.domain.durations import say
from swsim.domain.timepoints import MEANINGS, Point

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "released": "declarations released ({leg})",
        "rejected": "declarations rejected",
        "repaired": "declarations repaired and accepted",
        "release-before-arrival": "releases before arrival",
        "conversations": "cases",
        "messages": "messages{filters}",
        "lost": "messages lost",
        "duplicated": "messages acted upon twice",
        "events": "events{filters}",
        "state": "declarations that become {state}{filters}",
        "finding": "messages that break rule {rule}{filters}",
        "total": "sum of {fact}{filters}",
        "duration": "{measure} from {start} to {end}{filters}",
        "rate": "share that has [{of}] of all with [{among}]{filters}",
        "followed": "share of [{each}] that [{by}] follows{span}{filters}",
        "export": "export",
        "import": "import",
        "median": "median",
        "p90": "90th percentile",
        "max": "longest time",
        "min": "shortest time",
        "mean": "mean",
        "at_least": "at least {bound}",
        "at_most": "at most {bound}",
        "exactly": "exactly {bound}",
        "never": "never",
        "eventually": "at least one",
        "share_per_mille": "at least {bound} of 1,000 lodged",
        "at_least_per_mille": "at least {bound} of 1,000",
        "at_most_per_mille": "at most {bound} of 1,000",
        "relative": " against the same of [{other}]",
        "after": " from {time} on",
        "within": " until {time}",
        "span": " within {time}",
        "and": " and ",
        "of": "{count} of {whole}",
        "ratio": "{share} of 1,000 ({one} against {other})",
        "nothing": "nothing to measure",
        "blocked": "could not be judged: {why}",
    },
    "es": {
        "released": "declaraciones con levante ({leg})",
        "rejected": "declaraciones rechazadas",
        "repaired": "declaraciones corregidas y aceptadas",
        "release-before-arrival": "levantes antes de la llegada",
        "conversations": "casos",
        "messages": "mensajes{filters}",
        "lost": "mensajes perdidos",
        "duplicated": "mensajes con doble efecto",
        "events": "sucesos{filters}",
        "state": "declaraciones que pasan a {state}{filters}",
        "finding": "mensajes que infringen la regla {rule}{filters}",
        "total": "suma de {fact}{filters}",
        "duration": "{measure} de {start} a {end}{filters}",
        "rate": "proporción con [{of}] de todos los que tienen [{among}]{filters}",
        "followed": "proporción de [{each}] a los que sigue [{by}]{span}{filters}",
        "export": "exportación",
        "import": "importación",
        "median": "mediana",
        "p90": "percentil 90",
        "max": "tiempo más largo",
        "min": "tiempo más corto",
        "mean": "media",
        "at_least": "al menos {bound}",
        "at_most": "como máximo {bound}",
        "exactly": "exactamente {bound}",
        "never": "nunca",
        "eventually": "al menos uno",
        "share_per_mille": "al menos {bound} de cada 1000 presentadas",
        "at_least_per_mille": "al menos {bound} de cada 1000",
        "at_most_per_mille": "como máximo {bound} de cada 1000",
        "relative": " frente a lo mismo de [{other}]",
        "after": " desde {time}",
        "within": " hasta {time}",
        "span": " en un plazo de {time}",
        "and": " y ",
        "of": "{count} de {whole}",
        "ratio": "{share} de cada 1000 ({one} frente a {other})",
        "nothing": "nada que medir",
        "blocked": "no se pudo juzgar: {why}",
    },
}

_BOUNDS = (
    "share_per_mille",
    "exactly",
    "at_least",
    "at_most",
    "never",
    "eventually",
    "at_least_per_mille",
    "at_most_per_mille",
)


class Words:
    """Says expectations and observations in one language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._words = _WORDS[lang]

    def expected(self, asked: Any) -> str:
        """Return what an expectation asks for: its own text, or one made of it."""
        if asked.text is not None:
            return str(getattr(asked.text, self._lang))
        bounds = [
            self._words[name].format(bound=self._bound(asked, name))
            for name in _BOUNDS
            if getattr(asked, name, None) is not None
        ]
        return f"{self._what(asked)}: {self._words['and'].join(bounds)}"

    def _bound(self, asked: Any, name: str) -> str:
        bound = getattr(asked, name)
        seconds = asked.kind == "duration" and not name.endswith("per_mille")
        return say(bound, self._lang) if seconds else str(bound)

    def _what(self, asked: Any) -> str:
        parts = {
            name: self._part(value)
            for name in type(asked).model_fields
            if (value := getattr(asked, name)) is not None
        }
        parts["filters"] = self._filters(asked)
        parts["span"] = self._time("span", getattr(asked, "within", None))
        return self._words[asked.kind].format(**parts)

    def _part(self, value: Any) -> str:
        if isinstance(value, Point):
            return str(getattr(MEANINGS[value], self._lang))
        if isinstance(value, Mapping):
            return ", ".join(said(value))
        text = str(value)
        return self._words.get(text, text)

    def _filters(self, asked: Any) -> str:
        wanted = list(said(getattr(asked, "where", {})))
        for name in ("document", "sender", "recipient", "leg"):
            if asked.kind in ("messages", "state") and getattr(asked, name, None):
                shown = "→ {}" if name == "recipient" else "{}"
                wanted.append(shown.format(getattr(asked, name)))
        text = f" [{', '.join(wanted)}]" if wanted else ""
        if asked.kind != "followed":
            text += self._time("after", getattr(asked, "after", None))
            text += self._time("within", getattr(asked, "within", None))
        other = getattr(asked, "relative_to", None)
        if other is not None:
            text += self._words["relative"].format(other=", ".join(said(other)))
        return text

    def _time(self, word: str, seconds: int | None) -> str:
        if seconds is None:
            return ""
        return self._words[word].format(time=say(seconds, self._lang))

    def observed(
        self, gauge: Gauge, other: Gauge | None, value: Fraction | None
    ) -> str:
        """Return what was seen."""
        if other is None:
            return self._reading(gauge)
        one, against = self._reading(gauge), self._reading(other)
        if value is None:
            return f"{self._words['nothing']} ({one}, {against})"
        share = value.numerator * 1000 // value.denominator
        return self._words["ratio"].format(share=share, one=one, other=against)

    def _reading(self, gauge: Gauge) -> str:
        parts, value = gauge.parts(), gauge.value()
        if parts is not None:
            return self._words["of"].format(count=parts[0], whole=parts[1])
        if value is None:
            return self._words["nothing"]
        if gauge.unit == "seconds":
            return say(int(value), self._lang)
        exact = value.denominator == 1
        return str(value.numerator) if exact else f"{float(value):.2f}"

    def blocked(self, why: str) -> str:
        """Return that an expectation could not be judged, and why."""
        return self._words["blocked"].format(why=why)
