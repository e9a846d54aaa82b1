"""`swsim scenario`: what there is, whether a file is in order, what it deals out."""

import json
from pathlib import Path

from cli.command import Here
from swsim.artefacts import artefact_dir

SHIPPED = sorted(
    path.parent.name for path in artefact_dir("scenarios").glob("*/*.yaml")
)


def test_list_names_every_shipped_scenario(here: Here) -> None:
    said = here("scenario", "list")
    names = [line.split()[0] for line in said.out.splitlines()[1:]]
    assert (said.code, said.err) == (0, "")
    assert sorted(names) == SHIPPED


def test_list_cuts_nothing_off(here: Here) -> None:
    said = here("scenario", "list", "--lang", "es")
    assert said.out.split()[:2] == ["nombre", "título"]
    assert "Confianza a través del océano" in said.out
    assert "…" not in said.out


def test_list_as_json_is_an_array(here: Here) -> None:
    rows = json.loads(here("scenario", "list", "--json", "--lang", "es").out)
    titles = {row["name"]: row["title"] for row in rows}
    assert sorted(titles) == SHIPPED
    assert titles["first-contact"] == "Primer contacto"


def test_check_says_in_order(here: Here) -> None:
    for name in SHIPPED:
        said = here("scenario", "check", name)
        assert (said.code, said.err) == (0, "")
        assert said.out.endswith(": in order\n")


def test_check_reports_every_fault_with_its_line(tmp_path: Path, here: Here) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("schema_version: 1\ntitel: {en: a, es: b}\nseed: many\n")
    said = here("scenario", "check", path)
    assert (said.code, said.out) == (2, "")
    assert f"{path}:2" in said.err
    assert f"{path}:3" in said.err
    assert len(said.err.splitlines()) >= 4  # title, summary, cast, lanes are missing


def test_show_tells_cast_objectives_and_shipments(here: Here) -> None:
    said = here("scenario", "show", "two-regions", "--shipments", "30", "--seed", "1")
    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert lines[0] == "Two regions"
    assert "Seed 1, shipments: 30" in lines
    assert lines[-1] == "  ... 10 more"


def test_show_tells_the_way_that_a_route_takes(here: Here) -> None:
    said = here("scenario", "show", "through-the-isthmus")

    assert "  land-bridge, 24 d 12 h\n" in said.out


def test_show_in_spanish(here: Here) -> None:
    said = here("scenario", "show", "first-contact", "--lang", "es")
    assert said.out.startswith("Primer contacto\n")
    assert "\nAdministraciones (2): JP, PA\nSemilla 7, envíos: 1\n" in said.out


def test_unknown_scenario_names_the_nearest(here: Here) -> None:
    for command in ("check", "show"):
        said = here("scenario", command, "two-region")
        assert (said.code, said.out) == (2, "")
        assert "did you mean 'two-regions'?" in said.err
