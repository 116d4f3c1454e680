"""What happened in the village: a list of acts, oldest first, made by chance that is the same every time."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from kith.demo.cast import Villager
from kith.demo.words import ANSWERS, THANKS, saying

DAYS = 730
BUSY_DAYS = 30  # the last month is told in full, what lies before only now and then
PAST_SHARE = 0.1
PAST_A_WEEK_MAX = 0.5

Kind = Literal["post", "answer", "like", "repost", "vote"]


@dataclass(frozen=True)
class Act:
    """Who does what, when. `post` numbers the post that it makes, `about` the one that it is about."""

    at: datetime
    who: str
    kind: Kind
    post: int = 0
    about: int = 0
    text: str = ""
    warning: str = ""
    audience: str = "everyone"
    picture: int | None = None
    poll: tuple[str, ...] = ()
    choice: int = 0
    language: str = "en"


class Chronicle:
    """Collects acts."""

    def __init__(self, people: Sequence[Villager], chance: random.Random, today: datetime) -> None:
        self._people = people
        self._chance = chance
        self._today = today
        self._circles: dict[str, list[Villager]] = {}
        for one in people:
            self._circles.setdefault(one.circle, []).append(one)
        self.acts: list[Act] = []
        self._posts = 0

    def tell_all(self) -> list[Act]:
        """Write down everything, and give it in order."""
        for one in self._people:
            for number, days_ago in enumerate(self._days_of(one)):
                self._post(one, days_ago, number)
        self._set_pieces()
        return sorted(self.acts, key=lambda act: (act.at, act.post, act.kind != "post"))

    def post(self, who: str, hours_ago: float, text: str, **more: object) -> int:
        """Let somebody say this. Gives the post's number."""
        self._posts += 1
        at = self._today - timedelta(hours=hours_ago)
        self.acts.append(Act(at=at, who=who, kind="post", post=self._posts, text=text, **more))  # type: ignore[arg-type]
        return self._posts

    def answer(self, who: str, about: int, hours_ago: float, text: str) -> int:
        """Let somebody answer."""
        self._posts += 1
        at = self._today - timedelta(hours=hours_ago)
        self.acts.append(Act(at=at, who=who, kind="answer", post=self._posts, about=about, text=text))
        return self._posts

    def react(self, who: str, kind: Kind, about: int, hours_ago: float, choice: int = 0) -> None:
        """Let somebody like, pass on or vote."""
        at = self._today - timedelta(hours=hours_ago)
        self.acts.append(Act(at=at, who=who, kind=kind, about=about, choice=choice))

    def _days_of(self, one: Villager) -> list[float]:
        """Choose when somebody posts: days before today, the oldest first."""
        past_rate = min(PAST_A_WEEK_MAX, one.posts_a_week * PAST_SHARE)
        days = [DAYS - self._chance.random() * 10] if one.silent_until_days else []
        if not one.silent_until_days:
            days += self._times(past_rate, BUSY_DAYS, DAYS)
            days += self._times(one.posts_a_week, 0.2, BUSY_DAYS)
        return sorted(days, reverse=True)

    def _times(self, a_week: float, nearest: float, farthest: float) -> list[float]:
        expected = a_week * (farthest - nearest) / 7
        count = int(expected) + (self._chance.random() < expected % 1)
        return [nearest + self._chance.random() * (farthest - nearest) for _ in range(count)]

    def _post(self, one: Villager, days_ago: float, number: int) -> None:
        chance = self._chance
        hours_ago = self._by_day(days_ago) * 24
        text = saying(chance, one.voice, number)
        audience = chance.choices(("everyone", "followers", "unlisted"), (8, 2, 1))[0]
        picture = chance.randrange(9) if chance.random() < 0.05 else None
        made = self.post(
            one.handle, hours_ago, text, audience="everyone" if one.kind == "organisation" else audience,
            picture=picture, language="ar" if one.voice == "arabic" else "en",
        )  # fmt: skip
        self._responses(one, made, hours_ago)

    def _by_day(self, days_ago: float) -> float:
        """Move what falls into the night to the waking hours."""
        at = self._today - timedelta(days=days_ago)
        if 0 <= at.hour < 6:
            at = at.replace(hour=6 + at.hour * 2)
        return max(0.02, (self._today - at).total_seconds() / 86400)

    def _responses(self, one: Villager, made: int, hours_ago: float) -> None:
        chance = self._chance
        near = [other for other in self._circles[one.circle] if other is not one and not other.silent_until_days]
        if not near:
            return
        tired = one.voice == "loud"
        for _ in range(chance.choice((0, 0, 1, 1, 2)) if not tired else 0):
            self.react(chance.choice(near).handle, "like", made, hours_ago * chance.random() * 0.9)
        if chance.random() < (0.05 if tired else 0.28):
            when = hours_ago * (1 - 0.2 * chance.random())
            friend = chance.choice(near).handle
            answered = self.answer(friend, made, when, chance.choice(ANSWERS))
            if chance.random() < 0.5:
                self.answer(one.handle, answered, when * 0.98, chance.choice(THANKS))
        if chance.random() < 0.03 and not tired:
            self.react(chance.choice(near).handle, "repost", made, hours_ago * 0.8)

    def _set_pieces(self) -> None:
        """What a visitor sees first: the evening of the pictures in the design."""
        self._family_evening()
        self._rehearsal()
        self._helping_hands()

    def _family_evening(self) -> None:
        quinces = self.post(
            "ruth",
            9,
            "The quinces are ready. If you come on Sunday bring the big pot, yours is better than mine and we both "
            "know it. @mara",
        )
        self.react("ben_holm", "like", quinces, 8)
        self.answer("ben_holm", quinces, 8, "I bring the ladder. And an appetite.")
        coast = self.post(
            "jo",
            2,
            "We moved back to the coast. Evenings at the long table again, and there is always a chair.",
            picture=0,
        )
        self.answer("mara", coast, 1.5, "Jo! I had been wondering about you for years.")
        self.post("tomas", 17000, "Hello from the new flat. Boxes everywhere.")
        self.post(
            "mara",
            50,
            "Class 4b has written to the mayor about the crossing. He wrote back, to each of them, by hand.",
            picture=2,
        )

    def _rehearsal(self) -> None:
        piano = self.post("piotr", 120, "Does anyone know a patient piano teacher? For me, not for the kids.")
        self.answer("ingrid", piano, 100, "I know three. Which of your fingers is the impatient one?")
        date = self.post(
            "ingrid",
            30,
            "When shall we rehearse before the concert? @mara has the key to the mill.",
            poll=("Tuesday", "Thursday, as always", "Saturday morning"),
        )
        for number, who in enumerate(("ruth", "mila", "yusuf", "rosa", "henrik", "noor")):
            self.react(who, "vote", date, 28 - number, choice=number % 3)

    def _helping_hands(self) -> None:
        lift = self.post("mila", 6, "Could anybody take us to @linden_clinic on Tuesday at nine? The car says no.")
        self.answer("emil", lift, 5, "I pass by with the bread at half past eight. There is room between the rolls.")
        self.react("linden_clinic", "like", lift, 4)
        ask = self.post(
            "noor", 26, "Good evening. @morning_bakery do you bake without sesame? My daughter must not have it."
        )
        bread = self.answer(
            "morning_bakery",
            ask,
            25,
            "We do: the rye and the milk rolls never meet a sesame seed. Come at ten and ask for Rosa, she will show "
            "you the board.",
        )
        self.answer("noor", bread, 24, "Thank you. She ate two on the way home.")
        self.react("mara", "like", bread, 23)
        self.post(
            "samira",
            20,
            "A word about waiting rooms, for those who have sat in one too long lately.",
            warning="Illness in the family",
        )


def write_history(people: Sequence[Villager], chance: random.Random, today: datetime) -> list[Act]:
    """Write two years of the village, oldest first."""
    return Chronicle(people, chance, today).tell_all()
