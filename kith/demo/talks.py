"""What the village says where nobody else listens: between two, and in a group or three."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import accept, brighten_message, found_group, open_pair, pin, pin_message, react, read, send
from kith.conversations.model import MessageWish
from kith.demo.closeness import be
from kith.demo.history import Chronicle
from kith.demo.pictures import landscape
from kith.demo.words import ALTS
from kith.media import upload


@dataclass(frozen=True)
class Line:
    """Who says what, how many hours ago; `answers` counts lines back, `loved` is who put which emoji on it."""

    who: str
    hours_ago: float
    text: str
    answers: int = 0
    loved: tuple[tuple[str, str], ...] = ()
    picture: int | None = None
    brightens: str = ""  # whose day


@dataclass(frozen=True)
class Talk:
    """A conversation: of two, or of a group with a name, whose first one founds it. `read_by` have read to its end."""

    people: tuple[str, ...]
    lines: tuple[Line, ...]
    name: str = ""
    read_by: tuple[str, ...] = ()
    on_top_of: tuple[str, ...] = ()
    pinned: tuple[tuple[str, int], ...] = ()  # who pins which line


TALKS = (
    Talk(
        ("ana", "mara"),
        (
            Line("ana", 167, "Sunday walk? The heath, if the wind lets us."),
            Line("mara", 166.5, "Yes."),
            Line("ana", 166.4, "You have not looked at the clock yet.", answers=1),
            Line("mara", 166, "I never do when you ask. What time?", loved=(("ana", "❤️"),)),
            Line("ana", 165.8, "Two. I bring the peppermint, you bring the story of the mayor."),
            Line("mara", 140, "Here is where we turned round. I did not want to.", picture=0, loved=(("ana", "😍"),)),
            Line("ana", 139, "I have put it on the fridge. My mother asked who painted it.", brightens="mara"),
            Line("mara", 26, "The 4b has a question for you: how does one write a lesson?"),
            Line("ana", 25.6, "One listens at the bakery. Tell them the truth."),
            Line("mara", 25.5, "They say that is not a method 😄"),
            Line("ana", 3.2, "Tomorrow’s is about them, then. Number 272: Ask a class.", loved=(("mara", "🎉"),)),
            Line("ana", 3.1, "Do you still have my big umbrella? The green one with one tired rib."),
        ),
        on_top_of=("mara",),
    ),
    Talk(
        ("ruth", "mara"),
        (
            Line("ruth", 52, "Forty-one jars. I have stopped counting the small ones."),
            Line("mara", 51, "Mum. There are three of us."),
            Line("ruth", 50.8, "And winter.", answers=1, loved=(("mara", "😂"),)),
            Line("mara", 30, "I can come on Saturday already and help with the ladder."),
            Line("ruth", 29.5, "Your brother wants to hold the ladder. So come twice: once to hold the ladder, once to hold him."),
            Line("mara", 29, "I will bring the big pot and a helmet.", brightens="ruth"),
            Line("ruth", 1.4, "The hill this morning. I stood at the window until the coffee was cold.", picture=4),
        ),
    ),
    Talk(
        ("ben_holm", "mara"),
        (
            Line("ben_holm", 75, "If you take the 9:12 instead of the 9:02 you get the old railcar. Same ticket."),
            Line("mara", 74, "And ten minutes late for school."),
            Line("ben_holm", 73.9, "But happy."),
            Line("mara", 8, "I took it. You were right. It hums.", loved=(("ben_holm", "🚂"),), brightens="ben_holm"),
            Line("ben_holm", 7.5, "IN THIRDS"),
        ),
        read_by=("mara", "ben_holm"),
    ),
    Talk(
        ("ingrid", "mara", "mila", "yusuf", "rosa"),
        (
            Line("ingrid", 99, "Altos and friends of altos: who can sit at the door on Sunday?"),
            Line("mila", 98, "Me, if the car says yes."),
            Line("yusuf", 97.5, "I fetch you. The car may stay at home and think about itself.", answers=1, loved=(("mila", "🙏"), ("ingrid", "👏"))),
            Line("rosa", 96, "I leave forty rolls at the mill at four. Do not let the tenors near them before the second half."),
            Line("mara", 95, "They are weak. I will guard them with my life.", answers=1, loved=(("rosa", "😂"), ("ingrid", "😂"), ("yusuf", "😂"))),
            Line("ingrid", 20, "The second verse on Thursday by heart, please. Those who know it may close their eyes."),
            Line("mila", 6, "I sang it to the washing machine. It stopped to listen."),
            Line("yusuf", 5.5, "It stopped because it is broken. I come by tomorrow.", answers=1, loved=(("mila", "❤️"),)),
        ),
        name="Altos, and rolls",
        read_by=("ingrid", "rosa"),
    ),
    Talk(
        ("ana", "mara", "mila"),  # without Jo and Tomas: a friend who writes again has not been away
        (
            Line("ana", 60, "Jo is back at the coast, so it is official: the library can be locked again."),
            Line("mila", 58, "Who has the key? And who has Mara’s Lindgren, before anybody asks?", loved=(("mara", "😮"), ("ana", "😂"))),
            Line("mara", 57, "Jo has both. Thirty-five years, and I have not written a line."),
            Line("mila", 56.5, "Then write two. The key comes by itself.", answers=1, loved=(("mara", "❤️"),)),
            Line("ana", 12, "Second Saturday of next month, my kitchen. There will be soup and no speeches."),
        ),
        name="10b, of the library",
        read_by=("ana",),
        pinned=(("mila", 4),),
    ),
    Talk(
        ("mara", "piotr"),
        (
            Line("mara", 80, "How is the piano? And the fingers?"),
            Line("piotr", 33, "The left hand is a carpenter. The right hand is learning to be a guest."),
            Line("mara", 32, "May I tell that to Ingrid? She will want to sing it.", loved=(("piotr", "🙂"),)),
        ),
        read_by=("mara", "piotr"),
    ),
    Talk(
        ("noor", "mara"),
        (
            Line("noor", 15, "Good evening. I am Noor, we stood together at the bakery when it rained."),
            Line("noor", 14.9, "My daughter comes into your class on Monday. She asks if she may bring her own cup."),
        ),
    ),
    Talk(
        ("noor", "layla"),
        (
            Line("noor", 9, "مساء الخير. وجدت الزعتر عند المحطة، أحضر لكِ منه غدًا."),
            Line("layla", 8.5, "الله يسعدك! عندي شاي ينتظر.", loved=(("noor", "❤️"),)),
        ),
    ),
)  # fmt: skip


LINES = tuple((number, line) for number, talk in enumerate(TALKS) for line in talk.lines)


def write_talks(tell: Chronicle) -> None:
    """Write down when each line is said."""
    for number, (_talk, line) in enumerate(LINES):
        tell.say(line.who, line.hours_ago, number)


class Talking:
    """Lets the village talk, line by line, in the order in which it was said."""

    def __init__(self, ids: Mapping[str, Id]) -> None:
        self.ids = ids
        self._rooms: dict[int, Id] = {}
        self._said: dict[int, list[Id]] = {}

    async def say(self, work: Work, line_number: int) -> None:
        """Let somebody say their line, and those who love it say so. Who speaks has let the others in."""
        number, line = LINES[line_number]
        room, said = await self._room(work, number), self._said.setdefault(number, [])
        be(work, self.ids[line.who])
        await accept(work, room)
        wish = MessageWish(
            text=line.text,
            reply_to_id=said[-line.answers] if line.answers else None,
            media_ids=() if line.picture is None else (await self._picture(work, line.picture),),
        )
        message = await send(work, room, wish)
        said.append(message.id)
        for who, emoji in line.loved:
            be(work, self.ids[who])
            await react(work, message.id, emoji)
        if line.brightens:
            be(work, self.ids[line.brightens])
            await brighten_message(work, message.id, bright=True)
        if line is TALKS[number].lines[-1]:
            await self._end(work, TALKS[number], room, said)

    async def _end(self, work: Work, talk: Talk, room: Id, said: Sequence[Id]) -> None:
        for who, line_number in talk.pinned:
            be(work, self.ids[who])
            await pin_message(work, said[line_number])
        for who in talk.read_by:
            be(work, self.ids[who])
            await read(work, room)
        for who in talk.on_top_of:
            be(work, self.ids[who])
            await pin(work, room, pinned=True)

    async def _room(self, work: Work, number: int) -> Id:
        talk = TALKS[number]
        if number not in self._rooms:
            be(work, self.ids[talk.people[0]])
            others = [self.ids[one] for one in talk.people[1:]]
            if talk.name:
                self._rooms[number] = (await found_group(work, talk.name, others)).id
            else:
                self._rooms[number] = (await open_pair(work, others[0])).id
        return self._rooms[number]

    async def _picture(self, work: Work, number: int) -> Id:
        return (await upload(work, landscape(number), alt=ALTS[number % len(ALTS)])).id
