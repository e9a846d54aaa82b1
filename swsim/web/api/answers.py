"""What is said of documents, as the API answers it. May take long: not in the loop."""

from collections.abc import Sequence
from typing import Any

from swsim.validation import form
from swsim.validation.pointers import Step
from swsim.validation.result import Finding
from swsim.validation.snippets import Mark
from swsim.validation.writers.json import record_of
from swsim.web.api.document_models import (
    Beside,
    Form,
    FormField,
    Mutant,
    PathStep,
    Place,
    Validated,
)
from swsim.web.desk import Judged, Mutation


def validated(judged: Judged, lang: str, *, officer: bool, lines: bool) -> Validated:
    """Return what was found in a document."""
    pairs = zip(judged.marks, judged.paths, strict=True)
    return Validated(
        **dict(record_of(judged.report, lang)),
        lines=judged.lines if lines else None,
        beside=[
            Beside(place=_place(mark), path=[_step(each, lang) for each in path])
            for mark, path in pairs
        ],
        rules={
            rule: _in(said, lang) or "" for rule, said in judged.report.rules.items()
        },
        expectation=_expectation(judged, officer=officer),
    )


def _expectation(judged: Judged, *, officer: bool) -> dict[str, Any]:
    """Return verdict and findings. Who does not see all of them can only name some."""
    result = judged.report.documents[0].result
    named = [
        {"rule": each.rule, "layer": each.layer, "line": each.line}
        if each.line
        else {"rule": each.rule, "layer": each.layer}
        for each in result.findings
    ]
    return {"verdict": result.verdict, "findings" if officer else "includes": named}


def _place(mark: Mark | None) -> Place | None:
    if mark is None:
        return None
    return Place(line=mark.line, start=mark.start, length=mark.length)


def _step(step: Step, lang: str) -> PathStep:
    return PathStep(
        name=step.name, id=step.id, number=step.number, told=_in(step.told, lang)
    )


def mutant(mutation: Mutation, lang: str) -> Mutant:
    """Return what was broken, and what must be found."""
    broken = mutation.broken
    return Mutant(
        name=broken.name,
        xml=broken.mutant.data.decode(),
        operator=broken.operator.name,
        rule=broken.mutant.rule,
        layer=broken.operator.layer,
        verdict=broken.mutant.verdict,
        told=_in(mutation.told, lang) or "",
        expectation=broken.told,
    )


def form_answer(made: form.Field | Finding, lang: str) -> Form:
    """Return a form, or the finding that says why there is none."""
    if isinstance(made, Finding):
        return Form(root=None, why=made.message(lang))
    return Form(root=_field(made, lang), why=None)


def _field(made: form.Field, lang: str) -> FormField:
    return FormField(
        name=made.name,
        id=made.id,
        number=made.number,
        told=_in(made.told, lang),
        line=made.line,
        column=made.column,
        attributes=dict(made.attributes),
        text=made.text,
        fields=[_field(each, lang) for each in made.fields],
    )


def _in(said: Sequence[tuple[str, str]], lang: str) -> str | None:
    """Return a text in a language, else in English."""
    texts = dict(said)
    return texts.get(lang) or texts.get("en")
