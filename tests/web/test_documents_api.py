"""Documents over the API: what the commands say, and what only the trainer is told."""

import json
from pathlib import Path
from typing import Any

from checkout import ROOT
from cli.command import swsim
from swsim.material.generate import generate, kinds
from swsim.material.operators import LAYERS
from swsim.validation.engine import Validator
from swsim.web.wording import languages, texts
from web.serving import Served, served

DOCUMENTS = "/api/v1/documents"
SAMPLES = ROOT / "schemas/samples/declaration"
WRONG_CONTAINER = SAMPLES / "bad-r15-container-check-digit.xml"
RISK = SAMPLES / "bad-r12-unit-value.xml"


def a_document() -> bytes:
    return next(generate("import", 1, 1)).data


async def posted(it: Served, what: str, content: bytes, **query: Any) -> Any:
    """Return what is answered about a document."""
    answer = await it.http.post(f"{DOCUMENTS}/{what}", content=content, params=query)
    return answer.json()


# --- validate -----------------------------------------------------------------------


async def test_report_is_the_one_of_the_command(tmp_path: Path) -> None:
    file = tmp_path / "document.xml"
    file.write_bytes(a_document().replace(b"<GrossMass", b"<GrossMess", 1))
    said = swsim("validate", file.name, "--json", "--lang", "es", cwd=tmp_path)
    async with served(tmp_path / "run") as it:
        shown = await posted(it, "validate", file.read_bytes(), lang="es")
    lines = shown.pop("lines")
    besides = {shown.pop(key) and key for key in ("beside", "rules", "expectation")}

    assert shown == json.loads(said.out)
    assert shown["documents"][0]["findings"]
    assert lines == file.read_text(encoding="utf-8").split("\n")
    assert besides == {"beside", "rules", "expectation"}


async def test_strict_is_said_in_the_report(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        met = [
            (await posted(it, "validate", a_document(), strict=strict))["met"]
            for strict in ("false", "true")
        ]

    assert met == [True, False]  # nobody is there to answer references


async def test_finding_has_its_characters_and_named_path(tmp_path: Path) -> None:
    data = WRONG_CONTAINER.read_bytes()
    async with served(tmp_path) as it:
        shown = await posted(it, "validate", data, lines="false")
    (finding,), (beside,) = shown["documents"][0]["findings"], shown["beside"]
    place, path = beside["place"], beside["path"]
    line = data.decode().split("\n")[place["line"] - 1]

    assert shown["lines"] is None
    assert line[place["start"] :][: place["length"]] == finding["value"]
    assert [(each["name"], each["id"]) for each in path] == [
        ("Declaration", "42A"),
        ("GoodsShipment", "67A"),
        ("Consignment", "28A"),
        ("TransportEquipment", "31B"),
        ("ID", "159"),
    ]
    assert path[3]["number"] == 1
    assert "container" in shown["rules"]["R15"].lower()


async def test_risk_is_told_to_the_trainer_alone(tmp_path: Path) -> None:
    data = RISK.read_bytes()
    async with served(tmp_path) as it:
        anybody = await posted(it, "validate", data)
        await it.become_trainer()
        trainer = await posted(it, "validate", data)

    assert "R12" not in json.dumps({**anybody, "lines": None})
    assert anybody["summary"]["risks"] == 0
    assert trainer["summary"]["risks"] == 1
    assert [each["rule"] for each in trainer["documents"][0]["findings"]] == ["R12"]
    assert len(trainer["beside"]) == 1


async def test_expectation_is_met_by_the_command(tmp_path: Path) -> None:
    """Of who sees all findings it names them all, of others only some."""
    async with served(tmp_path / "run") as it:
        for role, key in (("anybody", "includes"), ("trainer", "findings")):
            if role == "trainer":
                await it.become_trainer()
            for sample in (WRONG_CONTAINER, RISK):
                data = sample.read_bytes()
                told = (await posted(it, "validate", data))["expectation"]
                assert key in told
                name = tmp_path / role / sample.name
                name.parent.mkdir(exist_ok=True)
                name.write_bytes(data)
                name.with_suffix(".expect.json").write_text(json.dumps(told))
    said = swsim(
        "validate", tmp_path / "anybody", tmp_path / "trainer", "--expect-beside"
    )

    assert said.code == 0
    assert "4 documents, 4 as expected" in said.out


def test_every_layer_and_kind_has_words() -> None:
    layers = Validator().validate(a_document()).layers
    wanted = {
        *(f"playground.layer.{each.name}" for each in layers),
        *(f"playground.asks.{each.name}" for each in layers),
        *(f"playground.kind.{each}" for each in kinds()),
    }
    for lang in languages():
        assert wanted <= set(texts(lang))


# --- response -----------------------------------------------------------------------


async def test_response_is_the_one_of_the_command(tmp_path: Path) -> None:
    said = swsim("validate", WRONG_CONTAINER, "--format", "wco", "--lang", "es").out
    async with served(tmp_path) as it:
        answer = await it.http.post(
            f"{DOCUMENTS}/response?lang=es", content=WRONG_CONTAINER.read_bytes()
        )

    assert answer.headers["content-type"] == "application/xml"
    assert answer.text == said


# --- generate and mutate ------------------------------------------------------------


async def test_kinds_have_names_in_the_language(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        known = (await it.http.get(f"{DOCUMENTS}/kinds?lang=es")).json()

    assert known["names"]["import"] == "Declaración de importación"
    assert set(known["names"]) == set(known["kinds"])
    assert known["layers"] == list(LAYERS)


async def test_generated_document_is_the_one_of_the_command(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        order = {"kind": "transit", "seed": 9, "count": 2}
        made = (await it.http.post(f"{DOCUMENTS}/generate", json=order)).json()
        unknown = await it.http.post(
            f"{DOCUMENTS}/generate?lang=es", json={"kind": "trnsit"}
        )

    assert [each["xml"].encode() for each in made["documents"]] == [
        each.data for each in generate("transit", 2, 9)
    ]
    assert unknown.status_code == 422
    assert "No se puede crear ningún documento «trnsit»" in unknown.json()["detail"]


async def test_mutant_raises_the_finding_that_is_announced(tmp_path: Path) -> None:
    operators = set()
    async with served(tmp_path) as it:
        for seed in range(12):
            mutant = await posted(it, "mutate", a_document(), seed=seed)
            result = Validator().validate(mutant["xml"].encode())
            found = {(each.rule, each.layer) for each in result.findings}
            assert (mutant["rule"], mutant["layer"]) in found
            assert result.verdict == mutant["verdict"]
            assert mutant["told"]
            operators.add(mutant["operator"])

    assert len(operators) > 8


async def test_mutant_is_of_the_layer_that_is_asked_for(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        broken = [
            await posted(it, "mutate", a_document(), seed=seed, only="codelists")
            for seed in range(3)
        ]

    assert {each["layer"] for each in broken} == {"codelists"}
    named = {"rule": broken[0]["rule"], "layer": "codelists"}
    assert broken[0]["expectation"] == {"verdict": "invalid", "includes": [named]}


async def test_what_cannot_be_broken_is_said_in_the_language(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        said = [
            (await posted(it, "mutate", content, lang="es", **query))["detail"]
            for content, query in (
                (b"<x/>", {}),
                (b" ", {}),
                (a_document(), {"only": "quux"}),
                (a_document(), {"only": "R22"}),  # it goes by road
            )
        ]

    assert said[0].startswith("Solo se puede estropear un documento válido.")
    assert said[1].startswith("No hay ningún documento")
    assert "«quux»" in said[2]
    assert said[3].startswith("No hay nada en este documento")


# --- form ---------------------------------------------------------------------------


async def test_form_has_every_element_with_its_place(tmp_path: Path) -> None:
    data = WRONG_CONTAINER.read_bytes()
    lines = data.decode().split("\n")
    async with served(tmp_path) as it:
        form = await posted(it, "form", data)
    fields = [form["root"]]
    for each in fields:
        fields += each["fields"]

    assert form["why"] is None
    assert len(fields) > 100
    for each in fields:
        tag = lines[each["line"] - 1][each["column"] - 1 :]
        assert tag.startswith("<")
        assert tag[1:].partition(":")[2].startswith(each["name"]) or tag[1:].startswith(
            each["name"]
        )
    (container,) = [each for each in fields if each["text"] == "SWSU0000010"][:1]
    assert (container["name"], container["id"]) == ("ID", "159")
    assert container["told"].startswith("Container number")


async def test_form_of_no_xml_says_why(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        form = await posted(it, "form", b"<a>", lang="es")

    assert form["root"] is None
    assert form["why"].startswith("El documento termina antes de tiempo")


async def test_document_of_unknown_type_has_a_form_with_names(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        form = await posted(it, "form", "<a><b>ñ</b><b x='1'/></a>".encode())

    assert [each["name"] for each in form["root"]["fields"]] == ["b", "b"]
    assert form["root"]["fields"][1]["attributes"] == {"x": "1"}
    assert form["root"]["id"] is None


async def test_too_large_a_document_is_refused(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        answer = await it.http.post(f"{DOCUMENTS}/form", content=b"x" * 4_000_001)

    assert answer.status_code == 413
