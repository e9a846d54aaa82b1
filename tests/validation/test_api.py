"""The library: what `import swsim` offers, and that it costs nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

import swsim
from checkout import ROOT
from swsim.errors import FileProblem
from swsim.validation.package import shipped
from validation.papers import IMPORT

DATA = IMPORT.encode()


def test_exported_names_are_sorted_and_there() -> None:
    assert swsim.__all__ == sorted(swsim.__all__)
    assert all(hasattr(swsim, name) for name in swsim.__all__)
    assert set(swsim.__all__) <= set(dir(swsim))


def test_import_loads_nothing_of_weight() -> None:
    code = (
        "import sys, swsim;"
        " print([each for each in sys.modules if each.partition('.')[0] in"
        " ('lxml', 'pydantic', 'typer') or each.startswith('swsim.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert done.stdout.strip() == b"[]"


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="validat"):
        _ = swsim.validat


def test_document_is_validated() -> None:
    result = swsim.validate(DATA)

    assert isinstance(result, swsim.ValidationResult)
    assert (result.verdict, result.document) == ("valid-partial", "declaration")


def test_bad_document_has_findings() -> None:
    data = IMPORT.replace("SWSU0000019", "SWSU0000010").encode()
    found = swsim.validate(data).findings

    assert all(isinstance(each, swsim.Finding) for each in found)
    assert {each.rule for each in found} == {"R15"}


def test_package_is_chosen_by_its_folder() -> None:
    own = swsim.validate(DATA, package=shipped().folder)

    assert own == swsim.validate(DATA)


def test_missing_package_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"catalogue\.yaml"):
        swsim.validate(DATA, package=tmp_path)


def test_lookup_is_asked() -> None:
    class Knows:
        def answer(self, rule: str, **facts: str) -> bool | None:
            return True

    assert swsim.validate(DATA, lookup=Knows()).verdict == "valid"


def test_documented_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    example = page.partition("```python\n")[2].partition("```")[0]
    bad = IMPORT.replace("SWSU0000019", "SWSU0000010")
    (tmp_path / "declaration.xml").write_text(bad, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "docs/validation.md", "exec"), {})

    assert " R15 " in capsys.readouterr().out
