"""Code lists: OASIS Genericode 1.0 files, read when first asked for.

Knows nothing about documents or rules: only which codes a list holds and what it says
about each. The lists of swsim lie in `schemas/codelists`; any other Genericode file
with a one-column key can be read too.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cache, cached_property
from pathlib import Path
from typing import TypeAlias, cast

from lxml import etree

from swsim.artefacts import artefact_dir
from swsim.errors import FileProblem, UsageError

_GENERICODE = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
_DESCRIPTION = "Annotation/Description/{http://purl.org/dc/terms/}"
_COVERAGE = "Annotation/AppInfo/{urn:swsim:codelist:1}coverage"
_CODES = etree.XPath(
    "SimpleCodeList/Row/Value[@ColumnRef=$key]/SimpleValue/text()", smart_strings=False
)

Row: TypeAlias = Mapping[str, str]

# Two codes of three letters that share two have a ratio of 0.67.
_LIKE_ENOUGH = 0.6
_LONG_ENOUGH = 3
_LONG_NUMBER = 5
_CLEARLY_CLOSER = 0.05
_LONG_LIST = 1000


@dataclass(frozen=True, kw_only=True, eq=False)
class CodeList:
    """The codes of one list; `code in list` tells whether it holds one.

    `date` is that of the edition that the codes are from, `licence` under which the
    list is given; "" where none is said. `is_subset` tells that the source has more
    codes, so that an unknown one may be right.
    """

    id: str
    title: str
    version: str
    date: str
    source: str
    licence: str
    is_subset: bool
    codes: frozenset[str] = field(repr=False)
    _path: Path = field(repr=False)
    _key: str = field(repr=False)
    _further: Mapping[str, Row] = field(default_factory=dict, repr=False)

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    # Most callers ask for membership only, and rows cost more than the rest together:
    # the file is read again for them, as its tree would be as large as they are.
    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """By code, the columns that have a value there, such as `name`.

        `status` is "standard", or "own" where swsim added the code.
        """
        rows = _rows(_parse(self._path))
        return {row[self._key]: row for row in rows} | {**self._further}

    def with_rows(self, rows: Mapping[str, Row]) -> "CodeList":
        """Return the list with further codes, which stand in no file."""
        return replace(self, codes=self.codes | rows.keys(), _further=rows)

    def nearest(self, value: str) -> str | None:
        """Return the code that was probably meant, or None if none is clearly it."""
        plain = _plain(value)
        if plain in self.codes:
            return plain
        # Any two short codes or numbers are alike: that proves nothing.
        enough = _LONG_NUMBER if plain.isdecimal() else _LONG_ENOUGH
        alike = self._alike(plain) if len(plain) >= enough else []
        if not alike:
            return None
        second = alike[1][0] if len(alike) > 1 else 0.0
        best, code = alike[0]
        return code if best - second >= _CLEARLY_CLOSER else None

    def _alike(self, value: str) -> list[tuple[float, str]]:
        """Return codes that are like `value` with how much they are, the best first."""
        codes: Collection[str] = self.codes
        if len(codes) > _LONG_LIST and len(value) > _LONG_ENOUGH:
            # Comparing thousands takes too long for a hint; take what begins alike.
            # Of short codes that would leave out others that are as much alike.
            codes = [code for code in codes if code.startswith(value[:2])]
        matcher = SequenceMatcher(b=value)
        likeness = []
        for code in codes:
            matcher.set_seq1(code)
            likeness.append((matcher.ratio(), code))
        enough = [entry for entry in likeness if entry[0] >= _LIKE_ENOUGH]
        return sorted(enough, reverse=True)


def names() -> list[str]:
    """Return the names of the lists of `schemas/codelists`, sorted."""
    folder = artefact_dir("schemas") / "codelists"
    return sorted(file.stem for file in folder.glob("*.gc"))


@cache
def codelist(name: str) -> CodeList:
    """Return the list of `schemas/codelists` with this name, such as "currencies".

    Raises UsageError naming the lists that there are.
    """
    known = names()
    if name not in known:
        raise UsageError(f"No code list {name!r}: expected one of {', '.join(known)}")
    return read_codelist(artefact_dir("schemas") / "codelists" / f"{name}.gc")


def read_codelist(path: Path) -> CodeList:
    """Return the code list in a Genericode file.

    Raises FileProblem where the file is not one, or not one that can be used.
    """
    root = _parse(path)
    key = root.find("ColumnSet/Key/ColumnRef")
    if key is None:
        raise FileProblem(path, "no ColumnSet/Key/ColumnRef says which column is code")
    column = key.get("Ref", "")
    return CodeList(
        id=root.findtext("Identification/ShortName", path.stem).strip(),
        title=root.findtext("Identification/LongName", "").strip(),
        version=root.findtext("Identification/Version", "").strip(),
        date=root.findtext(f"{_DESCRIPTION}issued", "").strip(),
        source=root.findtext(f"{_DESCRIPTION}source", "").strip(),
        licence=root.findtext(f"{_DESCRIPTION}license", "").strip(),
        is_subset=root.findtext(_COVERAGE, "").strip() == "subset",
        codes=_codes(path, root, column),
        _path=path,
        _key=column,
    )


@cache
def decimals(currency: str) -> int:
    """Return how many decimals an amount in this ISO 4217 currency has.

    Raises UsageError for a currency that is not in use.
    """
    known = codelist("currencies")
    if currency not in known:
        near = known.nearest(currency)
        hint = f"did you mean {near!r}?" if near else "expected a live ISO 4217 code"
        raise UsageError(f"No currency {currency!r}: {hint}")
    return int(known.rows[currency]["decimals"])


def _parse(path: Path) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as error:
        raise FileProblem(path, f"cannot be read: {error.strerror}") from error
    except etree.XMLSyntaxError as error:
        raise FileProblem(path, f"not well-formed XML: {error.msg}") from error
    if root.tag != f"{{{_GENERICODE}}}CodeList":
        raise FileProblem(path, "not a Genericode 1.0 file: root is not gc:CodeList")
    return root


def _codes(path: Path, root: etree._Element, key: str) -> frozenset[str]:
    codes = [code.strip() for code in cast(list[str], _CODES(root, key=key))]
    distinct = frozenset(codes)
    if len(codes) != len(root.findall("SimpleCodeList/Row")):
        raise FileProblem(path, f"every row needs one value in key column {key!r}")
    if len(distinct) < len(codes):
        twice = min(code for code in distinct if codes.count(code) > 1)
        raise FileProblem(path, f"code {twice!r} stands there twice; keep one row")
    return distinct


def _rows(root: etree._Element) -> list[dict[str, str]]:
    """Return every row as column id -> value, without the values that are left out."""
    return [
        {
            value.get("ColumnRef", ""): value.findtext("SimpleValue", "").strip()
            for value in row.iterfind("Value")
        }
        for row in root.iterfind("SimpleCodeList/Row")
    ]


def _plain(code: str) -> str:
    # People write 0803.90 for 080390 and usd for USD.
    return "".join(character for character in code if character.isalnum()).upper()
