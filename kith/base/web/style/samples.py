"""Made-up people and posts for the style page. They have the shape of the features' records, which base cannot see."""

from datetime import datetime, timedelta
from types import SimpleNamespace as Sample
from typing import Any

LONG = (
    "<p>The first evening of the reading circle was fuller than the chairs. We read the chapter about the ferry, and "
    'nobody wanted to go home, so we read it again. <a class="mention" href="/@tomas">@tomas</a> brought the lamp, and '
    "Ana's soup was gone by eight.</p><p>Next week the same place. Bring a chair. "
    '<a class="hashtag" href="/tags/reading">#reading</a></p>'
)


def samples(now: datetime) -> Sample:
    """Make all that the style page shows."""
    people = _people(now)
    adding = Sample(previews={}, waiting={}, problems={}, picture_bytes_max=16_000_000, film_bytes_max=99_000_000)
    return Sample(
        adding=adding,
        people=people,
        cards=_cards(people, now),
        form=_form(),
        now=now,
        pictures=[_picture(n) for n in range(4)],
    )


def _people(now: datetime) -> dict[str, Sample]:
    names = {
        "ruth": (11, "Mum"), "jo": (23, "Jo Lindqvist"), "ana": (37, "Ana Duarte"), "tomas": (41, "Tomas Weber"),
        "piotr": (58, "Piotr Zielinski"), "layla": (67, "ليلى حداد"), "bakery": (83, "Upper Mill Bakery"),
    }  # fmt: skip
    people = {handle: _person(number, handle, name, now) for handle, (number, name) in names.items()}
    people["jo"].domain = "hav.social"
    people["bakery"].kind = "organisation"
    return people


def _person(number: int, handle: str, name: str, now: datetime) -> Sample:
    field = Sample(name="Village", text="Upper Mill", html="Upper Mill")
    link = Sample(name="Web", text="", html='<a href="/">ana.example</a>')
    return Sample(
        id=number,
        handle=handle,
        remembered_at=None,
        domain=None,
        kind="person",
        name=name,
        bio_html="<p>Teaches, walks, asks the second question. Two girls, one dog, too many quinces.</p>",
        pronouns="she/her",
        fields=(field, link),
        avatar=None,
        header=None,
        locked=handle == "ana",
        automated=False,
        created_at=now,
    )


def _cards(people: dict[str, Sample], now: datetime) -> dict[str, Sample]:
    made = {
        "plain": _card(1, people["ruth"], now - timedelta(hours=9), "<p>The quinces are ready. If you come on Sunday bring the big pot, yours is better than mine and we both know it.</p>"),
        "picture": _card(2, people["jo"], now - timedelta(hours=2), "<p>We moved back to the coast. Evenings at the long table again, and there is always a chair.</p>", attachments=(_picture(0),), edited_at=now),
        "long": _card(3, people["ana"], now - timedelta(days=1), LONG, audience="followers"),
        "warned": _card(4, people["piotr"], now - timedelta(days=5), "<p>She takes the ferry and does not come back. I did not see it coming either.</p>", warning="The end of the novel"),
        "arabic": _card(5, people["layla"], now - timedelta(days=12), "<p>الخبز ساخن الآن، ومن يصل أولاً يختار الرغيف.</p>", language="ar"),
        "veiled": _card(6, people["bakery"], now - timedelta(days=40), "", attachments=tuple(_picture(n) for n in range(3)), sensitive=True, offer="each"),
        "grid": _card(7, people["tomas"], now - timedelta(days=400), "<p>Four seasons from one window.</p>", attachments=tuple(_picture(n) for n in range(4))),
    }  # fmt: skip
    made["plain"].mine.liked = made["plain"].mine.bookmarked = True
    for number, name in enumerate(("poll", "answered", "ended")):
        made[name] = _card(
            10 + number,
            people["piotr"],
            now - timedelta(minutes=30),
            "<p>Does anyone know a patient piano teacher? And when would you meet?</p>",
        )
        made[name].poll = _poll(now, ended=name == "ended")
    made["answered"].mine.choices = (1,)
    for number, name in enumerate(("linked", "linked_small", "linked_bare")):
        made[name] = _card(30 + number, people["layla"], now - timedelta(hours=number), "<p>Worth an evening.</p>")
        made[name].link, made[name].link_creator = _link(number), people["ana"] if number == 1 else None
    made["quoting"] = _card(33, people["jo"], now - timedelta(hours=1), "<p>She is right.</p>", quote=made["plain"])
    made["quote_gone"] = _card(34, people["tomas"], now, "<p>I would not have said it like that.</p>", quote_of_id=9)
    made["passed"] = _card(
        20,
        people["ana"],
        now,
        "",
        original=_card(8, people["tomas"], now - timedelta(hours=3), "<p>The bridge is open again.</p>"),
    )
    made["reply"] = _card(
        21, people["tomas"], now - timedelta(minutes=4), "<p>I have the pot. I also have the wrong day, it seems.</p>"
    )
    made["reply"].reply_to = people["ruth"]
    made["above"] = _card(22, people["ruth"], now - timedelta(hours=5), "<p>Bring the big pot on Sunday.</p>")
    made["below"] = _card(23, people["ana"], now - timedelta(minutes=2), "<p>Take mine, both of you.</p>")
    made["deeper"] = _card(24, people["ruth"], now, "<p>Then I shall have three pots and no quinces.</p>")
    return made


def _card(
    number: int, author: Sample, at: datetime, html: str, *, original: Any = None, quote: Any = None, **more: Any
) -> Sample:
    post = {
        "id": number, "html": html, "warning": "", "sensitive": False, "language": "en", "audience": "everyone",
        "attachments": (), "emojis": (), "published_at": at, "edited_at": None, "root_id": number, "app": None, "hashtags": (),
        "signature": "", "quote_of_id": None, "quote_of_author_id": None, "quote_revoked": False, "reply_to_author_id": None,
        "offer": None,
    }  # fmt: skip
    mine = Sample(liked=False, bookmarked=False, reposted=False, pinned=False, thread_muted=False, choices=None)
    card = Sample(
        post=Sample(**post | more),
        author=author,
        mine=mine,
        poll=None,
        link=None,
        link_creator=None,
        reply_to=None,
        original=original,
    )
    card.veil, card.filtered = None, ()
    card.quote, card.may_quote = quote, True
    card.shown = original or card
    return card


def _poll(now: datetime, *, ended: bool) -> Sample:
    return Sample(
        options=("On a Tuesday, after the market", "Sunday", "Whenever there is cake"),
        multiple=False,
        hide_totals=False,
        votes={"0": 4, "1": 11, "2": 8},
        voters=23,
        ends_at=now + timedelta(days=2),
        ended_at=now if ended else None,
    )


def _link(number: int) -> Sample:
    url = "/faces/5/banner.svg"
    picture = Sample(
        key=url, small_key=url, width=(960, 300, 0)[number], height=300, small_width=360, small_height=180,
        blurhash="LKN]Rv%2Tw=w]~RBVZRi};RPxuwH", alt="",
    )  # fmt: skip
    return Sample(
        address="https://www.mill.example/evenings/the-long-table", title="The long table: an evening with neighbours",
        words="Twelve chairs, one pot, and nobody who knew everybody. What we learnt about asking people in." if number < 2 else "",
        author="Ana Duarte" if number == 0 else "", language="en", picture=picture if number < 2 else None,
    )  # fmt: skip


def _picture(number: int) -> Sample:
    url = f"/faces/{number + 4}/banner.svg"
    return Sample(
        id=number, kind="image", seconds=0.0, key=url, small_key=url, width=1200, height=[560, 400, 800, 1200][number], blurhash="LKN]Rv%2Tw=w]~RBVZRi};RPxuwH",
        alt=["Evening hills with a bench under an apple tree.", "", "The village from above.", "A boat, far out."][number],
        focus_x=-0.4, focus_y=0.2, small_width=600, small_height=280,
    )  # fmt: skip


def _form() -> Sample:
    poll = Sample(options=(), lasts_s="86400", multiple="", hide_totals="")
    return Sample(
        act="publish", text="", warning="", sensitive=False, language="", audience="everyone", reply_to_id="",
        pictures=(), poll=poll, publish_at="", once="once", draft_id="", version="",
        quote_id="", quote_policy="everyone",
    )  # fmt: skip
