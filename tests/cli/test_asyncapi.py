"""`swsim asyncapi` prints the file that is shipped."""

from checkout import ROOT
from cli.command import Here


def test_asyncapi_prints_the_description(here: Here) -> None:
    said = here("asyncapi")

    assert (said.code, said.err) == (0, "")
    assert said.out == (ROOT / "asyncapi.yaml").read_text("utf-8")
