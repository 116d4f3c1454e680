"""What happened in the village: a list of acts, oldest first, made by chance that is the same every time."""

import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from kith.demo.cast import Villager
from kith.demo.deed import Deed
from kith.demo.words import ANSWERS, THANKS, saying

DAYS = 730
BUSY_DAYS = 30  # the last month is told in full, what lies before only now and then
PAST_SHARE = 0.1
PAST_A_WEEK_MAX = 0.5

Kind = Literal[
    "post", "answer", "like", "repost", "vote", "bookmark", "draft", "read", "say", "promise", "look", "desk"
]


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
    pictures: tuple[int, ...] = ()
    poll: tuple[str, ...] = ()
    choice: int = 0
    language: str = "en"
    deed: Deed | None = None


class VillageClock:
    """The time in the village: where its history has come to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Tell it."""
        return self.now


class Chronicle:
    """Collects acts."""

    def __init__(self, people: Sequence[Villager], chance: random.Random, today: datetime) -> None:
        self._people = people
        self._chance = chance
        self._today = today
        self._circles: dict[str, list[Villager]] = {}
        for one in people:
            for circle in one.circles:
                self._circles.setdefault(circle, []).append(one)
        self.acts: list[Act] = []
        self._posts = 0

    def tell_days(self) -> None:
        """Write down what people say from day to day."""
        for one in self._people:
            for number, days_ago in enumerate(self._days_of(one)):
                self._post(one, days_ago, number)

    def in_order(self) -> list[Act]:
        """Give everything, oldest first."""
        return sorted(self.acts, key=lambda act: (act.at, act.post, act.kind != "post"))

    def post(self, who: str, hours_ago: float, text: str, **more: object) -> int:
        """Let somebody say this. Gives the post's number."""
        self._posts += 1
        at = self._today - timedelta(hours=hours_ago)
        self.acts.append(Act(at=at, who=who, kind="post", post=self._posts, text=text, **more))  # type: ignore[arg-type]
        return self._posts

    @property
    def today(self) -> datetime:
        """When the village stands there."""
        return self._today

    def promise(self, who: str, hours_ago: float, number: int) -> None:
        """Let somebody promise themselves something, by its number."""
        self.acts.append(Act(at=self._today - timedelta(hours=hours_ago), who=who, kind="promise", choice=number))

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
        turn = zlib.crc32(one.handle.encode()) + number
        text = saying(chance, one.voice, turn, number)
        audience = chance.choices(("everyone", "followers", "unlisted"), (8, 2, 1))[0]
        pictures = (chance.randrange(9),) if chance.random() < 0.035 else ()
        made = self.post(
            one.handle, hours_ago, text, audience="everyone" if one.kind == "organisation" else audience,
            pictures=pictures, language="ar" if one.voice == "arabic" else "en",
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
        known = [other for circle in one.circles for other in self._circles[circle]]
        near = [other for other in known if other is not one and not other.silent_until_days]
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

    def keep(self, who: str, hours_ago: float, text: str) -> None:
        """Let somebody begin a post and leave it for later."""
        self.acts.append(Act(at=self._today - timedelta(hours=hours_ago), who=who, kind="draft", text=text))

    def letter(self, who: str, to: str, hours_ago: float, text: str, about: int = 0) -> int:
        """Let somebody write to one other alone, or answer so. Gives the post's number."""
        self._posts += 1
        at, kind = self._today - timedelta(hours=hours_ago), "answer" if about else "post"
        words = f"@{to} {text}"
        self.acts.append(
            Act(at=at, who=who, kind=kind, post=self._posts, about=about, text=words, audience="mentioned")  # type: ignore[arg-type]
        )
        return self._posts

    def say(self, who: str, hours_ago: float, line: int) -> None:
        """Let somebody say a line of a conversation, by its number."""
        self.acts.append(Act(at=self._today - timedelta(hours=hours_ago), who=who, kind="say", choice=line))

    def at_desk(self, deed: Deed, wave: int = 0) -> None:
        """Let somebody write to the clinic, or do something at its desk; with the others of its wave at once."""
        at = self._today - timedelta(hours=deed.hours_ago)
        self.acts.append(Act(at=at, who=deed.who, kind="desk", choice=wave, deed=deed))

    def read(self, who: str, hours_ago: float) -> None:
        """Let somebody read Home to its end."""
        self.acts.append(Act(at=self._today - timedelta(hours=hours_ago), who=who, kind="read"))

    def look(self, who: str, hours_ago: float) -> None:
        """Let somebody look into their mirror; the first time they turn it on."""
        self.acts.append(Act(at=self._today - timedelta(hours=hours_ago), who=who, kind="look"))
