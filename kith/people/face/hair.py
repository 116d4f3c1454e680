"""Hair and what is worn on the head. The head is an ellipse around (50, 46), 17 wide and 20 high.

Each style is two drawings, behind the shoulders and over the face; `{h}` is the colour of the hair, or of the cloth
that covers it, `{d}` a darker one, `{g}` the hair that grows below a hat.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """A way to wear one's hair. `beard` where one may grow below it; `covered` where its colour is that of cloth.

    `never` names the pronoun of those it is not drawn for, because they would hardly know themselves in it.
    """

    name: str
    front: str
    back: str = ""
    beard: bool = False
    covered: bool = False
    ears: bool = True
    never: str = ""


def _h(path: str) -> str:
    return f'<path fill="{{h}}" d="{path}"/>'


def _d(path: str) -> str:
    return f'<path fill="{{d}}" d="{path}"/>'


def _dots(spots: str, radius: float) -> str:
    """Draw curls; `spots` are x,y pairs."""
    circles = (spot.split(",") for spot in spots.split())
    return '<g fill="{h}">' + "".join(f'<circle cx="{x}" cy="{y}" r="{radius}"/>' for x, y in circles) + "</g>"


_CAP = "M32 46C29 28 39 21 50 21s21 7 18 25c-2-8-5-12-9-14-6 2-14 2-19 0-4 2-6 6-8 14z"
_PARTED = "M32 46C28 28 39 20 52 20s19 10 16 26c-1-6-3-10-6-12-8 1-17-1-22-6-2 5-7 8-8 18z"
_MIDDLE = "M32 48C29 29 39 21 50 21s21 8 18 27c-2-10-7-16-18-20-11 4-16 10-18 20z"
_FRINGE = "M31 50c-2-20 6-30 19-30s21 10 19 30c-1-5-2-8-3-11-9 2-23 2-32 0-1 3-2 6-3 11z"

STYLES: tuple[Style, ...] = (
    Style("crop", _h(_CAP), beard=True),
    Style("parted", _h(_PARTED), beard=True),
    Style(
        "quiff",
        _h(
            "M32 46c-2-8-1-14 2-18-2-6 4-12 12-12 12-2 24 4 22 16 1 4 1 9 0 14-2-8-4-11-8-13-7 3-16 2-21-1-4 3-6 7-7 14z"
        ),
        beard=True,
    ),
    Style(
        "buzz",
        '<path fill="{h}" opacity=".75" d="M33 43c-2-13 6-18 17-18s19 5 17 18c-3-8-7-11-17-11s-14 3-17 11z"/>',
        beard=True,
        never="she",
    ),
    Style(
        "tufts", _h("M33 50c-4-5-3-13 1-15 1 5 1 10 1 15zM67 50c4-5 3-13-1-15-1 5-1 10-1 15z"), beard=True, never="she"
    ),
    Style("bald", "", beard=True, never="she"),
    Style(
        "curls",
        _dots("34,38 36,31 41,26 47,23 54,23 60,26 64,31 66,38 44,30 50,29 56,30 39,34 61,34", 5.2),
        beard=True,
    ),
    Style(
        "afro", _h("M34 42c1-8 6-12 16-12s15 4 16 12c4-12-3-19-16-19s-20 7-16 19z"), _dots("50,35", 25.5), beard=True
    ),
    Style("pixie", _h("M32 47c-4-19 7-27 19-27 13 0 20 10 17 26-2-6-4-9-8-11-4 3-17 5-24 2-2 3-3 6-4 10z")),
    Style(
        "long",
        _h(_MIDDLE),
        _h("M29 46c-1-18 9-27 21-27s22 9 21 27c0 12 2 24 4 34-8 5-42 5-50 0 2-10 4-22 4-34z"),
        ears=False,
        never="he",
    ),
    Style(
        "long, parted",
        _h(_PARTED),
        _h("M29 46c-1-18 9-27 21-27s22 9 21 27c0 10 0 18 1 28-8 4-36 4-44 0 1-10 1-18 1-28z"),
        ears=False,
        never="he",
    ),
    Style(
        "bob",
        _h(_FRINGE),
        _h("M28 46c-1-18 10-28 22-28s23 10 22 28c0 8 0 13-1 19-7 3-35 3-42 0-1-6-1-11-1-19z"),
        ears=False,
        never="he",
    ),
    Style(
        "bob, parted",
        _h(_MIDDLE),
        _h("M28 48c-2-19 9-30 22-30s24 11 22 30c1 7 3 12 1 17-7 3-39 3-46 0-2-5 0-10 1-17z"),
        ears=False,
        never="he",
    ),
    Style(
        "waves",
        _h(_PARTED),
        _h(
            "M29 44c0-17 9-25 21-25s21 8 21 25c4 4 1 8 4 12 3 5-1 8 2 13 2 6-2 10-6 11H29c-4-1-8-5-6-11 3-5-1-8 2-13 3-4 0-8 4-12z"
        ),
        ears=False,
        never="he",
    ),
    Style("bun", _h(_CAP), _dots("50,16", 8.5)),
    Style("low bun", _h(_MIDDLE), _dots("50,66", 12), never="he"),
    Style("ponytail", _h(_PARTED), _h("M60 24c14-2 20 10 18 24-1 10 2 16 5 20-10 2-17-6-17-18 0-9-2-16-6-26z")),
    Style(
        "braids",
        _h(_MIDDLE),
        _dots("30,56 29,63 28,70 28,77 70,56 71,63 72,70 72,77", 4.6) + _h("M30 48c0-18 8-28 20-28s20 10 20 28z"),
        never="he",
    ),
    Style("space buns", _h(_MIDDLE), _dots("34,23 66,23", 8), never="he"),
    Style(
        "locs",
        _h(_CAP),
        '<g stroke="{h}" stroke-width="5.4" stroke-linecap="round" fill="none"><path d="M33 34c-4 12-3 26-6 38M38 30c-6 14-4 30-5 42M67 34c4 12 3 26 6 38M62 30c6 14 4 30 5 42"/></g>'
        + _h("M32 46c-2-18 7-26 18-26s20 8 18 26z"),
        beard=True,
        ears=False,
    ),
    Style(
        "headscarf",
        '<path fill="{h}" fill-rule="evenodd" d="M50 20c-15 0-22 11-22 26 0 17 9 28 22 28s22-11 22-28c0-15-7-26-22-26zm0 9c10 0 15 7 15 17 0 11-6 20-15 20s-15-9-15-20c0-10 5-17 15-17z"/>'
        + _d("M35 68c8 7 22 7 30 0 3 3 5 6 6 10-10 7-32 7-42 0 1-4 3-7 6-10z"),
        _h("M27 50c0-20 9-31 23-31s23 11 23 31c0 14 6 22 10 30H17c4-8 10-16 10-30z"),
        covered=True,
        ears=False,
        never="he",
    ),
    Style(
        "kerchief",
        _h("M30 45c-3-17 6-26 20-26s23 9 20 26c-5-9-11-13-20-13s-15 4-20 13z") + _d("M44 66c3 4 9 4 12 0l3 9-9-4-9 4z"),
        _h("M30 44c-2 12 4 20 14 24h12c10-4 16-12 14-24z"),
        covered=True,
        ears=False,
        never="he",
    ),
    Style(
        "turban",
        _h("M29 42c-3-17 7-27 21-27s24 10 21 27c-5-6-12-9-21-9s-16 3-21 9z")
        + _d("M30 34c10-13 24-16 38-10-12 0-22 3-31 11-3 1-5 1-7-1z"),
        beard=True,
        covered=True,
        never="she",
    ),
    Style(
        "knitted cap",
        _h("M31 38c-1-14 8-22 19-22s20 8 19 22z") + _d("M30 34h40c2 0 2 7 0 7H30c-2 0-2-7 0-7z"),
        beard=True,
        covered=True,
    ),
    Style(
        "sun hat",
        _h("M36 33c0-11 5-17 14-17s14 6 14 17z")
        + _d("M36 28h28v5H36z")
        + _h("M22 34c8-3 48-3 56 0 2 4-12 6-28 6s-30-2-28-6z"),
        '<path fill="{g}" d="M31 42h38c3 10 2 20-1 27H32c-3-7-4-17-1-27z"/>',
        covered=True,
        ears=False,
        never="he",
    ),
    Style(
        "flat cap",
        _h("M31 38c-2-12 7-19 19-19 13 0 22 6 21 17-2 2-10 2-16 1-9-1-17-1-24 1z")
        + _d("M30 36c6-3 22-4 30 1-8 4-22 5-29 4-2-1-2-3-1-5z"),
        beard=True,
        covered=True,
        never="she",
    ),
)
