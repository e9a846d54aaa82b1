"""Whatever lies in a package, loading it ends in a sentence and never in a crash."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from checkout import ROOT
from swsim.errors import FileProblem, ProblemsFound
from swsim.validation.package import Package
from swsim.validation.survey import survey

FREEDONIA = ROOT / "tests" / "packages" / "Freedonia año 1"
FILES = {
    path.relative_to(FREEDONIA).as_posix(): path.read_bytes()
    for path in sorted(FREEDONIA.rglob("*.*"))
    if path.parent.name != "samples"
}
CATALOGUE = FILES["catalogue.yaml"].decode("utf-16")

# What a catalogue may hold at one place, and mostly should not.
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "",
            "null",
            "[]",
            "{}",
            "[a, b]",
            "*x",
            "&x [*x]",
            "../../x",
            "/",
            ".",
            "a\\0b",
            '"\\0"',
            "x" * 5000,
            "'@a = '",
            "$x",
            "count(//*) > 1",
            "x:y()",
            "sobre/Envelope.xsd",
            "mensajes/permit.xsd",
            "'urn:a\"<>&'",
        ]
    ),
)
garbled = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def load_with(**changed: bytes) -> None:
    """Load and check the package with other contents of some files."""
    loads(changed, lambda folder: Package(folder).check())


def loads(changed: dict[str, bytes], load: Callable[[Path], object]) -> None:
    """Load a folder with other contents; only errors for people may come of it."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "paquete ñ"
        for path, data in {**FILES, **changed}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        with suppress(FileProblem, ProblemsFound):
            load(folder)


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Return bytes with a piece taken out, doubled or replaced."""
    start = draw(st.integers(0, len(data)))
    end = draw(st.integers(start, min(len(data), start + 40)))
    new = draw(st.one_of(st.binary(max_size=8), st.just(data[start:end] * 2)))
    return data[:start] + new + data[end:]


@garbled
@given(st.binary(max_size=60))
def test_catalogue_of_any_bytes_is_refused_in_words(data: bytes) -> None:
    load_with(**{"catalogue.yaml": data})


@garbled
@given(damaged(FILES["catalogue.yaml"]))
def test_damaged_catalogue_is_refused_in_words(data: bytes) -> None:
    load_with(**{"catalogue.yaml": data})


@garbled
@given(st.sampled_from(CATALOGUE.splitlines()), WORDS)
@example("    root: Permit", "[]")
def test_catalogue_with_another_value_is_refused_in_words(line: str, word: str) -> None:
    key, _, _ = line.partition(": ")
    text = CATALOGUE.replace(line, f"{key}: {word}", 1)
    load_with(**{"catalogue.yaml": text.encode("utf-8", "replace")})


@garbled
@given(st.data())
def test_damaged_file_is_refused_in_words(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([each for each in FILES if "." in each]))
    load_with(**{name: data.draw(damaged(FILES[name]))})


@garbled
@given(st.data())
def test_schema_with_another_word_is_refused_in_words(data: st.DataObject) -> None:
    """Damage that leaves XML well-formed reaches libxml2 and the annotations."""
    name = data.draw(st.sampled_from([each for each in FILES if "permit" in each]))
    text = FILES[name].decode()
    words = sorted(set(text.replace('"', " ").replace("<", " ").split()))
    old, new = data.draw(st.sampled_from(words)), data.draw(st.sampled_from(words))
    load_with(**{name: text.replace(old, new).encode()})


@garbled
@given(st.data())
def test_survey_of_a_damaged_folder_is_a_survey(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([each for each in FILES if each[-3:] != "aml"]))
    loads({name: data.draw(damaged(FILES[name]))}, survey)
