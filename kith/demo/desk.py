"""A few days at the clinic's desk: who writes to it, in private and before everybody, and what its four do about it."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.conversations import brighten_answer, open_pair, send
from kith.conversations.model import MessageWish
from kith.demo.closeness import be
from kith.demo.deed import CLINIC, Deed
from kith.demo.desk_mail import BY_MAIL, let_mail_come
from kith.demo.desk_past import past_deeds
from kith.demo.history import Chronicle
from kith.desk import (
    AnswerWish,
    WayWish,
    add_name,
    answer,
    give,
    label,
    load_case,
    load_list,
    mark_news,
    note,
    save_reply,
    say_how_it_was,
    set_naming,
    settle,
    settled_for_me,
    snooze,
    take,
    take_private,
    tell_way,
)
from kith.desk.model import Case, Channel, Feedback, NameDropped
from kith.posts import publish
from kith.posts.model import Words

OWNER = "samira"
CASES_MAX = 60
SNOOZED_DAYS = 3
WAY_DAYS = 80
FELT: Mapping[str, Feedback] = {"thanks": "thanks", "brightened": "brightened", "not_helped": "not_helped"}


DEEDS = (
    Deed(120, "samira", "keep", "A time|Dear {{name}}, please come on {{day}} at {{hour}}. The lower bell, if the stairs are too much."),
    Deed(119.9, "samira", "keep", "Without an appointment|Every morning until ten, {{name}}, no appointment needed. Bring a book: we take our time."),
    Deed(119.8, "henrik", "keep", "A result is there|Dear {{name}}, your result is there, and it is {{how}}. Call in between two and four if you want to talk about it."),
    Deed(100, "piotr", "write", "Good evening. May I have my old X-ray on paper? No hurry. I want to show my brother how straight I am."),
    Deed(99, "otto", "take", of="piotr"),
    Deed(98.9, "otto", "note", "It is in the cellar, year of the flood. I need the long ladder and a free hour.", of="piotr"),
    Deed(98.8, "otto", "label", "papers", of="piotr"),
    Deed(76, "noor", "write", "Good morning. The school asks for a letter about the sesame. Can you write one? My words are good for bread, not yet for offices."),
    Deed(75.6, "lea", "take", of="noor"),
    Deed(75.5, "lea", "answer", "Good morning, Noor. Yes, gladly. It says what she must not eat and what to do if she did. Otto has it at the front desk from noon, signed.", of="noor"),
    Deed(75, "noor", "write", "That was quick. She wants to carry it herself."),
    Deed(74.9, "lea", "answer", "Then we put it into an envelope with her name on it.", of="noor"),
    Deed(70, "lea", "settle", of="noor"),
    Deed(69, "noor", "feel", "thanks"),
    Deed(68.5, "lea", "news", of="noor"),
    Deed(66, "yusuf", "way", "Until the spring tournament: the stairs without the rail, then the ball"),
    Deed(60, "ruth", "way", "Every morning to the bench and back, measured in robins"),
    Deed(48, "emil", "write", "The van’s insurance wants to know since when my back is what it is. Do you have a date for that, or a decade?"),
    Deed(47.7, "otto", "answer", "Since the flour delivery of 12 March two years ago, says the file. The doctor adds a line when she is back.", of="emil"),
    Deed(47.6, "otto", "snooze", of="emil"),
    Deed(31, "ben_holm", "ask", "@linden_clinic Do you give flu shots without an appointment? Asking for a whole railway club."),
    Deed(30.6, "otto", "answer", "Every morning until ten, no appointment needed. Railway clubs in carriages of four, please: the waiting room is narrow gauge.", of="ben_holm", open=True),
    Deed(30.2, "ben_holm", "reply", "We will be on time. It is the arm that is afraid of the platform edge."),
    Deed(29.9, "otto", "answer", "Tell the arm: mind the gap, it closes in two seconds. Stickers with a locomotive are available, also for adults.", of="ben_holm", open=True),
    Deed(29.3, "ingrid", "listen", of="ben_holm"),
    Deed(29, "otto", "settle", of="ben_holm", open=True),
    Deed(28, "ben_holm", "feel", "brightened"),
    Deed(26, "ruth", "write", "The new tablets make me dizzy when I get up. Is it the tablets, or is it me?"),
    Deed(25.7, "henrik", "take", of="ruth"),
    Deed(25.6, "henrik", "label", "medicine, today", of="ruth"),
    Deed(25.5, "henrik", "answer", "Most likely the tablets, Ruth: they lower the pressure, and yours was never high in the morning. Please sit on the edge of the bed for a minute before you get up. Could you measure before and after, and write me both?", of="ruth"),
    Deed(25.4, "henrik", "note", "Half the dose in the evening? @samira, please have a look before she climbs that ladder on Sunday.", of="ruth"),
    Deed(25.3, "henrik", "give", "samira", of="ruth"),
    Deed(24.5, "samira", "note", "Yes, half, in the evening. And nobody of that family stands on a ladder alone.", of="ruth"),
    Deed(3.4, "ruth", "write", "118 lying down, 96 standing. I held on to the quinces."),
    Deed(13, "jo", "write", "Hello, Jo here, back at the coast after all. Do you still have my file, or has the sea got it?"),
    Deed(7.4, "samira", "mail"),
    Deed(6.3, "otto", "take", of=BY_MAIL),
    Deed(6.2, "otto", "note", "Came by mail, and no mailbox is connected in this village: nothing goes out from here. I answer her from the mail program: Tuesday at nine, and the dog waits with me at the front desk.", of=BY_MAIL),
    Deed(5.6, "henrik", "answer", "We have it, Jo, with sand in it. Shall we send it to a doctor near you? We need your yes and their name.", of="jo"),
    Deed(5.2, "yusuf", "ask", "@linden_clinic My knee says rain, my calendar says football. Whom do I believe?"),
    Deed(4.9, "samira", "answer", "The knee. It has no friends in the team.", of="yusuf", open=True),
    Deed(4.7, "yusuf", "reply", "It has been talking louder since the fall in October. At night, too."),
    Deed(4.5, "samira", "private", "Then I would like to see it, Yusuf. Is it warm, and does it lock when you come down the stairs? Wednesday at half past two is free.", of="yusuf", open=True),
    Deed(4.1, "yusuf", "write", "It locks. I did not want to say that before the whole workshop. Wednesday is good."),
    Deed(3.9, "samira", "give", "lea", of="yusuf"),
    Deed(3.8, "samira", "note", "@lea, please put him down for the knee, with the long room. I am at Ruth’s at three.", of="yusuf"),
    Deed(2.6, "layla", "write", "صباح الخير، ابنتي تسعل منذ يومين لكنها تلعب وتأكل. هل نأتي اليوم أم ننتظر؟"),
    Deed(30.0, "samira", "heed", "Linden Clinic"),
    Deed(29.0, "ruth", "let"),
    Deed(2.4, "ruth", "name", "Whoever chose the new chairs at the Linden Clinic has sat down once in their life. Thank you."),
    Deed(2.2, "ben_holm", "name", "Is the Linden Clinic open on the day of the market? Asking for a knee."),
    Deed(1.8, "tomas", "name", "Home for a week. The Linden Clinic still has the bench under the tree on which I learnt to whistle."),
    Deed(1.5, "mila", "ask", "@linden_clinic The red mitten is ours. The right one sits on the radiator and misses it."),
    Deed(0.7, "ana", "write", "I stepped on a rake while thinking about a lesson. It is only a bruise, but it is a very complete one. Do I come by?"),
)  # fmt: skip


def write_desk(tell: Chronicle) -> None:
    """Write down when each of it happens."""
    for deed, wave in past_deeds(tell.today):
        tell.at_desk(deed, wave)
    for deed in DEEDS:
        tell.at_desk(deed)


class AtDesk:
    """Lets it happen, deed by deed, in the order in which it was done."""

    def __init__(self, ids: Mapping[str, Id]) -> None:
        self.ids = ids
        self.clinic = ids[CLINIC]

    async def do(self, work: Work, deed: Deed) -> None:
        """Let somebody write to the clinic, or one of its team do something about it."""
        be(work, self.ids[deed.who])
        await self._acts()[deed.kind](work, deed)

    def _acts(self) -> dict[str, Callable[[Work, Deed], Awaitable[object]]]:
        return {
            "write": self._write,
            "ask": self._ask,
            "mail": lambda work, _deed: let_mail_come(work, self.clinic),
            "reply": self._reply,
            "feel": self._feel,
            "listen": self._listen,
            "keep": self._keep,
            "heed": self._heed,
            "name": self._name,
            "let": self._let,
            "answer": self._answer,
            "private": self._take_private,
            "give": self._give,
            "snooze": self._snooze,
            "way": self._tell_way,
            "news": self._find_news,
            "take": lambda work, deed: self._to(work, deed, take),
            "settle": lambda work, deed: self._to(work, deed, settle),
            "note": lambda work, deed: self._to(work, deed, note, deed.text),
            "label": lambda work, deed: self._to(work, deed, label, tuple(deed.text.split(", "))),
        }

    async def _write(self, work: Work, deed: Deed) -> None:
        room = await open_pair(work, self.clinic)
        await send(work, room.id, MessageWish(text=deed.text))

    async def _ask(self, work: Work, deed: Deed) -> None:
        await publish(work, Words(text=deed.text, language="en"))

    async def _reply(self, work: Work, deed: Deed) -> None:
        last_id = await self._last_answer(work, self.ids[deed.who])
        be(work, self.ids[deed.who])
        await publish(work, Words(text=deed.text, language="en", reply_to_id=last_id))

    async def _feel(self, work: Work, deed: Deed) -> None:
        case = await settled_for_me(work, self.clinic)
        assert case is not None, "it was settled just before"
        await say_how_it_was(work, self.clinic, case.id, FELT[deed.text])

    async def _listen(self, work: Work, deed: Deed) -> None:
        last_id = await self._last_answer(work, self.ids[deed.of])
        be(work, self.ids[deed.who])
        await brighten_answer(work, last_id, bright=True)

    async def _keep(self, work: Work, deed: Deed) -> None:
        title, _bar, text = deed.text.partition("|")
        await save_reply(work, self.clinic, title=title, text=text)

    async def _heed(self, work: Work, deed: Deed) -> None:
        await add_name(work, self.clinic, deed.text)

    async def _let(self, work: Work, _deed: Deed) -> None:
        await set_naming(work, heard=True, answered=True)

    async def _name(self, work: Work, deed: Deed) -> None:
        """Speak of the clinic without its handle; what reads on each minute would find it so."""
        post = await publish(work, Words(text=deed.text, language="en"))
        work.tell(NameDropped(author_id=post.author_id, post_id=post.id, organisation_ids=(self.clinic,)))

    async def _answer(self, work: Work, deed: Deed) -> None:
        await self._to(work, deed, answer, AnswerWish(text=deed.text))

    async def _take_private(self, work: Work, deed: Deed) -> None:
        case = await self._case(work, self.ids[deed.of], deed.channel)
        wish = AnswerWish(text=deed.text)
        await take_private(work, self.clinic, case.id, wish, tells="We are talking about this in private.")

    async def _give(self, work: Work, deed: Deed) -> None:
        await self._to(work, deed, give, self.ids[deed.text])

    async def _snooze(self, work: Work, deed: Deed) -> None:
        await self._to(work, deed, snooze, work.now + timedelta(days=SNOOZED_DAYS))

    async def _tell_way(self, work: Work, deed: Deed) -> None:
        wish = WayWish(text=deed.text, until=(work.now + timedelta(days=WAY_DAYS)).date(), every_days=14)
        await tell_way(work, self.clinic, wish)

    async def _find_news(self, work: Work, deed: Deed) -> None:
        case = await self._case(work, self.ids[deed.of], deed.channel)
        await mark_news(work, self.clinic, case.id, case.last_id, good=True)

    async def _to(self, work: Work, deed: Deed, act: Callable[..., Awaitable[object]], *given: object) -> None:
        by_mail = deed.of == BY_MAIL
        case = await (self._mailed(work) if by_mail else self._case(work, self.ids[deed.of], deed.channel))
        await act(work, self.clinic, case.id, *given)

    async def _mailed(self, work: Work) -> Case:
        """Find the one case that came by mail."""
        found = await load_list(work, self.clinic, "all", Paging(limit=CASES_MAX))
        return next(one.case for one in found.rows if one.case.channel == "mail")

    async def _case(self, work: Work, person_id: Id, channel: Channel) -> Case:
        """Find somebody's case in the list, as whoever sits at the desk finds it."""
        found = await load_list(work, self.clinic, "all", Paging(limit=CASES_MAX))
        return next(one.case for one in found.rows if one.case.person_id == person_id and one.case.channel == channel)

    async def _last_answer(self, work: Work, person_id: Id) -> Id:
        """Find what the clinic answered somebody last before everybody."""
        be(work, self.ids[OWNER])
        case = await self._case(work, person_id, "thread")
        cards = (await load_case(work, self.clinic, case.id)).cards
        return next(one.post.id for one in reversed(cards) if one.post.author_id == self.clinic)
