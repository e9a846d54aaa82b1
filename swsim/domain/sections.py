"""The sections of the Harmonized System: which chapters each holds, in our own words.

HS 2022: 97 chapters in 21 sections; chapters 98 and 99 are for national use.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A section by its Roman number, with its first and last chapter."""

    number: str
    first: int
    last: int
    en: str
    es: str


def _section(number: str, first: int, last: int, en: str, es: str) -> Section:
    return Section(number=number, first=first, last=last, en=en, es=es)


SECTIONS = (
    _section("I", 1, 5, "animals", "animales"),
    _section("II", 6, 14, "plants", "plantas"),
    _section("III", 15, 15, "fats and oils", "grasas y aceites"),
    _section("IV", 16, 24, "food, drink, tobacco", "alimentos, bebidas, tabaco"),
    _section("V", 25, 27, "minerals", "minerales"),
    _section("VI", 28, 38, "chemicals", "químicos"),
    _section("VII", 39, 40, "plastics and rubber", "plásticos y caucho"),
    _section("VIII", 41, 43, "hides and leather", "pieles y cuero"),
    _section("IX", 44, 46, "wood", "madera"),
    _section("X", 47, 49, "pulp and paper", "pasta y papel"),
    _section("XI", 50, 63, "textiles", "textiles"),
    _section("XII", 64, 67, "footwear and headgear", "calzado y sombreros"),
    _section("XIII", 68, 70, "stone, ceramics, glass", "piedra, cerámica, vidrio"),
    _section("XIV", 71, 71, "precious metals", "metales preciosos"),
    _section("XV", 72, 83, "base metals", "metales comunes"),
    _section("XVI", 84, 85, "machinery", "maquinaria"),
    _section("XVII", 86, 89, "vehicles", "vehículos"),
    _section("XVIII", 90, 92, "instruments", "instrumentos"),
    _section("XIX", 93, 93, "arms", "armas"),
    _section("XX", 94, 96, "furniture and various", "muebles y varios"),
    _section("XXI", 97, 97, "works of art", "obras de arte"),
)


def section_of(heading: str) -> str | None:
    """Return the section of an HS code by its first two digits; None where none."""
    chapter = int(heading[:2]) if heading[:2].isdigit() else 0
    found = (each for each in SECTIONS if each.first <= chapter <= each.last)
    return next((each.number for each in found), None)
