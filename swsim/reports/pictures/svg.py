"""The elements that pictures are made of, and the frame around one."""

from collections.abc import Iterable
from html import escape

WIDTH = 1180
LABELS = 370  # room for names at the left


def element(name: str, content: str = "", **attributes: object) -> str:
    """Return one element; `content` is markup, attribute values are escaped.

    An underscore in a name becomes a hyphen, one at its end is dropped (`class_`).
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>"


def words(x: int, y: int, said: str, **attributes: object) -> str:
    """Return a text element; `said` is plain text."""
    return element("text", escape(said), x=x, y=y, **attributes)


def line(x1: int, y1: int, x2: int, y2: int, **attributes: object) -> str:
    """Return a line element."""
    return element("line", "", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def picture(
    width: int, height: int, parts: Iterable[str], *, id_: str, title: str, desc: str
) -> str:
    """Return a whole picture with its title and description for those who listen."""
    head = element("title", escape(title), id=f"{id_}-t")
    head += element("desc", escape(desc), id=f"{id_}-d")
    return element(
        "svg",
        head + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{id_}-t {id_}-d",
    )
