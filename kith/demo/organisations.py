"""The clinic, the bakery and the choir: who holds them, what they tell, and a few words by a hand that signs."""

from datetime import date
from typing import NamedTuple

from kith.base.core.ids import Id
from kith.base.work import House
from kith.offers import answers_for, ask_for_offers
from kith.organisations import About, adopt, change_own_seat, let_program_in, offer_seat, take_seat, tell_about
from kith.organisations.model import ProgramScope, SeatRole
from kith.people.model import OfferPace
from kith.posts import publish
from kith.posts.model import Words

ZONE = "Europe/Berlin"


class Team(NamedTuple):
    """An organisation, who holds it, what it tells, and what its people said last: pairs of a hand and words.

    Of its offers the same; `asked` are those who asked for them, each with how often. `programs` may come to its desk.
    """

    handle: str
    owner: str
    others: tuple[tuple[str, SeatRole, str], ...]
    about: About
    words: tuple[tuple[str, str], ...] = ()
    offers: tuple[tuple[str, str], ...] = ()
    asked: tuple[tuple[str, OfferPace], ...] = ()
    programs: tuple[tuple[str, tuple[ProgramScope, ...]], ...] = ()


TEAMS = (
    Team(
        "linden_clinic",
        "samira",
        (
            ("henrik", "manager", "Nurse"),
            ("lea", "member", "Midwife"),
            ("otto", "member", "Front desk"),
        ),
        About(
            timezone=ZONE,
            days=("8–12, 14–18", "8–12, 14–18", "8–12", "8–12, 14–19", "8–12, 14–16", "", ""),
            places=(("Linden Clinic", "Linden Square 4, Upper Mill, beside the pharmacy"),),
            questions=(
                ("Can I come without an appointment?", "Yes, every morning until ten. Bring a book: we take our time."),
                ("Who do I ask about a result?", "Write to us here, privately. A nurse answers, usually the same day."),
                (
                    "Can you renew my prescription?",
                    "Write to us. It lies at the front desk from noon, or at the pharmacy.",
                ),
                ("I cannot come up the stairs.", "Ring the lower bell. Otto comes down and opens the side door."),
            ),
            signs=True,
        ),
        (
            ("lea", "The birth class begins again on Tuesday, with tea. Partners who faint are welcome, too."),
            ("otto", "Found in the waiting room: one red mitten, left hand. It is warm and well at the front desk."),
        ),
        programs=(("The screen in the tea kitchen", ("read:desk",)),),
    ),
    Team(
        "morning_bakery",
        "rosa",
        (("emil", "member", "Delivers"),),
        About(
            timezone=ZONE,
            days=("", "7–13", "7–13", "7–13", "7–13", "7–13", "7–13"),
            places=(("The shop", "Mill Lane 2, Upper Mill"), ("The van", "Church steps, Saturdays from eight")),
            questions=(
                ("Is the rye without wheat?", "The dark one is. The light one is one part in five."),
                ("Do you keep a loaf for me?", "Write before six in the evening, and it has your name on it."),
            ),
            signs=True,
        ),
        (("rosa", "The oven is itself again. So am I, nearly."),),
        (
            (
                "emil",
                "For those who asked: on Saturday two dark ryes for the price of one, at the van on the church steps, "
                "from eight until they are gone. Say your name and I keep one back.",
            ),
        ),
        (("mara", "week"), ("ruth", "each"), ("yusuf", "month")),
    ),
    Team("mill_choir", "ingrid", (), About(timezone=ZONE, places=(("The old mill", "Thursdays at seven"),))),
)


async def give_to_teams(house: House, ids: dict[str, Id], today: date) -> None:
    """Let the organisations of the village be held by their people, who are glad to be seen there."""
    for team in TEAMS:
        organisation_id, owner_id = ids[team.handle], ids[team.owner]
        async with house.work(actor=owner_id) as work:
            await adopt(work, organisation_id, owner_id)
            await tell_about(work, organisation_id, team.about)
            await change_own_seat(work, organisation_id, shown=True)
            for name, scopes in team.programs:  # nobody has its key: it never comes
                await let_program_in(work, organisation_id, name=name, scopes=scopes, lasts_days=None)
            for handle, role, title in team.others:
                await offer_seat(work, organisation_id, ids[handle], role=role, title=title)
            work.keep_quiet()
        for number, (handle, _role, _title) in enumerate(team.others):
            async with house.work(actor=ids[handle]) as work:
                await take_seat(work, organisation_id, shown=True)
                if number == 0:
                    await change_own_seat(work, organisation_id, answers_on=today)
                work.keep_quiet()


async def sign_a_few(house: House, ids: dict[str, Id]) -> None:
    """Let their people say something by their own hand, and offer something to those who asked for it."""
    for team in TEAMS:
        for handle, pace in team.asked:
            async with house.work(actor=ids[handle]) as work:
                await ask_for_offers(work, ids[team.handle], pace)
        for kind, said in (("sure", team.words), ("offer", team.offers)):
            for handle, words in said:
                async with house.work(actor=ids[team.handle], hand=ids[handle]) as work:
                    await publish(work, Words(text=words, language="en", answers=dict(answers_for(kind))))
