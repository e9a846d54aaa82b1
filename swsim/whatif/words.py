"""What comparisons say, in English and Spanish: figures, numbers and what differs."""

from collections.abc import Mapping
from typing import Final, Literal

from swsim.whatif.figures import FIGURES, Figure
from swsim.whatif.paired import Difference

Verdict = Literal["better", "worse", "unclear", "same"]

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "figure": "figure",
        "baseline": "baseline",
        "variant": "variant",
        "difference": "difference",
        "interval": "95 % of chance",
        "clear": "clear",
        "yes": "yes",
        "no": "no",
        "reform": "reform",
        "saved": "saved (USD)",
        "cost": "cost (USD)",
        "per_cost": "saved per USD",
        "median": "median release (h)",
        "note": "Training model: figures and costs are illustrative.",
        "better": "better",
        "worse": "worse",
        "unclear": "not clear",
        "same": "no difference",
        "time": "Time (hours)",
        "share": "Shares (percentage points)",
        "work": "Work (hours)",
        "money": "Money (USD)",
        "compared": "{variant} against the baseline (seeds: {seeds})",
        "how": "Marks: mean of the paired differences; lines: 95 % of chance."
        " Full marks are clear, empty ones are not.",
        "reformed": "What each reform changes: {figure} (seeds: {seeds})",
        "brings": "USD {per_cost} saved for each USD",
        "saves": "USD {saved} saved; its cost is not given",
        "swept": "{setting}: means over seeds ({seeds})",
        "band": "Bands: 95 % of chance of each mean. Where a curve bends, more brings"
        " little.",
        "knee": "bends at {value}",
        "knees": "bends at",
        "reach": "{first} to {last} {unit}",
        "unchanged": "Without any change: {figures}.",
    },
    "es": {
        "figure": "cifra",
        "baseline": "base",
        "variant": "variante",
        "difference": "diferencia",
        "interval": "95 % del azar",
        "clear": "clara",
        "yes": "sí",
        "no": "no",
        "reform": "reforma",
        "saved": "ahorro (USD)",
        "cost": "costo (USD)",
        "per_cost": "ahorro por USD",
        "median": "mediana de levante (h)",
        "note": "Modelo de práctica: cifras y costos son ilustrativos.",
        "better": "mejor",
        "worse": "peor",
        "unclear": "no es clara",
        "same": "sin diferencia",
        "time": "Tiempo (horas)",
        "share": "Proporciones (puntos porcentuales)",
        "work": "Trabajo (horas)",
        "money": "Dinero (USD)",
        "compared": "{variant} frente a la base (semillas: {seeds})",
        "how": "Marcas: media de las diferencias pareadas; líneas: 95 % del azar. Las"
        " marcas llenas son claras; las vacías, no.",
        "reformed": "Qué cambia cada reforma: {figure} (semillas: {seeds})",
        "brings": "{per_cost} USD ahorrados por cada USD",
        "saves": "{saved} USD ahorrados; no se indica su costo",
        "swept": "{setting}: medias sobre las semillas ({seeds})",
        "band": "Bandas: 95 % del azar de cada media. Donde la curva dobla, más aporta"
        " poco.",
        "knee": "dobla en {value}",
        "knees": "dobla en",
        "reach": "de {first} a {last} {unit}",
        "unchanged": "Sin cambio alguno: {figures}.",
    },
}

SIGNS: Final[Mapping[Verdict, str]] = {
    "better": "✓",
    "worse": "✗",
    "unclear": "?",
    "same": "=",
}


def name_of(figure: Figure, lang: str) -> str:
    """Return what a figure is called."""
    return figure.es if lang == "es" else figure.en


def number(value: float, lang: str, *, signed: bool = False, decimals: int = 1) -> str:
    """Return a number as people of a language write it, such as 1,234.5 or −0,3."""
    rounded = round(value, decimals)
    sign = "+" if signed and rounded else ""
    written = f"{rounded or 0.0:{sign},.{decimals}f}".replace("-", "−")
    if lang != "es":
        return written
    whole, point, rest = written.partition(".")
    digits = sum(each.isdigit() for each in whole)
    # Spanish groups with a narrow space, and only from five digits on.
    grouped = whole.replace(",", "\u202f" if digits >= 5 else "")
    return f"{grouped},{rest}" if point else grouped


def amount(value: float, figure: Figure, lang: str, *, signed: bool = False) -> str:
    """Return the value of a figure; of money whole dollars, else one decimal."""
    decimals = 0 if figure.unit == "USD" else 1
    return number(value, lang, signed=signed, decimals=decimals)


def verdict(found: Difference) -> Verdict:
    """Tell whether a difference is one to the better or to the worse."""
    if not any(found.each):
        return "same"
    if not found.is_clear:
        return "unclear"
    less = FIGURES[found.figure].less_is_better
    return "better" if (found.mean < 0) is less else "worse"
