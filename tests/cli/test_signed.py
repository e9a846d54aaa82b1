"""Keys and signatures as people meet them: in run folders, exports and verdicts."""

import json
import re
import stat
import sys
from pathlib import Path

import pytest

from cli.command import Here, is_one_sentence

ACROSS = "*-jp-sw-pa-sw-declaration.xml"


@pytest.fixture
def exported(run_folder: Path, tmp_path: Path, here: Here) -> Path:
    """The messages of a run as files."""
    folder = tmp_path / "messages"
    assert here("ledger", "export", run_folder, "--messages", folder).code == 0
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_keys_of_a_run_are_private(run_folder: Path) -> None:
    keys = run_folder / "keys"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()}

    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert modes == {0o600}
    assert {"ca.key", "jp-sw.key", "pa-sw.crt", "trust.json"} <= {
        path.name for path in keys.iterdir()
    }


def test_no_key_is_in_the_ledger_the_report_or_the_log(run_folder: Path) -> None:
    secrets = [
        "".join(path.read_text().split("\n")[1:-2])
        for path in (run_folder / "keys").glob("*.key")
    ]
    for name in ("ledger.db", "report.html", "run.log"):
        text = (run_folder / name).read_bytes()
        assert not any(secret[:40].encode() in text for secret in secrets), name
    assert min(map(len, secrets)) > 100


def test_what_crosses_a_border_is_exported_signed(exported: Path) -> None:
    signed = {
        path.name for path in exported.iterdir() if b"<Signature " in path.read_bytes()
    }
    crossing = {
        path.name
        for path in exported.iterdir()
        if re.search(r"-(jp)-\w+-pa-|-(pa)-\w+-jp-", path.name)
        and not path.stem.endswith("acknowledgement")
    }

    assert signed == crossing
    assert len(signed) >= 2


def test_exported_messages_hold_against_the_runs_trust_list(
    run_folder: Path, exported: Path, here: Here
) -> None:
    said = here("validate", exported, "--trust", run_folder, "--json")
    documents = json.loads(said.out)["documents"]
    states = [
        layer["state"]
        for document in documents
        for layer in document["layers"]
        if layer["name"] == "signature"
    ]

    assert said.code == 0
    assert states == ["valid"] * len(documents)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "The signature does not hold: the message was altered"),
        ("es", "La firma no es válida: el mensaje fue alterado"),
    ],
)
def test_altered_export_is_named(
    lang: str, sentence: str, run_folder: Path, exported: Path, here: Here
) -> None:
    (path,) = exported.glob(ACROSS)
    path.write_bytes(path.read_bytes().replace(b"Training", b"Straining", 1))
    trust = run_folder / "keys" / "trust.json"
    said = here("validate", path, "--trust", trust, "--lang", lang)

    assert said.code == 1
    assert "SIG-content" in said.out
    assert sentence in said.out


def test_unsigned_export_is_named(run_folder: Path, exported: Path, here: Here) -> None:
    (path,) = exported.glob(ACROSS)
    text = path.read_bytes()
    path.write_bytes(text[: text.index(b"<Signature ")] + b"</md:MetaData>")
    said = here("validate", path, "--trust", run_folder)

    assert said.code == 1
    assert "SIG-missing" in said.out


def test_signature_that_nobody_can_check_is_named(exported: Path, here: Here) -> None:
    (path,) = exported.glob(ACROSS)
    said = here("validate", path)

    assert said.code == 0
    assert "not checked: signature" in said.out
    assert here("validate", path, "--strict").code == 1


@pytest.mark.parametrize("trust", ["scenario.yaml", ".", "nowhere.json"])
def test_trust_list_that_is_none_is_refused_in_words(
    trust: str, exported: Path, here: Here, tmp_path: Path
) -> None:
    (tmp_path / "scenario.yaml").write_text("title: none")
    (path,) = exported.glob(ACROSS)
    said = here("validate", path, "--trust", tmp_path / trust)

    assert said.code == 2
    assert is_one_sentence(said.err)
    assert "trust" in said.err
