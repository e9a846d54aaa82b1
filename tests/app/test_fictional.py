"""A run with a fictional cast: as expected, and nobody real in its documents."""

import re
from contextlib import closing
from pathlib import Path

import pytest

from app.playing import Played, played
from app.test_workers import shared
from swsim.app.expectations import PASS
from swsim.app.reporting import contents_of
from swsim.app.run import run_async
from swsim.app.verify import verify
from swsim.ledger.store import Ledger
from swsim.reports.html import render
from swsim.scenario import load_scenario
from swsim.scenario.load import shipped_names
from swsim.validation.engine import Validator
from swsim.validation.package import shipped

QUICK = ("first-contact", "the-missing-signature", "through-the-isthmus")
SLOW = tuple(name for name in shipped_names() if name not in QUICK)
_MOST = 60


def fictional(name: str, folder: Path) -> Played:
    total = sum(lane.total for lane in load_scenario(name).scenario.lanes)
    fewer = _MOST if total > 4 * _MOST else None
    return run_async(played(name, folder, fictional=True, shipments=fewer))


def documents(run: Played) -> list[bytes]:
    with closing(Ledger.open(run.folder / "ledger.db")) as ledger:
        return [
            stored.xml
            for listed in ledger.listed(0, 10**6)
            if (stored := ledger.message(listed.id)) is not None
        ]


def real_names(name: str) -> re.Pattern[bytes]:
    """Return what finds a member of the scenario's own cast in a document."""
    casting = load_scenario(name, fictional=True).casting
    assert casting is not None
    codes = "|".join(casting.players)
    # As a code, in a place, at the head of a reference or a company's number.
    return re.compile(
        rf"[>/ (](?:{codes})[<)]|>(?:{codes})[A-Z0-9]{{3}}<|>\d{{2}}(?:{codes})|"
        rf">(?:{codes})X\d{{7}}<".encode()
    )


@pytest.mark.parametrize(
    "name", [*QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW)]
)
def test_scenario_plays_as_expected_and_names_nobody(name: str, tmp_path: Path) -> None:
    run = fictional(name, tmp_path / "run")

    missed = [each for each in run.summary.expectations if not each.met]
    assert (run.summary.verdict, missed) == (PASS, [])
    names = real_names(name)
    assert [found for xml in documents(run) for found in names.findall(xml)] == []


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """First contact between Sorendai and Tormelina; its folder is for reading only."""
    return fictional("first-contact", tmp_path_factory.mktemp("fictional") / "run")


def test_same_fictional_run_has_the_same_digest(run: Played, tmp_path: Path) -> None:
    again = fictional("first-contact", tmp_path / "again")

    assert again.summary.digest == run.summary.digest
    assert again.raw() == run.raw()


@pytest.mark.parametrize("full", [False, True])
async def test_fictional_run_is_verified_from_its_folder(
    full: bool, run: Played
) -> None:
    found = await verify(run.folder, full=full)

    assert (found.difference, found.digest) == (None, run.summary.digest)


@pytest.mark.slow
def test_workers_do_not_change_a_fictional_run(run: Played, tmp_path: Path) -> None:
    both = shared("first-contact", tmp_path / "run", 2, fictional=True)

    assert both.export() == run.export()


def test_fictional_documents_are_valid_only_where_that_is_said(run: Played) -> None:
    declaration = next(xml for xml in documents(run) if b":DEC:1" in xml)

    said = Validator().validate(declaration)
    taken = Validator(shipped(fictional=True)).validate(declaration)

    assert said.verdict == "invalid"
    assert {each.rule for each in said.findings} == {"CL-countries"}
    assert "--cast fictional" in said.findings[0].message("en")
    assert "--cast fictional" in said.findings[0].message("es")
    assert taken.findings == ()
    assert taken.verdict == "valid-partial"  # nobody was there to ask


@pytest.mark.parametrize("lang", ["en", "es"])
def test_report_of_a_fictional_run_names_and_draws_nobody_real(
    lang: str, run: Played
) -> None:
    page = render(contents_of(run.folder, lang))

    assert "Sorendai" in page
    assert "Tormelina" in page
    assert 'class="grid"' in page
    assert 'class="land"' not in page
    assert (
        re.findall(r"\b(Japan|Japón|Panama|Panamá|JP[A-Z]{3}|PA[A-Z]{3})\b", page) == []
    )
