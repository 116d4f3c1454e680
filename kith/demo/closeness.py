"""Who writes to whom, and what they say they are: what makes some people close, and lets an old friend come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.demo.history import DAYS, Chronicle
from kith.finding import state_past
from kith.finding.model import PastWish
from kith.friends import set_birthday
from kith.people import remark
from kith.ties import answer_paths, confirm, hope_to_hear, propose
from kith.ties.model import Past, RelationKind


@dataclass(frozen=True)
class Letters:
    """Two who write to each other, every so many days, from so long ago until then."""

    one: str
    other: str
    every_days: float
    begun_days: float
    ended_days: float
    voice: str = "near"


PAIRS = (
    Letters("ruth", "mara", 1.5, 80, 0.3, "family"),
    Letters("ben_holm", "mara", 4, 80, 2, "family"),
    Letters("ana", "mara", 6, 200, 1.2),
    Letters("ingrid", "mara", 14, 200, 8),
    Letters("yusuf", "mara", 30, 250, 20),
    Letters("jo", "mara", 3, DAYS - 15, DAYS - 75, "school"),
    Letters("jo", "ana", 5, DAYS - 15, DAYS - 75, "school"),
    Letters("tomas", "mara", 6, DAYS - 15, DAYS - 60, "school"),
    Letters("rosa", "emil", 2, 60, 1, "family"),
    Letters("samira", "henrik", 3, 60, 1),
    Letters("ruth", "ben_holm", 3, 60, 1, "family"),
    Letters("lea", "ruth", 9, 60, 4),
    Letters("lea", "ingrid", 11, 60, 6),
    Letters("otto", "yusuf", 12, 60, 5),
    Letters("otto", "ana", 13, 60, 9),
)
WORDS = {
    "family": (
        ("Did you sleep? You looked tired on Sunday.", "Like a stone. Thank you for the soup."),
        ("I found your blue scarf. It was on the dog.", "Then it is his now. Tell him it suits him."),
        ("Shall I bring the ladder or the good knives?", "Both. And yourself."),
        ("The doctor says I am as old as I am.", "That is a relief. Call me tonight?"),
        ("There is a jar for you on the stairs.", "I know. It did not survive the evening."),
    ),
    "near": (
        ("Walk on Thursday, if it does not pour?", "And if it does, tea."),
        ("I thought of you at the market: they had the small pears.", "You bought them. Say that you bought them."),
        ("How did the talk with the parents go?", "Better than I feared. I tell you on the bench."),
        ("Would you read something before I send it?", "Send it. I have a pencil and an hour."),
    ),
    "school": (
        ("Do you still have the class photograph?", "The one with all that hair? On the wall."),
        ("They are pulling down the old gym.", "I can smell it from here."),
        ("I am moving on Saturday. Far.", "Write from there. Write at all."),
        ("Remember how we got locked into the library?", "Locked in? I had the key."),
    ),
}


LIKED_EVERY = 6  # letters: then each likes what the other wrote


def write_letters(tell: Chronicle) -> None:
    """Write them, and the answers some hours later; and the few that nobody has answered yet."""
    for pair in PAIRS:
        days, number = pair.begun_days, 0
        while days > pair.ended_days:
            asked, answered = WORDS[pair.voice][number % len(WORDS[pair.voice])]
            first, second = (pair.one, pair.other) if number % 2 else (pair.other, pair.one)
            letter = tell.letter(first, second, days * 24, asked)
            if days * 24 - 5 > 0:
                answer = tell.letter(second, first, days * 24 - 5, answered, about=letter)
                if number % LIKED_EVERY == 0:
                    tell.react(second, "like", letter, days * 24 - 5)
                    tell.react(first, "like", answer, days * 24 - 5.5)
            days, number = days - pair.every_days, number + 1
    tell.letter("yusuf", "mara", 38, "Your bicycle is ready. The bell, too, though it sounds like a duck.")
    tell.letter("mila", "mara", 62, "Is there homework over the holidays, or may I say no to both of them?")
    tell.letter("mara", "piotr", 9 * 24, "How is the piano? And the fingers?")


ALWAYS = Past()


@dataclass(frozen=True)
class Declared:
    """What two say they are to each other; only the first has said it where it is still `asked`."""

    one: str
    other: str
    kind: RelationKind
    past: Past = ALWAYS
    asked: bool = False


_SCHOOL = Past(from_year=1987, until_year=1991, place="School no. 5")
RELATIONS = (
    Declared("ruth", "mara", "family"),
    Declared("ben_holm", "mara", "family"),
    Declared("ruth", "ben_holm", "family"),
    Declared("ana", "mara", "friend", Past(from_year=1996)),
    Declared("ana", "mara", "schoolmate", _SCHOOL),
    Declared("jo", "mara", "schoolmate", _SCHOOL),
    Declared("jo", "ana", "schoolmate", _SCHOOL),
    Declared("tomas", "mara", "schoolmate", _SCHOOL),
    Declared("rosa", "emil", "family"),
    Declared("samira", "henrik", "colleague", Past(from_year=2019, place="Linden Clinic")),
    Declared("ingrid", "mara", "friend", Past(from_year=2014, place="Upper Mill Choir"), asked=True),
)
NOTES = (
    ("mara", "ana", "Peppermint, never black tea. Her mother’s name is Teresa."),
    ("mara", "jo", "Left in a hurry. Still has my Lindgren, the one with the torn cover."),
    ("ana", "mara", "Sunday walks. She says yes before she has looked at the clock."),
)
HOPES = (("tomas", "mara"), ("jo", "mara"))
BORN = (("ruth", 1952, 4), ("ana", 1976, 9), ("jo", 1976, 2))  # in which year, and in how many days they celebrate

_CLASS = PastWish(kind="school", name="School no. 5", from_year=1987, until_year=1991, seen_by="everyone")
_VILLAGE = PastWish(kind="place", name="Upper Mill", from_year=1998, seen_by="everyone", lives_there=True)
SCHOOLED = ("mara", "ana", "jo", "tomas")  # who say so, too, where others who were there find them
AT_HOME = ("mara", "ana", "ruth", "yusuf")
UNMET = ("lea", "otto")  # Mara does not know them yet, and two of her people do
UNASKED = ("mila", "noor", "layla")  # have not said yet whether others may find each other through them


async def declare(work: Work, ids: Mapping[str, Id], today: date) -> None:
    """Let them say what they are to each other, each for themselves, keep their notes, and tell their birthdays."""
    for one in RELATIONS:
        be(work, ids[one.one])
        await propose(work, ids[one.other], one.kind, one.past)
        if not one.asked:
            be(work, ids[one.other])
            await confirm(work, ids[one.one], one.kind)
    for who, about, text in NOTES:
        be(work, ids[who])
        await remark(work, ids[about], text)
    for who, about in HOPES:
        be(work, ids[who])
        await hope_to_hear(work, ids[about])
    for who, person_id in ids.items():
        if who not in UNASKED:
            be(work, person_id)
            await answer_paths(work, on=True)
    for who in SCHOOLED:
        be(work, ids[who])
        day = (today + timedelta(days=2)).replace(year=1991, day=min((today + timedelta(days=2)).day, 28))
        await state_past(work, msgspec.structs.replace(_CLASS, day_on=day if who == "tomas" else None))
    for who in AT_HOME:
        be(work, ids[who])
        await state_past(work, _VILLAGE)
    for who, year, days in BORN:
        be(work, ids[who])
        on = today + timedelta(days=days)
        await set_birthday(work, date(year, on.month, on.day), "followers")


def be(work: Work, account_id: Id) -> None:
    """Act as somebody from here on."""
    work.actor = work.hand = account_id
    work.memo.clear()
