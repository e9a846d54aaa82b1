"""Scenario files: shipped ones are valid, wrong ones are refused with every line."""

import hashlib
from pathlib import Path

import pytest

from swsim.errors import FileProblem, ProblemsFound, UsageError
from swsim.scenario import load_scenario, shipped
from swsim.scenario.load import shipped_names

GOOD = """\
schema_version: 1
title: {en: Small, es: Pequeño}
summary: {en: Two members, es: Dos miembros}
objectives: [{id: IE-1, area: IE, en: Read, es: Leer}]
seed: 7
cast: {members: [JP, PA, NP], profiles: {PA: middle}}
lanes:
  - {id: machinery, from: JP, to: PA, goods: ["8429.52"], mode: sea, shipments: 3,
     transit: 18d}
injects:
  - {id: I1, at: 2h, kind: duplicate-message, from: jp-sw, to: pa-sw, objective: IE-1}
  - {id: I2, at: 5d, for: 6h, kind: link-down, between: [pa, jp-sw]}
expectations:
  - {id: E1, kind: released, leg: import, at_least: 1, objective: IE-1}
"""

GIVEN = "guarantees: [{id: G, member: PA, access_code: K7Q2, amount: 900000}]"

TEN_FAULTS = """\
schema_version: 1
title: {en: Ten faults}
summary: {en: Wrong, es: Mal}
objectives:
  - {id: IE-1, area: XX, en: Read, es: Leer}
seed: seven
start: 2026-04-06T00:00
cast: {members: [JP, PA, NO]}
lanes:
  - id: machinery
    from: JP
    to: PE
    goods: ["8429.53"]
    mode: ship
    shipmnets: 3
    shipments: 3
    transit: 18 days
seed: 8
injects:
  - {id: I1, at: 2h, kind: duplicate-mesage, from: jp-sw, to: pa-sw}
expectations:
  - {id: E1, kind: lost, exactly: 0, objective: IE-2}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def moved(offices: str, more: str = "voyage: 9d") -> str:
    """Return the transit of a lane whose goods go by rail from office to office."""
    plan = f"offices: [{offices}], mode: rail, stretch: 10h, limit: 24h, guarantee: G"
    return f"transit: 18d, movement: {{{plan}, {more}}}"


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        load_scenario(written(folder, text))
    return [f"{p.line} {p.where}: {p.message}" for p in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_scenario_is_valid_and_explained(name: str) -> None:
    loaded = load_scenario(name)

    assert loaded.name == name
    assert loaded.scenario.expectations
    assert (loaded.path.parent / "README.md").is_file()


def test_all_faults_of_a_file_are_reported_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, TEN_FAULTS)

    expected = [
        "2 title.es: is missing",
        "5 objectives.0.area: 'XX' is not allowed; Allowed: IE, TF, TS, PS",
        "6 seed: must be a whole number, is 'seven'",
        "7 start: '2026-04-06T00:00' is not an instant; write date, time and zone",
        "8 cast.members.2: No member 'NO'",
        "13 lanes.0.goods.0: No goods '842953': did you mean '842952'",
        "14 lanes.0.mode: 'ship' is not allowed; Allowed: sea, rail, road, air",
        "15 lanes.0.shipmnets: unknown key 'shipmnets', did you mean 'shipments'?",
        "17 lanes.0.transit: '18 days' is not a duration; write 90s, 30m, 4h",
        "18 seed: 'seed' is given twice, first on line 6; keep one",
        "20 injects.0.kind: 'duplicate-mesage' is not allowed, did you mean"
        " 'duplicate-message'?",
        "22 expectations.0.objective: there is no objective 'IE-2', did you mean"
        " 'IE-1'?",
    ]
    assert len(found) == len(expected)
    for fault, start in zip(found, expected, strict=True):
        assert fault.startswith(start)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("to: PA", "to: PE", "8 lanes.0.to: 'PE' is not in the cast (JP, NP, PA)"),
        ("from: JP", "from: [JP, PE]", "8 lanes.0.from.1: 'PE' is not in the cast"),
        ("{PA: middle}", "{PE: slow}", "6 cast.profiles.PE: 'PE' is not in the cast"),
        ("{PA: middle}", "{PA: midle}", "6 cast.profiles.PA: There is no profile"),
        ("jp-sw, to", "pe-sw, to", "11 injects.0.from: 'PE' is not in the cast"),
        ("[pa, jp-sw]", "[pa, pe]", "12 injects.1.between.1: 'PE' is not in the cast"),
        ("[pa, jp-sw]", "[pa, pa]", "12 injects.1.between: names 'pa' twice"),
        (
            "[pa, jp-sw]}",
            "[pa, jp-sw]}\n  - {id: I3, at: 1d, kind: alert, office: rilo-ap,"
            " heading: '08'}",
            "13 injects.2.office: 'rilo-ap' takes no part; add",
        ),
        (
            "[pa, jp-sw]",
            "[pa, cen]",
            "12 injects.1.between.1: 'cen' takes no part; add",
        ),
        ("{PA: middle}", "{PA: middle}, regional: [rylo]", "6 cast.regional.0: 'rylo'"),
        ("{PA: middle}", "{PA: middle}, rilo: {PA: rilo-car}", "6 cast.rilo: names in"),
        ("[pa, jp-sw]", "[PA, jp]", "12 injects.1.between.0: 'PA' is not a site; wr"),
        ("jp-sw, to", "jp-port, to", "11 injects.0.from: 'jp-port' is not a partici"),
        ("to: pa-sw", "to: jp-sw", "11 injects.0: goes from 'jp-sw' to itself"),
        ("id: I2", "id: I1", "12 injects.1.id: the id 'I1' is given twice, first on"),
        ("mode: sea", "mode: road", "8 lanes.0.mode: 'road' cannot cross the Pacific"),
        ("from: JP", "from: NP", "8 lanes.0.from: NP (Nepal) has no coast; use road"),
        ("from: JP", "from: PA", "8 lanes.0.to: PA cannot trade with itself"),
        ("from: JP", "from: {region: AMS, except: [PA]}", "8 lanes.0.from: stands for"),
        ("[JP, PA, NP]", "[JP]", "6 cast.members: needs at least 2 entries, has 1"),
        (
            "shipments: 3",
            "shipments: 3, rate: {count: 1, every: 1d, for: 2d}",
            "8 lanes.0: needs either shipments or rate, and not both",
        ),
        (
            "transit: 18d",
            "transit: {from: 18d, to: 17d}",
            "9 lanes.0.transit: 'to' is shorter than 'from'",
        ),
        (
            "mode: sea",
            "mode: air, wrong: {per_mille: 9, mistakes: [container-flag]}",
            "8 lanes.0.wrong.mistakes.0: 'container-flag' needs containers",
        ),
        (
            "mode: sea",
            "mode: sea, wrong: {per_mille: 9, mistakes: [duty-amount], leg: export}",
            "8 lanes.0.wrong.mistakes.0: 'duty-amount' can be made in the import",
        ),
        (
            "transit: 18d",
            "transit: 18d, transhipment: {port: PAXXX, voyage: 9d}",
            "9 lanes.0.transhipment.port: 'PAXXX' is not a seaport of a member; kno",
        ),
        (
            "transit: 18d",
            "transit: 18d, transhipment: {port: PAMIT, voyage: 9d}",
            "9 lanes.0.transhipment.port: PAMIT lies in PA, where goods go 'to'",
        ),
        (
            "transit: 18d",
            "transit: 18d, transhipment: {port: MXVER, voyage: 9d}",
            "9 lanes.0.transhipment.port: MXVER lies in MX, which takes no part",
        ),
        (
            "transit: 18d",
            "transit: 18d, transhipment: {port: MXVER, voyage: 16d}",
            "8 lanes.0: transit is over before the goods leave the port",
        ),
        (
            "mode: sea, shipments: 3,",
            "mode: air, shipments: 3, transhipment: {port: MXVER, voyage: 9d},",
            "8 lanes.0: changes ships, and goes by air; use mode: sea",
        ),
        (
            "transit: 18d",
            "transit: 18d, transhipment: {port: MXVER, voyage: 9d,"
            " mishaps: {origin-relabelled: 1}}",
            "9 lanes.0.transhipment: 'origin-relabelled' happens in a free zone",
        ),
        (
            "transit: 18d",
            "transit: 18d, cargo: {}, transhipment: {port: MXVER, voyage: 9d}",
            "8 lanes.0: has transhipment and cargo; leave one of them out",
        ),
        ("transit: 18d", "", "8 lanes.0: needs either transit or route, and not both"),
        (
            "transit: 18d",
            "transit: 18d, route: auto",
            "8 lanes.0: needs either transit or route, and not both",
        ),
        (
            "mode: sea, shipments: 3,\n     transit: 18d",
            "mode: air, shipments: 3, route: auto",
            "8 lanes.0: has a route by sea, and goes by air; set transit",
        ),
        (
            "transit: 18d",
            "route: by-train",
            "9 lanes.0.route: 'by-train' is not allowed",
        ),
        (
            "transit: 18d",
            "route: auto, transhipment: {port: MXVER, voyage: 9d}",
            "8 lanes.0: transhipment needs voyage where the lane has transit, and none",
        ),
        (
            'from: JP, to: PA, goods: ["8429.52"], mode: sea',
            'from: JP, to: NP, goods: ["8429.52"], mode: road',
            "8 lanes.0.mode: no road leads from JP to NP; use sea or air",
        ),
        (
            "transit: 18d",
            moved("PABLB, PAMIT"),
            "9 lanes.0.movement.guarantee: there is no guarantee 'G'. Known: none",
        ),
        (
            "transit: 18d}",
            f"{moved('PABLB, CRLIO')}}}\n{GIVEN}",
            "9 lanes.0.movement.offices.1: CRLIO lies in CR, which takes no part; add",
        ),
        (
            "transit: 18d}",
            f"{moved('PABLB, JPTYO')}}}\n{GIVEN}",
            "9 lanes.0.movement.offices.1: no way over land leads from PA straight to",
        ),
        (
            "transit: 18d}",
            f"{moved('PABLB, PAMIT', 'voyage: 20d')}}}\n{GIVEN}",
            "9 lanes.0.movement.voyage: lasts 20 d, and the whole way 18 d; make it sh",
        ),
        ("at_least: 1,", "", "14 expectations.0: needs one of at_least, at_most, exac"),
        ("seed: 7", "seed: 7\nlinks: {local: 0s}", "6 links.local: must be at least 1"),
        ("seed: 7", "seed: 7\nlinks: [1s]", "6 links: must be a mapping of keys"),
        ("seed: 7", "seed: 7\npolicy: {confirm_release: no}", "6 policy.confirm_rel"),
        ("version: 1", "version: 2", "1 schema_version: is 2; this swsim reads sch"),
        ("id: machinery", "id: a b", "8 lanes.0.id: 'a b' cannot be an id"),
    ],
)
def test_one_fault_is_reported_once(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    found = faults(tmp_path, changed(old, new))

    assert len(found) == 1
    assert found[0].startswith(expected)


def test_way_that_no_ship_takes_is_refused_with_those_there_are(tmp_path: Path) -> None:
    text = changed("[JP, PA, NP]", "[JP, PA, NP, NZ]").replace("to: PA", "to: NZ")

    found = faults(tmp_path, text.replace("transit: 18d", "route: suez"))

    assert found == [
        "9 lanes.0.route: 'suez' is no way from JP to NZ; ways are auto, direct"
    ]


def test_good_scenario_is_read_with_its_digest(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)

    loaded = load_scenario(tmp_path)

    assert loaded.path == path
    assert loaded.raw.decode() == GOOD
    assert loaded.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert loaded.scenario.start.isoformat() == "2026-04-06T00:00:00+00:00"


def test_unknown_name_gives_the_nearest_and_all() -> None:
    with pytest.raises(
        UsageError, match=r"'first-contat', did you mean 'first-contact'"
    ):
        load_scenario("first-contat")


def test_missing_file_is_named() -> None:
    with pytest.raises(FileProblem, match=r"nowhere/scenario\.yaml"):
        load_scenario("nowhere/scenario.yaml")


def test_catalogue_has_the_smallest_first() -> None:
    found = [(one.name, one.members, one.shipments) for one in shipped()]

    assert found[0] == ("first-contact", 2, 1)
    assert ("two-regions", 64, 500) in found


def test_bytes_of_the_file_are_kept_as_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    loaded = load_scenario(file)

    assert loaded.raw == file.read_bytes()
    assert loaded.name == tmp_path.name
