"""Draw a house for an organisation: it has a door, not a face."""

from kith.people.face.dice import Dice
from kith.people.face.parts import BACKGROUNDS, CLOTHS

_WALLS = ("#f6ead6", "#f3dcc4", "#efd0b4", "#e9e2cf", "#f4e3e0", "#e3e8dc")
_DOOR = "#6b4631"
_PANE = "#cfe3e6"


def draw_house(account_id: int) -> str:
    """Draw somebody's house as SVG, 100 by 100, to be shown in a circle."""
    dice = Dice(account_id, "house")
    colour = dice.pick(CLOTHS)
    trim = dice.pick([other for other in CLOTHS if other != colour])
    drawing = dice.pick((_shop, _gable, _hall))(dice.pick(_WALLS), colour, trim)
    tree = dice.pick(("", '<path fill="#5d4032" d="M13 66h4v16h-4z"/><circle cx="15" cy="60" r="11" fill="#5c7a4a"/>'))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<path fill="{dice.pick(BACKGROUNDS)}" d="M0 0h100v100H0z"/><path fill="#5f7f58" d="M0 82h100v18H0z"/>'
        f"{tree}{drawing}</svg>"
    )


def _shop(wall: str, colour: str, trim: str) -> str:
    stripes = "".join(
        f'<path fill="{colour if step % 2 else "#fbf3e6"}" d="M{24 + step * 9} 44h9v12a4.5 4.5 0 0 1-9 0z"/>'
        for step in range(6)
    )
    return (
        f'<path fill="{wall}" d="M26 30h50v54H26z"/><path fill="{trim}" d="M24 26h54v6H24z"/>'
        f'<path fill="{_PANE}" d="M32 60h22v16H32z"/><path fill="{_DOOR}" d="M60 60h12v24H60z"/>{stripes}'
    )


def _gable(wall: str, colour: str, trim: str) -> str:
    return (
        f'<path fill="{wall}" d="M27 46h46v38H27z"/><path fill="{colour}" d="M20 48l30-26 30 26z"/>'
        f'<path fill="{_DOOR}" d="M44 62h12v22H44z"/><g fill="{_PANE}"><path d="M32 54h9v9h-9zM59 54h9v9h-9z"/>'
        f'<circle cx="50" cy="39" r="5"/></g><path fill="{trim}" d="M31 64h11v3H31zM58 64h11v3H58z"/>'
    )


def _hall(wall: str, colour: str, trim: str) -> str:
    windows = "".join(f'<path d="M{30 + step * 12} 56a4 4 0 0 1 8 0v12h-8z"/>' for step in (0, 3))
    return (
        f'<path fill="{wall}" d="M24 46h52v38H24z"/><path fill="{colour}" d="M20 46l10-14h40l10 14z"/>'
        f'<path fill="{trim}" d="M45 16h10v18H45z"/><path fill="{colour}" d="M42 18l8-10 8 10z"/>'
        f'<path fill="{_DOOR}" d="M43 84V66a7 7 0 0 1 14 0v18z"/><g fill="{_PANE}">{windows}</g>'
    )
