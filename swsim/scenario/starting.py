"""A scenario to start from: small, valid, with a comment at every section."""

from pathlib import Path

from swsim.errors import UsageError
from swsim.scenario.load import FILE_NAME, load_scenario

_SCENARIO = """\
# What happens in this scenario, and what should come of it. Check it with:
#   swsim scenario check {name}
schema_version: 1
title:
  en: {title}
  es: {title}
summary:
  en: What the class sees first, in two or three sentences.
  es: Lo que la clase ve primero, en dos o tres frases.

# What a learner takes away. Areas: IE information exchange, TF trade facilitation,
# TS trade security, PS protection of society.
objectives:
  - id: TF-1
    area: TF
    en: Say what a learner can do afterwards.
    es: Diga qué sabrá hacer quien aprende.
    references: [RKC 3.25]

# The same seed plays the same run, on every machine.
seed: 1
start: 2026-04-06T00:00Z

# ISO 3166-1 alpha-2 codes of members of the two regions.
cast:
  members: [JP, PA]

# Streams of shipments. Goods are HS 2022 subheadings, in quotes. Instead of transit, a
# lane by sea may have a route: auto, or by the panama-canal.
lanes:
  - id: machinery
    from: JP
    to: PA
    goods: ["8429.52"]
    mode: sea
    shipments: 4
    within: 1d
    transit: 18d

# What goes wrong on purpose: at a time, or when something has happened.
injects:
  - id: I1
    kind: link-down
    between: [jp, pa]
    at: 3d
    for: 6h
    objective: TF-1
    note:
      en: The line between Japan and Panama is cut. Ask what each of them knows.
      es: Se corta la línea entre Japón y Panamá. Pregunte qué sabe cada uno.

# What should come of it; swsim scenario prove shows that each can fail.
expectations:
  - {{id: E1, kind: lost, never: true, objective: TF-1}}
  - {{id: E2, kind: released, leg: import, share_per_mille: 1000, objective: TF-1}}
  - {{id: E3, kind: duration, from: X1, to: X3, measure: median, at_most: 2d}}

# Questions for afterwards.
debrief:
  - en: What surprised you?
    es: ¿Qué le sorprendió?
"""


def start(folder: Path) -> Path:
    """Write a scenario to start from into a new folder; return the file.

    Raises UsageError where there is something already, or where it cannot be written.
    """
    file = folder / FILE_NAME
    if file.exists():
        raise UsageError(f"{file} is there already; choose another name.")
    name = folder.name
    title = name.replace("-", " ").replace("_", " ").capitalize()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(_SCENARIO.format(name=folder, title=title), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}.") from error
    load_scenario(file)
    return file
