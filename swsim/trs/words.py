"""The finding of a study in plain words, English or Spanish, with its figures."""

from collections.abc import Mapping, Sequence

from swsim.domain.agencies import AGENCIES
from swsim.domain.durations import say
from swsim.domain.identifiers import site_of
from swsim.domain.lifecycle import Hold
from swsim.domain.members import every_member
from swsim.domain.profiles import profile as class_of
from swsim.domain.timepoints import Point
from swsim.errors import UsageError
from swsim.trs.bottleneck import Bottleneck, Part
from swsim.trs.calibration import Fit, Published
from swsim.trs.critical import Join
from swsim.trs.intervals import Interval, Nature, Owner, Span, span
from swsim.trs.queues import Queue
from swsim.trs.study import Outlier
from swsim.trs.table import lifted

LANGUAGES = ("en", "es")

# With fewer services than this, a desk's figures are chance.
_ENOUGH = 30
_MOST_NAMED = 5  # of outliers; all are in the JSON

_OWNERS: Mapping[str, Mapping[Owner, str]] = {
    "en": {
        Owner.CUSTOMS: "customs",
        Owner.AGENCY: "the agencies",
        Owner.PORT: "the port",
        Owner.TRADER: "the traders",
        Owner.BANK: "the bank",
    },
    "es": {
        Owner.CUSTOMS: "la aduana",
        Owner.AGENCY: "las entidades",
        Owner.PORT: "el puerto",
        Owner.TRADER: "los comerciantes",
        Owner.BANK: "el banco",
    },
}
_NATURES: Mapping[str, Mapping[Nature, str]] = {
    "en": {Nature.WORK: "work", Nature.WAIT: "wait"},
    "es": {Nature.WORK: "trabajo", Nature.WAIT: "espera"},
}
# What a join waited for, by its mark.
_AWAITED: Mapping[str, Mapping[str, str]] = {
    "en": {
        Point.SELECTED: "assessment",
        Point.INSPECTION_ENDED: "inspection",
        Point.CUSTOMS_RELEASED: "customs",
        lifted(Hold.DOCUMENTS): "documents",
        lifted(Hold.DUTY): "payment",
        lifted(Hold.ARRIVAL): "the goods themselves",
        lifted(Hold.AGENCY): "the agencies",
    },
    "es": {
        Point.SELECTED: "el aforo",
        Point.INSPECTION_ENDED: "el reconocimiento",
        Point.CUSTOMS_RELEASED: "la aduana",
        lifted(Hold.DOCUMENTS): "los documentos",
        lifted(Hold.DUTY): "el pago",
        lifted(Hold.ARRIVAL): "la propia mercancía",
        lifted(Hold.AGENCY): "las entidades",
    },
}
_DESKS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "assessment": "assessment",
        "inspection": "inspection",
        "audit": "audit",
        "counter": "declarations on paper",
    },
    "es": {
        "assessment": "aforo",
        "inspection": "reconocimiento",
        "audit": "auditoría",
        "counter": "declaraciones en papel",
    },
}
_MODES: Mapping[str, Mapping[str, str]] = {
    "en": {"sea": "sea", "air": "air", "road": "road", "rail": "rail"},
    "es": {
        "sea": "marítimo",
        "air": "aéreo",
        "road": "carretera",
        "rail": "ferrocarril",
    },
}
_SAID: Mapping[str, Mapping[str, str]] = {
    "en": {
        "none": "No time passed in “{span}”, so there is no bottleneck.",
        "worst": (
            "The bottleneck is “{what}” ({nature}), which belongs to {owner}: {share}"
            " of the time “{span}” falls to it. It is on the critical path of"
            " {frequency} of {n} declarations and takes {mean} on average."
        ),
        "spread": "One in ten takes {spread} times the median or longer.",
        "owners": "Of all the time on the critical path, {shares}.",
        "owner": "{share} belongs to {owner}",
        "ratio": "For each hour of work, {owner} let goods wait {ratio} hours.",
        "join": "Release waited most often for {what} ({count} of {total} times).",
        "outliers": "Outliers, left out of the trimmed mean alone ({count}): {named}.",
        "more": "{more} more",
        "fit": (
            "{profile}: imports of {country} ({span}) take {hours} h on"
            " average (95 %: {low} to {high}, n = {n}); {published} h were published"
            " ({source}). Difference {deviation}: {verdict}."
        ),
        "near": "within 15 %",
        "far": "not within 15 %",
        "open": "too few to tell",
        "desk": (
            "The busiest desk is {desk} in {country}: its officers ({officers}) are"
            " busy {busy} of the time, {waiting} declarations wait on average and"
            " {longest} at most; rate times stay (Little's law) gives the number there"
            " but for {little}."
        ),
    },
    "es": {
        "none": "En «{span}» no pasó tiempo: no hay cuello de botella.",
        "worst": (
            "El cuello de botella es «{what}» ({nature}), a cargo de {owner}: le"
            " corresponde el {share} del tiempo «{span}». Está en la ruta crítica"
            " del {frequency} de {n} declaraciones y tarda {mean} en promedio."
        ),
        "spread": "Una de cada diez tarda {spread} veces la mediana o más.",
        "owners": "De todo el tiempo en la ruta crítica, {shares}.",
        "owner": "el {share} corresponde a {owner}",
        "ratio": "Por cada hora de trabajo de {owner}, la carga esperó {ratio} horas.",
        "join": (
            "El levante esperó con más frecuencia a {what}: {count} de {total} veces."
        ),
        "outliers": (
            "Valores atípicos, excluidos solo de la media recortada ({count}): {named}."
        ),
        "more": "{more} más",
        "fit": (
            "{profile}: las importaciones de {country} ({span}) tardan"
            " {hours} h en promedio (95 %: {low} a {high}, n = {n}); se publicaron"
            " {published} h ({source}). Diferencia {deviation}: {verdict}."
        ),
        "near": "dentro del 15 %",
        "far": "fuera del 15 %",
        "open": "muy pocas para decirlo",
        "desk": (
            "El puesto más ocupado es {desk} en {country}: sus funcionarios"
            " ({officers}) están ocupados el {busy} del tiempo; esperan {waiting}"
            " declaraciones en promedio y {longest} como máximo; tasa por estancia (ley"
            " de Little) da el número presente salvo un {little}."
        ),
    },
}


def name_of(what: Interval | Span, lang: str) -> str:
    """Return what a span or interval is called; with its agency where it has one."""
    name = what.es if lang == "es" else what.en
    agency = what.agency if isinstance(what, Interval) else ""
    return f"{name} ({agency_name(agency, lang)})" if agency else name


def agency_name(role: str, lang: str) -> str:
    """Return what an agency is called, by its role; the role where it has no name."""
    found = AGENCIES.get(role)
    if found is None:
        return role
    return found.es if lang == "es" else found.en


def desk_name(desk: str, lang: str) -> str:
    """Return what a desk of customs is called; empty for that of an agency."""
    return _DESKS[lang].get(desk, "")


def owner_name(owner: Owner, lang: str) -> str:
    """Return what an owner is called."""
    return _OWNERS[lang][owner]


def nature_name(nature: Nature, lang: str) -> str:
    """Return the word for work or wait."""
    return _NATURES[lang][nature]


def awaited_name(mark: str, lang: str) -> str:
    """Return what a join waited for, by its mark; the mark where it has no name."""
    return _AWAITED[lang].get(mark, mark)


def duration(seconds: float, lang: str) -> str:
    """Return a duration in its two largest units."""
    return say(round(seconds), lang, parts=2)


def per_cent(share: float, lang: str) -> str:
    """Return a share of 1 as a percentage, with a decimal where it is small."""
    number = f"{100 * share:.1f}" if 0 < share < 0.1 else f"{100 * share:.0f}"
    return f"{_decimal(number, lang)} %"


def decimal(value: float, lang: str) -> str:
    """Return a number with one decimal."""
    return _decimal(f"{value:.1f}", lang)


def outliers_named(outliers: Sequence[Outlier], lang: str) -> str:
    """Return the sentence that lists outliers, the longest first."""
    named = [
        f"{each.reference} ({each.country}) {duration(each.seconds, lang)}"
        for each in outliers[:_MOST_NAMED]
    ]
    more = len(outliers) - len(named)
    rest = [_SAID[lang]["more"].format(more=more)] if more else []
    return _SAID[lang]["outliers"].format(
        count=len(outliers), named=", ".join(named + rest)
    )


def class_name(profile: str, lang: str) -> str:
    """Return what a class of profiles is called: "Class A, fast (illustrative)"."""
    label = class_of(profile).label
    return label.es if lang == "es" else label.en


def row_said(row: Published, lang: str) -> str:
    """Return what was published, by whom and when, in a few words."""
    what = name_of(span(row.span), lang)
    mode = f", {_MODES[lang][row.mode]}" if row.mode else ""
    return f"{_country(row.country, lang)} {row.year}, {what}{mode}"


def per_cent_off(fit: Fit, lang: str) -> str:
    """Return by how much a simulated mean differs from the published one."""
    return _decimal(f"{100 * fit.deviation:+.0f} %", lang)


def fit_said(fit: Fit, lang: str) -> str:
    """Return the sentence that holds a run against a published mean."""
    row = fit.published

    def hours(value: float) -> str:
        return _decimal(f"{value:.1f}", lang)

    return _SAID[lang]["fit"].format(
        profile=class_name(row.profile, lang),
        country=_country(row.country, lang),
        span=name_of(span(row.span), lang),
        hours=hours(fit.hours),
        low=hours(fit.low),
        high=hours(fit.high),
        n=fit.n,
        published=hours(row.hours),
        source=row.source,
        deviation=per_cent_off(fit, lang),
        verdict=_SAID[lang][fit.verdict],
    )


def paragraph(found: Bottleneck, lang: str = "en") -> str:
    """Return the paragraph that names the bottleneck, its owner and the figures.

    Raises UsageError for a language that swsim lacks.
    """
    if lang not in LANGUAGES:
        raise UsageError(f"language {lang!r}: swsim speaks {' and '.join(LANGUAGES)}")
    words, worst = _SAID[lang], found.worst
    if worst is None:
        return words["none"].format(span=name_of(found.span, lang))
    sentences = [_worst(found, worst, lang), _owners(found, lang)]
    if worst.spread is not None:
        spread = _decimal(f"{worst.spread:.1f}", lang)
        sentences.insert(1, words["spread"].format(spread=spread))
    sentences += _join(found, lang)
    sentences += [_desk(each, lang) for each in _worth_naming(found)]
    return _contracted(" ".join(sentences), lang)


def _contracted(text: str, lang: str) -> str:
    """Join what Spanish joins: "a el" and "de el"."""
    if lang != "es":
        return text
    return text.replace(" a el ", " al ").replace(" de el ", " del ")


def _worst(found: Bottleneck, worst: Part, lang: str) -> str:
    return _SAID[lang]["worst"].format(
        what=name_of(worst.interval, lang),
        nature=nature_name(worst.interval.nature, lang),
        owner=owner_name(worst.interval.owner, lang),
        share=per_cent(worst.critical_share, lang),
        span=name_of(found.span, lang),
        frequency=per_cent(worst.frequency, lang),
        n=found.n,
        mean=duration(worst.mean, lang),
    )


def _owners(found: Bottleneck, lang: str) -> str:
    words = _SAID[lang]
    shares = [
        words["owner"].format(
            share=per_cent(each.critical_share, lang),
            owner=owner_name(each.owner, lang),
        )
        for each in found.owners
        if each.critical_share >= 0.0005  # what would be written as 0.0 %
    ]
    said = words["owners"].format(shares=", ".join(shares))
    ratios = [
        words["ratio"].format(
            owner=owner_name(each.owner, lang),
            ratio=_decimal(f"{each.wait_to_work:.1f}", lang),
        )
        for each in found.owners
        if each.wait_to_work is not None and each.wait_to_work >= 1
    ]
    return " ".join([said, *ratios])


def _join(found: Bottleneck, lang: str) -> list[str]:
    join = next((each for each in found.path.joins if _is_release(each)), None)
    if join is None:
        return []
    mark, count = max(join.last.items(), key=lambda one: one[1])
    return [
        _SAID[lang]["join"].format(
            what=awaited_name(mark, lang), count=count, total=sum(join.last.values())
        )
    ]


def _is_release(join: Join) -> bool:
    return join.mark in (Point.CUSTOMS_RELEASED, Point.EXPORT_RELEASED)


def _worth_naming(found: Bottleneck) -> tuple[Queue, ...]:
    return tuple(each for each in found.busiest if each.served >= _ENOUGH)[:1]


def _desk(queue: Queue, lang: str) -> str:
    participant, _, desk = queue.desk.partition("/")
    return _SAID[lang]["desk"].format(
        desk=desk_name(desk, lang) or agency_name(desk, lang),
        country=_country(site_of(participant).upper(), lang),
        officers=queue.officers,
        busy=per_cent(queue.utilisation, lang),
        waiting=_decimal(f"{queue.waiting:.1f}", lang),
        longest=queue.longest,
        little=per_cent(abs(queue.little), lang),
    )


def _country(alpha2: str, lang: str) -> str:
    names = {
        one.alpha2: one.name_es if lang == "es" else one.name for one in every_member()
    }
    return names.get(alpha2, alpha2)


def _decimal(number: str, lang: str) -> str:
    return number.replace(".", ",") if lang == "es" else number
