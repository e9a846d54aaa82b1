"""`swsim validate`: exactly what is wrong, for any file that people may give it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.command import COMMAND, Here, environment, is_one_sentence, swsim
from swsim.artefacts import artefact_dir
from swsim.cli.validate import Format
from swsim.exchange.wallclock import process_seconds
from swsim.validation.writers import FORMATS as WRITERS
from unprivileged import as_nobody, public_folder

SAMPLES = artefact_dir("schemas") / "samples"
GOOD = SAMPLES / "declaration" / "good-import-929.xml"
BAD = SAMPLES / "declaration" / "bad-r15-container-check-digit.xml"
FORMATS = list(WRITERS)
ALL_AT_ONCE = [name for name, form in WRITERS.items() if not form.single]

_BOMB = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10)
)
HOSTILE = {
    "bomb.xml": f"<!DOCTYPE a [{_BOMB}]><a>&a9;</a>".encode(),
    "external.xml": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    ),
    "large.xml": b"<a>" + b"x" * 10_000_000 + b"</a>",
    "deep.xml": b"<a>" * 5_000 + b"</a>" * 5_000,
    "truncated.xml": b'<?xml version="1.0"?>\n<a>\n  <b>text</b>\n  <c',
    "paper.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "empty.xml": b"",
}
_SAYS = {
    "bomb.xml": "XML-doctype",
    "external.xml": "XML-doctype",
    "large.xml": "XML-size",
    "deep.xml": "XML-depth",
    "truncated.xml": "XML-truncated",
    "paper.pdf": "XML-not-xml",
    "empty.xml": "XML-empty",
}


@pytest.fixture
def hostile(tmp_path: Path) -> list[Path]:
    """The files that nobody should send, in a folder."""
    for name, content in HOSTILE.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in HOSTILE]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_has_one_clear_finding(
    name: str, hostile: list[Path], here: Here
) -> None:
    path = next(path for path in hostile if path.name == name)
    said = here("validate", path)
    first, *others, last = said.out.splitlines()
    assert said.code == 1
    assert first == f"{path}: invalid"
    assert [line.split()[2] for line in others if line[2] != " "] == [_SAYS[name]]
    assert last == "1 document: 1 invalid; 1 error"
    assert said.err == ""


def test_hostile_files_take_no_time(hostile: list[Path], here: Here) -> None:
    began = process_seconds()
    said = here("validate", *hostile)
    assert process_seconds() - began < 2
    assert said.code == 1
    number = len(HOSTILE)
    last = said.out.splitlines()[-1]
    assert last == f"{number} documents: {number} invalid; {number} errors"


def test_external_entity_is_not_read(hostile: list[Path], here: Here) -> None:
    said = here("validate", "--json", *hostile)
    assert "root:" not in said.out


def test_several_files_are_told_apart(hostile: list[Path], here: Here) -> None:
    said = here("validate", GOOD, hostile[-1])
    assert said.code == 1
    assert said.out.splitlines()[0].startswith(f"{GOOD}: valid")
    assert f"{hostile[-1]}: invalid" in said.out.splitlines()


def test_valid_file_is_said_to_be_valid(here: Here) -> None:
    said = here("validate", GOOD)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[1:] == ["1 document: 1 valid-partial"]


def test_strict_fails_where_a_layer_could_not_run(here: Here) -> None:
    plain, strict = here("validate", GOOD), here("validate", "--strict", GOOD)
    assert "valid-partial (not checked: references)" in plain.out
    assert strict.out == plain.out
    assert (plain.code, strict.code) == (0, 1)


def test_json_is_one_object(hostile: list[Path], here: Here) -> None:
    said = here("validate", "--json", GOOD, *hostile)
    documents = json.loads(said.out)["documents"]
    assert said.code == 1
    assert [each["verdict"] for each in documents[1:]] == ["invalid"] * len(HOSTILE)
    assert [len(each["findings"]) for each in documents[1:]] == [1] * len(HOSTILE)
    assert documents[0]["document"] == "declaration"


def test_findings_are_told_in_spanish(hostile: list[Path], here: Here) -> None:
    english, spanish = (
        here("validate", "--lang", lang, hostile[-1]).out for lang in ("en", "es")
    )
    assert english != spanish


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("missing.xml", "there is no such file"),
        (".", "there is no *.xml file in this folder"),
        ("*.xml", "no file matches"),
    ],
)
def test_file_that_cannot_be_read_is_a_sentence(
    name: str, why: str, tmp_path: Path, here: Here
) -> None:
    said = here("validate", tmp_path / name)
    assert said.code == 2
    assert said.out == ""
    assert is_one_sentence(said.err)
    assert why in said.err


# --- what is named --------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a good document above, and a bad one in a folder below."""
    (tmp_path / "deep er").mkdir()
    shutil.copy(GOOD, tmp_path / "a.xml")
    shutil.copy(BAD, tmp_path / "deep er" / "ñ.xml")
    (tmp_path / "deep er" / "notes.txt").write_text("no XML")
    return tmp_path


def names(said: str) -> list[str]:
    return [Path(each["file"]).name for each in json.loads(said)["documents"]]


def test_folder_is_read_to_the_bottom(folder: Path, here: Here) -> None:
    assert names(here("validate", "--json", folder).out) == ["a.xml", "ñ.xml"]


def test_glob_is_expanded_where_the_shell_has_not(folder: Path, here: Here) -> None:
    said = here("validate", "--json", folder / "**" / "*.xml", folder / "a.xml")

    assert names(said.out) == ["a.xml", "ñ.xml"]


def test_standard_input_is_a_document() -> None:
    done = subprocess.run(
        [*COMMAND, "validate", "--json", "-"],
        input=BAD.read_bytes(),
        capture_output=True,
        env=environment(),
        check=False,
    )
    (document,) = json.loads(done.stdout)["documents"]

    assert done.returncode == 1
    assert (document["file"], document["verdict"]) == ("-", "invalid")


@pytest.mark.parametrize("format", FORMATS)
def test_missing_file_does_not_hide_the_others(
    format: str, folder: Path, here: Here
) -> None:
    said = here("validate", "--format", format, folder / "a.xml", folder / "none.xml")

    assert said.code == 2
    assert is_one_sentence(said.err)
    assert "none.xml: there is no such file" in said.err
    assert said.out


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_what_may_not_be_read_is_a_sentence_each_beside_the_others(here: Here) -> None:
    with public_folder() as folder:
        shutil.copy(GOOD, folder / "a.xml")
        shutil.copy(GOOD, folder / "secret.xml")
        (folder / "secret.xml").chmod(0)
        (folder / "closed").mkdir(mode=0)
        with as_nobody():
            said = here("validate", "--json", folder)

    (document,) = json.loads(said.out)["documents"]
    assert said.code == 2
    assert Path(document["file"]).name == "a.xml"
    assert [line.endswith("may not be read") for line in said.err.splitlines()] == [
        True,
        True,
    ]


def test_file_without_end_is_read_to_the_limit_only(here: Here) -> None:
    began = process_seconds()
    said = here("validate", "--json", "/dev/zero")
    (document,) = json.loads(said.out)["documents"]

    assert process_seconds() - began < 5
    assert [each["rule"] for each in document["findings"]] == ["XML-size"]
    assert document["sha256"] is None


def test_file_name_that_is_no_text_is_shown_by_its_bytes(tmp_path: Path) -> None:
    name = os.path.join(os.fsencode(tmp_path), b"a\xff\nb.xml")
    shutil.copy(os.fsencode(BAD), name)
    for format in ALL_AT_ONCE:
        done = subprocess.run(
            [*COMMAND, "validate", "--format", format, tmp_path],
            capture_output=True,
            env=environment(),
            check=False,
        )

        assert (done.returncode, done.stderr) == (1, b""), format
        assert b"xff" in done.stdout.lower() or b"%FF" in done.stdout, format


# --- how it is written ----------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("path", "code"), [(GOOD, 0), (BAD, 1)])
def test_exit_code_does_not_depend_on_the_format(
    format: str, path: Path, code: int, here: Here
) -> None:
    assert here("validate", "--format", format, path).code == code


def test_formats_are_those_that_have_a_writer() -> None:
    assert [each.value for each in Format] == FORMATS


def test_output_goes_to_a_file(tmp_path: Path, here: Here) -> None:
    printed = here("validate", "--format", "sarif", BAD)
    said = here("validate", "--format", "sarif", "-o", tmp_path / "x.sarif", BAD)

    assert (said.code, said.out) == (1, "")
    assert said.err == f"{tmp_path / 'x.sarif'}: 1 document: 1 invalid; 1 error\n"
    assert (tmp_path / "x.sarif").read_text("utf-8") == printed.out


def test_format_for_one_document_makes_a_file_for_each(
    folder: Path, here: Here
) -> None:
    out = folder / "out"
    refused = here("validate", "--format", "wco", folder)
    here("validate", "--format", "wco", "-o", out, folder)
    made = sorted(str(each.relative_to(out)) for each in out.rglob("*.xml"))

    assert refused.code == 2
    assert "--output" in refused.err
    assert made == ["a.response.xml", "deep er/ñ.response.xml"]


def test_output_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, here: Here
) -> None:
    said = here("validate", "-o", tmp_path / "none" / "x", BAD)

    assert said.code == 3
    assert is_one_sentence(said.err)


def test_reader_that_leaves_is_told_nothing() -> None:
    with subprocess.Popen(
        [*COMMAND, "validate", "--json", SAMPLES / "response"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""


# --- several processes ----------------------------------------------------------------


def test_processes_make_no_difference() -> None:
    folder = SAMPLES / "response"
    one, two = (
        swsim("validate", "--json", "--jobs", jobs, folder, "none.xml")
        for jobs in (1, 2)
    )

    assert one.code == 2
    assert two == one


# --- expectations ---------------------------------------------------------------------


def test_every_sample_is_as_expected(here: Here) -> None:
    said = here("validate", SAMPLES, "--expect-beside", "--format", "json")
    report = json.loads(said.out)
    number = len(list(SAMPLES.glob("*/*.xml")))

    assert said.code == 0
    assert report["summary"]["as_expected"] == report["summary"]["documents"] == number


def test_difference_from_what_is_expected_is_shown(folder: Path, here: Here) -> None:
    beside = folder / "deep er" / "ñ.expect.json"
    wanted = [{"rule": "R15", "layer": "rules", "line": 7}]
    beside.write_text(json.dumps({"verdict": "valid", "findings": wanted}))
    said = here("validate", "--expect-beside", folder)

    assert said.code == 1
    assert "  verdict: expected valid, found invalid" in said.out
    assert "  missing: R15 (rules, line 7)" in said.out
    assert "  unexpected: R15 (rules, line 110)" in said.out
    assert said.out.splitlines()[-1] == "2 documents, 1 as expected"


def test_bad_document_without_expectation_differs(folder: Path, here: Here) -> None:
    said = here("validate", "--expect-beside", folder / "deep er")

    assert said.code == 1
    assert "  verdict: expected valid, found invalid" in said.out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is not JSON"),
        ("{}", "expected verdict, findings or includes"),
        ('{"verdict": "good"}', "verdict: Input should be"),
        ("[]", "Input should be"),
        (
            '{"verdict": "invalid", "finding": []}',
            "finding: there is no such key; expected one of verdict, findings",
        ),
        (
            '{"findings": [{"rule": "R15", "layer": "rules", "lines": 3}]}',
            "findings.0.lines: there is no such key; expected one of rule, layer, line",
        ),
    ],
)
def test_expectation_that_is_faulty_is_a_sentence_and_hides_no_other(
    text: str, why: str, folder: Path, here: Here
) -> None:
    (folder / "a.expect.json").write_text(text)
    said = here("validate", "--expect-beside", "--json", folder)
    shown = json.loads(said.out)

    assert said.code == 2
    assert is_one_sentence(said.err)
    assert f"a.expect.json: {why}" in said.err
    assert [Path(each["file"]).name for each in shown["documents"]] == ["ñ.xml"]
    assert [Path(each["file"]).name for each in shown["unread"]] == ["a.expect.json"]


def test_facts_that_are_faulty_hide_no_other(folder: Path, here: Here) -> None:
    (folder / "a.lookup.json").write_text('{"rules": 7}')
    said = here("validate", "--expect-beside", "--jobs", 2, folder)

    assert said.code == 2
    assert is_one_sentence(said.err)
    assert "a.lookup.json" in said.err
    assert "ñ.xml: " in said.out


# --- packages -------------------------------------------------------------------------


def test_package_of_its_own_is_used(here: Here) -> None:
    package = artefact_dir("schemas")
    said = here("validate", "--package", package, "--json", GOOD)

    assert json.loads(said.out)["rule_set"]["id"] == "swsim-standard"


def test_package_that_is_none_is_a_sentence(tmp_path: Path, here: Here) -> None:
    said = here("validate", "--package", tmp_path, GOOD)

    assert said.code == 2
    assert is_one_sentence(said.err)


def test_phase_that_no_rules_have_is_a_sentence(here: Here) -> None:
    said = here("validate", "--phase", "nonesuch", GOOD)

    assert said.code == 2
    assert is_one_sentence(said.err)
    assert "nonesuch" in said.err


# --- references -----------------------------------------------------------------------


def test_receiver_that_knows_makes_the_verdict_whole(here: Here) -> None:
    asked = SAMPLES / "declaration" / "bad-r17-container-in-another.xml"
    facts = asked.with_suffix(".lookup.json")
    alone = json.loads(here("validate", "--json", asked).out)["documents"][0]
    said = here("validate", "--json", "--lookup", facts, asked)
    (document,) = json.loads(said.out)["documents"]

    assert (alone["verdict"], document["verdict"]) == ("valid-partial", "invalid")
    assert [each["rule"] for each in document["findings"]] == ["R17"]


def test_lookup_that_is_not_there_is_a_sentence(tmp_path: Path, here: Here) -> None:
    said = here("validate", "--lookup", tmp_path / "none.json", GOOD)

    assert said.code == 2
    assert is_one_sentence(said.err)


def test_skipped_layer_says_why_in_both_languages(here: Here) -> None:
    english, spanish = (
        json.loads(here("validate", "--json", "--lang", lang, BAD).out)
        for lang in ("en", "es")
    )
    whys = [
        {layer["name"]: layer["why"] for layer in each["documents"][0]["layers"]}
        for each in (english, spanish)
    ]

    assert whys[0]["references"] == "the layer rules is not valid"
    assert whys[1]["references"] == "la capa rules no es válida"
