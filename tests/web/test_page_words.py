"""The words of the projector: those that scripts ask for exist, none is left over."""

import re

from checkout import ROOT
from swsim.web.wording import texts

_WEB = ROOT / "swsim" / "web"
_SCRIPTS = "\n".join(
    path.read_text("utf-8")
    for path in sorted((_WEB / "static").glob("*.js"))
    if 'from "./words.js"' in path.read_text("utf-8") or path.name == "words.js"
)
_PAGE = (_WEB / "templates" / "projector.html").read_text("utf-8")
# Keys that scripts put together: their beginnings.
_MADE = (
    "card.", "channel.", "count.", "outcome.", "panel.", "severity.", "state.",
    "stroke.", "legend.", "key.",
)  # fmt: skip


def _keys() -> set[str]:
    return {
        key.removeprefix("projector.")
        for key in texts("en")
        if key.startswith("projector.")
    }


def test_words_of_scripts_and_page_exist() -> None:
    said = set(re.findall(r'\bsay\(\s*"([\w.-]+)"', _SCRIPTS))
    asked = said | set(re.findall(r'word\(["\']([\w.-]+)["\']\)', _PAGE))

    assert len(asked) > 40
    assert asked <= _keys()


def test_no_word_is_left_over() -> None:
    named = set(re.findall(r'["\'`]([\w.-]+)["\'`]', _SCRIPTS + _PAGE))
    unused = {key for key in _keys() - named if not key.startswith(_MADE)}

    assert unused == set()
