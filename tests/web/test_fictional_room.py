"""A room with a fictional cast: invented names, and no coast of any real country."""

from pathlib import Path

import pytest

from swsim.domain.members import fictional_members
from swsim.reports.pictures.geography import HEIGHT, WIDTH, places
from web.serving import served


@pytest.mark.parametrize(
    ("lang", "sign"),
    [("en", "Fictional administrations"), ("es", "Administraciones ficticias")],
)
async def test_map_of_a_fictional_cast_is_an_empty_chart(
    lang: str, sign: str, tmp_path: Path
) -> None:
    async with served(tmp_path, fictional=True) as it:
        page = (await it.http.get(f"/{lang}/projector")).text
        run = (await it.http.get("/api/v1/run")).json()["run"]

    assert f'<p class="fictional">{sign}</p>' in page
    assert 'class="grid"' in page
    assert "map.svg" not in page
    assert run["fictional"] is True
    assert [site["name"][lang] for site in run["sites"]] == ["Sorendai", "Tormelina"]
    assert "Japan" not in page


async def test_map_of_real_administrations_has_its_coasts(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        page = (await it.http.get("/en/projector")).text
        run = (await it.http.get("/api/v1/run")).json()["run"]

    assert "map.svg#land" in page
    assert 'class="fictional"' not in page
    assert run["fictional"] is False


def test_fictional_members_lie_apart_on_the_map() -> None:
    here = [places()[one.alpha2] for one in fictional_members()]

    assert all(0 < place.x < WIDTH and 0 < place.y < HEIGHT for place in here)
    assert all(
        abs(one.x - other.x) > 30 or abs(one.y - other.y) > 20
        for at, one in enumerate(here)
        for other in here[at + 1 :]
    )
