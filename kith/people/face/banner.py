"""Draw a calm landscape for the top of somebody's page."""

import math

from kith.people.face.dice import Dice

WIDTH, HEIGHT = 1200, 400

# sky, its glow near the sun, the sun, then hills from far to near
_LIGHTS = (
    ("#f3c887", "#f0ab74", "#ffe3b0", ("#8fa474", "#5f7f58", "#415c4b")),  # evening
    ("#f6dcc0", "#f4c5a2", "#fff1d6", ("#b6bf94", "#88a07a", "#5b7d68")),  # early morning
    ("#cfe3e8", "#e3eee6", "#fff6d8", ("#a9c39a", "#7fa277", "#55805f")),  # noon
    ("#e8c3b6", "#e0a394", "#ffe0c0", ("#b58a86", "#85697a", "#544f66")),  # after sunset
    ("#3f4a63", "#566080", "#f4ecd2", ("#48566b", "#37465a", "#263446")),  # night
    ("#dfe6ea", "#eef0ee", "#fffaf0", ("#f4f4f1", "#dfe6e6", "#c3d0d3")),  # snow
)
_TREES = ("#4b6a4a", "#5c7a4a", "#8a6a3a", "#a5562f")


def draw_banner(person_id: int) -> str:
    """Draw somebody's landscape as SVG, 1200 by 400."""
    dice = Dice(person_id, "banner")
    sky, glow, sun, hills = dice.pick(_LIGHTS)
    x, y = 250 + dice.number(700), 90 + dice.number(110)
    parts = [f'<path fill="{sky}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>']
    parts += [f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{glow}" opacity=".4"/>' for radius in (330, 220, 140)]
    parts.append(f'<circle cx="{x}" cy="{y}" r="{48 + dice.number(24)}" fill="{sun}"/>')
    parts += [_cloud(dice) for _ in range(dice.number(3))]
    for step, colour in enumerate(hills):
        parts.append(_hill(dice, top=210 + step * 62, colour=colour))
        if step == 1:
            parts.append(dice.pick((_village, _grove, _sea))(dice, hills))
    parts.append(dice.pick((_bench, _tree_and_bench, _path))(dice))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="xMidYMid slice">{"".join(parts)}</svg>'
    )


def _hill(dice: Dice, *, top: int, colour: str) -> str:
    """Draw one line of hills as three soft waves, from edge to edge."""
    start = top + dice.number(50) - 25
    crests = [top + round(math.copysign(14 + dice.number(34), 1 - 2 * (step % 2))) for step in range(3)]
    way = f"M0 {start}" + "".join(
        f"S{step * 400 + 200} {crest} {step * 400 + 400} {top + dice.number(30) - 15}"
        for step, crest in enumerate(crests)
    )
    return f'<path fill="{colour}" d="{way}V{HEIGHT}H0z"/>'


def _cloud(dice: Dice) -> str:
    x, y, wide = 100 + dice.number(1000), 40 + dice.number(90), 60 + dice.number(60)
    return (
        f'<g fill="#fff" opacity=".45"><rect x="{x - wide}" y="{y}" width="{wide * 2}" height="22" rx="11"/>'
        f'<rect x="{x - wide // 2}" y="{y - 15}" width="{wide}" height="26" rx="13"/></g>'
    )


def _tree(x: int, y: int, size: int, colour: str) -> str:
    return (
        f'<path fill="#5d4032" d="M{x - size // 9} {y - size}h{size * 2 // 9}v{size}h-{size * 2 // 9}z"/>'
        f'<circle cx="{x}" cy="{y - round(size * 1.25)}" r="{round(size * 0.62)}" fill="{colour}"/>'
    )


def _village(dice: Dice, _hills: tuple[str, ...]) -> str:
    x = 180 + dice.number(700)
    houses = []
    for step in range(3 + dice.number(3)):
        left, high, wall = x + step * 58, 24 + dice.number(16), dice.pick(("#f3e7d3", "#ecd3b8", "#e4c9b0"))
        foot = 300
        houses.append(
            f'<path fill="{wall}" d="M{left} {foot - high}h44v{high}h-44z"/>'
            f'<path fill="#a8543a" d="M{left - 5} {foot - high}l27-22 27 22z"/>'
            f'<path fill="#7c5a45" d="M{left + 17} {foot - 16}h10v16h-10z"/>'
        )
    return "".join(houses)


def _grove(dice: Dice, _hills: tuple[str, ...]) -> str:
    x, colour = 120 + dice.number(700), dice.pick(_TREES)
    return "".join(_tree(x + step * 64, 300 + dice.number(16), 40 + dice.number(26), colour) for step in range(5))


def _sea(dice: Dice, _hills: tuple[str, ...]) -> str:
    x = 250 + dice.number(650)
    return (
        '<path fill="#7fa5ad" d="M0 272h1200v128H0z"/><g fill="#fff" opacity=".3"><path d="M80 300h220v4H80zM520 318h300v4H520zM900 296h180v4H900z"/></g>'
        f'<path fill="#f3e7d3" d="M{x} 224v58h-40z"/><path fill="#a8543a" d="M{x - 48} 286h72l-14 16h-46z"/>'
    )


def _bench(dice: Dice) -> str:
    x = 200 + dice.number(700)
    return f'<g fill="#f3e7d3"><rect x="{x}" y="344" width="180" height="10" rx="4"/><path d="M{x + 14} 354h7v30h-7zM{x + 159} 354h7v30h-7z"/></g>'


def _tree_and_bench(dice: Dice) -> str:
    x = 120 + dice.number(260)
    fruits = "".join(
        f'<circle cx="{x + right}" cy="{240 + down}" r="6"/>' for right, down in ((-28, -4), (22, -26), (8, 28))
    )
    return _tree(x, 378, 110, dice.pick(_TREES[:2])) + f'<g fill="#c8492f">{fruits}</g>' + _bench(dice)


def _path(dice: Dice) -> str:
    x = 300 + dice.number(600)
    return f'<path fill="#f3e7d3" opacity=".55" d="M{x} 334c-40 20 60 34-40 66h120c40-30-60-44-58-66z"/>'
