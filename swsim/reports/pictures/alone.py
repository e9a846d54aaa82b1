"""A picture as a file of its own, which bears the styles that a page would give it."""

from functools import cache
from importlib.resources import files


def alone(picture: str) -> str:
    """Return a picture with the styles of reports and a background, as one file."""
    style = f"<style>{_css()} svg {{ background: var(--paper); }}</style>"
    opening, rest = picture.split(">", 1)
    if "xmlns=" not in opening:
        opening += ' xmlns="http://www.w3.org/2000/svg"'
    return f"{opening}>{style}{rest}\n"


@cache
def _css() -> str:
    return files("swsim.reports").joinpath("templates/report.css").read_text("utf-8")
