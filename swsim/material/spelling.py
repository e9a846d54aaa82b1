"""Misspells names and codes as people do: letters swapped, dropped, doubled."""

from collections.abc import Iterator

from swsim.domain.streams import Stream

_ALPHABETS = ("0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def misspelt(name: str, stream: Stream) -> str:
    """Return another name that looks like this one and is still a name in XML."""
    at = stream.between(1, max(1, len(name) - 1))
    swapped = name[: at - 1] + name[at : at + 1] + name[at - 1] + name[at + 1 :]
    doubled = name[:at] + name[at - 1] + name[at:]
    if swapped == name or not swapped[0].isalpha():
        return doubled
    return stream.choice((swapped, doubled))


def near(code: str, stream: Stream) -> Iterator[str]:
    """Yield codes that differ from this one in one character, the last one first.

    A digit is replaced by digits and a letter by letters, so the form stays.
    """
    for at in range(len(code) - 1, -1, -1):
        alphabet = next((each for each in _ALPHABETS if code[at] in each), "")
        if not alphabet:
            continue
        first = stream.below(len(alphabet))
        for other in alphabet[first:] + alphabet[:first]:
            if other != code[at]:
                yield code[:at] + other + code[at + 1 :]
