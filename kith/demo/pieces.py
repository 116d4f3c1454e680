"""What a visitor sees first: the talks of the last days, written out; around them, what chance tells."""

import random
from collections.abc import Sequence
from datetime import datetime

from kith.demo.cast import NAMED, Villager
from kith.demo.closeness import write_letters
from kith.demo.desk import write_desk
from kith.demo.history import Act, Chronicle
from kith.demo.mirror import write_mirror
from kith.demo.promises import write_promises
from kith.demo.remembered import write_remembrance
from kith.demo.taking_in import write_gladness
from kith.demo.talks import write_talks

LAST_READ_HOURS = 6 * 24  # ago, everybody with a name read Home to its end


def write_history(people: Sequence[Villager], chance: random.Random, today: datetime) -> list[Act]:
    """Write two years of the village, oldest first."""
    chronicle = Chronicle(people, chance, today)
    chronicle.tell_days()
    for tell in (
        _family_evening,
        _school,
        _rehearsal,
        _helping_hands,
        _old_mill,
        _kept,
        write_letters,
        write_talks,
        write_desk,
        write_gladness,
        write_promises,
        write_mirror,
        write_remembrance,
        _brother,
        _last_read,
    ):
        tell(chronicle)
    return chronicle.in_order()


def _family_evening(tell: Chronicle) -> None:
    sunday = tell.post("ruth", 27, "Sunday, everybody. The ladder, the baskets, and whoever still owes me a jar.")
    for who in ("ben_holm", "rosa", "layla"):
        tell.react(who, "like", sunday, 26)
    tell.answer("ben_holm", sunday, 26, "I bring the ladder. And an appetite.")
    coming = tell.answer("mara", sunday, 25, "Ben, wear something old this time.")
    tell.answer("ruth", coming, 24.5, "He has nothing else. I have checked.")
    tell.post(
        "ruth",
        0.4,
        "The quinces are ready. If you come on Sunday bring the big pot, yours is better than mine and we both "
        "know it. @mara",
    )
    hello = tell.post("jo", 9, "Is this on? Jo here. It has been a while, and it was not you, it was me.")
    tell.answer("ruth", hello, 8.5, "Jo! I had been wondering about you for years.")
    tell.answer("ana", hello, 8, "The whole of class 10b has just put the kettle on.")
    coast = tell.post(
        "jo",
        1.2,
        "We moved back to the coast. Evenings at the long table again, and there is always a chair.",
        pictures=(0,),
    )
    for who in ("ana", "ruth", "ingrid"):
        tell.react(who, "like", coast, 1)
    tell.post("tomas", 17000, "Hello from the new flat. Boxes everywhere.")


def _school(tell: Chronicle) -> None:
    mayor = tell.post(
        "mara",
        50,
        "Class 4b has written to the mayor about the crossing. He wrote back, to each of them, by hand.",
        pictures=(5,),
    )
    for hours, who in enumerate(("ana", "ruth", "ingrid", "mila", "yusuf", "noor", "layla", "emil")):
        tell.react(who, "like", mayor, 48 - 5 * hours)
    tell.react("ana", "repost", mayor, 40)
    tell.answer("mila", mayor, 46, "Mine sleeps with the letter under the pillow.")
    outing = tell.post(
        "mara", 21, "Where shall class 4b walk before the frost comes? You decide, we carry the tea. #school5",
        poll=("Round the mill pond", "Up to the chapel hill", "Along the old railway"),
    )  # fmt: skip
    for number, who in enumerate(("ruth", "ben_holm", "ana", "piotr", "mila", "yusuf", "ingrid", "rosa", "henrik")):
        tell.react(who, "vote", outing, 20 - number, choice=(0, 2, 1, 0, 0, 2, 1, 0, 1)[number])
    tell.answer("ben_holm", outing, 19, "The old railway, obviously. I will explain every sleeper. #trains")
    tell.post(
        "ana", 4,
        "Three walks of this week, for those who sat inside. @mara, the bench is where we left it.",
        pictures=(1, 3, 8),
    )  # fmt: skip


def _rehearsal(tell: Chronicle) -> None:
    piano = tell.post("piotr", 120, "Does anyone know a patient piano teacher? For me, not for the kids.")
    tell.answer("ingrid", piano, 100, "I know three. Which of your fingers is the impatient one?")
    date = tell.post(
        "ingrid",
        30,
        "When shall we rehearse before the concert? @mara has the key to the mill.",
        poll=("Tuesday", "Thursday, as always", "Saturday morning"),
    )
    for number, who in enumerate(("ruth", "mila", "yusuf", "rosa", "henrik", "noor")):
        tell.react(who, "vote", date, 28 - number, choice=number % 3)


def _helping_hands(tell: Chronicle) -> None:
    lift = tell.post("mila", 6, "Could anybody take us to @linden_clinic on Tuesday at nine? The car says no.")
    tell.answer("emil", lift, 5, "I pass by with the bread at half past eight. There is room between the rolls.")
    tell.react("linden_clinic", "like", lift, 4)
    ask = tell.post(
        "noor", 26, "Good evening. @morning_bakery do you bake without sesame? My daughter must not have it."
    )
    bread = tell.answer(
        "morning_bakery",
        ask,
        25,
        "We do: the rye and the milk rolls never meet a sesame seed. Come at ten and ask for Rosa, she will show "
        "you the board.",
    )
    tell.answer("noor", bread, 24, "Thank you. She ate two on the way home.")
    tell.react("mara", "like", bread, 23)
    tell.post(
        "samira",
        20,
        "A word about waiting rooms, for those who have sat in one too long lately.",
        warning="Illness in the family",
    )


def _old_mill(tell: Chronicle) -> None:
    """A talk with long answers, four deep."""
    mill = tell.post(
        "mara", 33,
        "Class 4b collects stories of the old mill. What do you remember? Long ones are welcome, we have all winter.",
        pictures=(6,),
    )  # fmt: skip
    flour = tell.answer(
        "ruth", mill, 32,
        "My grandfather carried sacks there when he was eleven. He said the trick was to breathe out on the stairs. In "
        "the winter of the big snow the wheel froze, and the whole village stood in the yard with kettles, one after "
        "the other, until it turned. He got a white roll for it, the first of his life, and he kept half of it in his "
        "coat for my grandmother. That is how we come to exist.",
    )  # fmt: skip
    kettle = tell.answer("mara", flour, 31, "You never told me about the roll.")
    asked = tell.answer("ruth", kettle, 30.5, "You never asked. It took class 4b.")
    tell.answer("ben_holm", asked, 30, "I am putting this on the fridge.")
    swim = tell.answer("yusuf", mill, 29, "I learned to swim below the sluice. Nobody had told me it was forbidden.")
    tell.answer("otto", swim, 28, "It was forbidden because of you.")
    tell.answer(
        "ingrid", mill, 26,
        "The choir moved in when the miller’s daughter said the hall was cold but the echo was warm. We have sung with "
        "gloves since.",
    )  # fmt: skip
    for hours, who in enumerate(("ana", "rosa", "noor", "samira", "henrik", "lea", "mila")):
        tell.react(who, "like", mill, 30 - hours)
    for who in ("mara", "ben_holm", "ana"):
        tell.react(who, "bookmark", flour, 28)


def _brother(tell: Chronicle) -> None:
    """He has much to say, and he is loved. Thirty times a day."""
    for number in range(60):
        station, minute = TRAINS[number % len(TRAINS)], (number * 7) % 60
        tell.post(
            "ben_holm",
            47 - number * 0.78,
            f"{station}, {number % 24}:{minute:02}. {REMARKS[number % len(REMARKS)]} #trains",
        )


def _last_read(tell: Chronicle) -> None:
    for one in NAMED:
        if one.kind == "person":
            tell.read(one.handle, LAST_READ_HOURS)


def _kept(tell: Chronicle) -> None:
    tell.keep("mara", 15, "What I learned from parents’ evening, in three sentences. First: bring cake.")
    tell.keep("mara", 70, "Dear neighbours, about the drums. We are sorry, and also we are not.")
    tell.react("ana", "repost", tell.post("mill_choir", 44, CONCERT), 40)


CONCERT = (
    "First Sunday of Advent, five o’clock, the old mill :note: Free, as always. Bring a cushion and somebody. #choir"
)
TRAINS = ("Upper Mill", "Lower Mill", "Linden Halt", "Harbour East", "The long tunnel", "Quarry Bridge", "Old Town")
REMARKS = (
    "On time.", "Two minutes late, beautifully so.", "Somebody has drawn a fox on carriage three.", "Window seat!",
    "Dining car: out of soup.", "The conductor hums.", "A dog got on alone and got off alone.", "Signals, my loves.",
    "I counted nine deer.", "They have painted the footbridge green.", "The heating is on. In all of us.",
)  # fmt: skip
