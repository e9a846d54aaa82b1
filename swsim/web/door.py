"""The way in: the room's address as a QR code, on a page and on a terminal."""

from io import BytesIO, StringIO

import segno


def as_svg(address: str) -> bytes:
    """Return the QR code as a picture."""
    picture = BytesIO()
    segno.make(address).save(picture, kind="svg", scale=4, border=2)
    return picture.getvalue()


def as_text(address: str) -> str:
    """Return the QR code in half blocks, for a terminal."""
    text = StringIO()
    segno.make(address).terminal(text, compact=True, border=2)
    return text.getvalue()
