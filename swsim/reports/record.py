"""The report of a run as one JSON document, for programs that read it."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from swsim.reports.contents import Contents
from swsim.reports.debrief import Debrief, Remark
from swsim.reports.outcome import LegCount
from swsim.reports.study import StudyOfRun
from swsim.reports.summary import Group, by_member, by_region
from swsim.trs import output
from swsim.trs.words import paragraph

FORMAT = 1  # raised when a key changes its meaning


def as_json(told: Contents) -> str:
    """Return the report as JSON text; times are seconds of the run."""
    return json.dumps(record(told), indent=2, ensure_ascii=False) + "\n"


def record(told: Contents) -> dict[str, Any]:
    """Return the report as a record."""
    run, header = told.run, told.header
    return {
        "format": FORMAT,
        "run": {
            name: header.get(name)
            for name in ("run_id", "scenario", "seed", "start", "version", "digest")
        },
        "title": told.title,
        "language": told.say.lang,
        "verdict": told.verdict,
        "expectations": [_expectation(each) for each in told.expectations],
        "messages": run.messages,
        "messages_by_document": run.messages_by_document,
        "flows": [
            {"from": one, "to": other, "messages": number}
            for (one, other), number in run.flows.items()
        ],
        "transport": asdict(told.tally),
        "declarations": asdict(run.total),
        "by_region": [_group(each) for each in by_region(run)],
        "by_member": [_group(each) for each in by_member(run)],
        "rules": [asdict(each) for each in told.faults],
        "injects": [
            {"id": each.id, "second": each.second, "sites": list(each.sites)}
            for each in told.injects
        ],
        "alerts": asdict(told.alerts),
        "study": _study(told.study, told.say.lang),
        "case": None if told.case is None else told.case.id,
        "debrief": _debrief(told.debrief),
    }


def _expectation(each: Any) -> dict[str, str]:
    names = ("id", "text", "observed", "verdict", "objective")
    return {name: getattr(each, name) for name in names}


def _group(group: Group) -> dict[str, Any]:
    counts: LegCount = group.counts
    return {"name": group.name, "leg": group.leg, **asdict(counts)}


def _study(found: StudyOfRun, lang: str) -> dict[str, Any]:
    return {
        "declarations": found.declarations,
        "imports": found.imports,
        "incomplete": found.incomplete,
        "spans": [output.record(row, (), lang) for row in found.spans],
        "cuts": {
            name: [output.record(row, (name,), lang) for row in rows]
            for name, rows in found.cuts.items()
        },
        "aeo_by_pre_arrival": [
            output.record(row, ("aeo", "pre_arrival"), lang)
            for row in found.trusted_ahead
        ],
        "histogram": asdict(found.histogram),
        "backlog": output.backlog_record(found.backlog),
        "bottleneck": output.bottleneck_record(found.bottleneck, lang),
        "finding": paragraph(found.bottleneck, lang),
        "queues": [output.queue_record(each) for each in found.bottleneck.busiest],
        "outliers": [output.outlier_record(each) for each in found.outliers],
        "classes": [output.cast_record(each) for each in found.casts],
        "calibration": [output.fit_record(each) for each in found.fits],
    }


def _debrief(said: Debrief) -> dict[str, Any]:
    return {
        "objectives": [
            {
                "id": each.id,
                "text": each.text,
                "references": list(each.references),
                "expectations": [one.id for one in each.expectations],
            }
            for each in said.aims
        ],
        "observed": _remarks(said.observed),
        "strengths": _remarks(said.strengths),
        "improve": _remarks(said.improve),
        "actions": _remarks(said.actions),
        "questions": list(said.questions),
    }


def _remarks(found: Sequence[Remark]) -> list[dict[str, Any]]:
    return [
        {"text": each.text, "messages": list(each.messages), "command": each.command}
        for each in found
    ]
