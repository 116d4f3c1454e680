"""Put a face together."""

from typing import NamedTuple

from kith.people.face.dice import Dice
from kith.people.face.hair import STYLES, Style
from kith.people.face.parts import (
    BACKGROUNDS,
    BEARDS,
    BROWS,
    CHEEKS,
    CLOTHES,
    CLOTHS,
    DEEP_INK,
    EARRINGS,
    EARS,
    EYES,
    FRECKLES,
    GLASSES,
    GREYS,
    HAIRS,
    HEADS,
    INK,
    LINES,
    MOUTHS,
    NECK,
    NOSES,
    SKINS,
)

_FAIR_SKINS = 5  # of `SKINS`: fair and red hair grows with these, and cheeks and freckles show on them
_BEARDS_PERCENT = {"": 18, "she": 0, "he": 45, "they": 0}
_MOUTHS_BEARDED, _MOUTHS_PLAIN = 2, 4  # of `MOUTHS`: those that show below a beard; those without paint
_DEEP_SKINS_FROM = 6
_DARK_HAIRS = 4  # of `HAIRS`


class Looks(NamedTuple):
    """What one sees from afar: how the hair is worn, the number of the skin, and whether somebody is old."""

    style: Style
    skin: int
    old: bool


def draw_face(person_id: int, pronoun: str = "") -> str:
    """Draw somebody's face as SVG, to be shown in a circle.

    `pronoun` is `she`, `he` or `they` where the person said something of it: then nobody gets a beard or a bonnet that is
    hardly theirs.
    """
    dice, (style, skin, old) = looks_of(person_id, pronoun)
    fair = skin < _FAIR_SKINS
    hair = dice.pick(GREYS) if old else dice.pick(HAIRS if fair else HAIRS[:_DARK_HAIRS])
    cloth, background = dice.pick(CLOTHS), dice.pick(BACKGROUNDS)
    worn = dice.pick([colour for colour in CLOTHS if colour != cloth])
    layers = [
        _coloured(style.back, worn if style.covered else hair),
        dice.pick(CLOTHES),
        NECK,
        EARS if style.ears else "",
        dice.pick(HEADS),
        *_features(dice, pronoun, old=old, fair=fair, bearded=style.beard and dice.chance(_BEARDS_PERCENT[pronoun])),
        _coloured(style.front, worn if style.covered else hair),
        dice.pick(GLASSES) if dice.chance(38 if old else 22) else "",
        EARRINGS if style.ears and not style.beard and pronoun != "he" and dice.chance(45) else "",
    ]
    light, shade = SKINS[skin]
    ink = INK if skin < _DEEP_SKINS_FROM else DEEP_INK
    colours = {"s": light, "k": shade, "h": hair, "g": hair, "c": cloth, "e": ink, "b": _darker(hair) if old else hair}
    drawing = "".join(layers).format_map(colours)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="6 5 88 88">'
        f'<path fill="{background}" d="M0 0h100v100H0z"/>{drawing}</svg>'
    )


def looks_of(person_id: int, pronoun: str = "") -> tuple[Dice, Looks]:
    """Throw what one sees from afar; with the dice, for all the rest."""
    dice = Dice(person_id, "face")
    style = dice.pick([style for style in STYLES if not pronoun or not _is_hardly(style, pronoun)])
    return dice, Looks(style=style, skin=dice.number(len(SKINS)), old=dice.chance(24))


def _is_hardly(style: Style, pronoun: str) -> bool:
    """Tell whether hair is hardly that of somebody: whoever is `they` gets none that only some would wear."""
    return bool(style.never) if pronoun == "they" else style.never == pronoun


def _features(dice: Dice, pronoun: str, *, old: bool, fair: bool, bearded: bool) -> list[str]:
    """Choose what is in the face: cheeks, lines, beard, eyes, brows, nose, mouth."""
    return [
        CHEEKS if fair and dice.chance(55) else "",
        FRECKLES if fair and not old and dice.chance(22) else "",
        LINES if old else "",
        dice.pick(BEARDS) if bearded else "",
        dice.pick(EYES),
        dice.pick(BROWS),
        dice.pick(NOSES),
        dice.pick(
            MOUTHS[:_MOUTHS_BEARDED] if bearded else MOUTHS[:_MOUTHS_PLAIN] if pronoun in ("he", "they") else MOUTHS
        ),
    ]


def _coloured(drawing: str, colour: str) -> str:
    """Give hair and cloth their colour before the rest, whose hair may be another: a beard below a turban."""
    return drawing.replace("{h}", colour).replace("{d}", _darker(colour))


def _darker(colour: str) -> str:
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(part * 0.78):02x}" for part in parts)
