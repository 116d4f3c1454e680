"""Naming beforehand who may say that one has died: with their consent, and changed at any time.

What a trustee says does nothing by itself. The owners of the server decide, as ever (docs/decisions/0046); and whoever
is said to have died hears of it, and takes it back by saying that they are here.
"""

from kith.base.bus.limits import Limit
from kith.base.core.errors import NotFound, Refused, TooMany
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting, lock_with, meet
from kith.people.actions.server import check_owner
from kith.people.model import DeathTold, IfIDie, Trust, Trustee, TrusteeAnswered, TrusteeAsked
from kith.people.rules.trustees import check_may_tell, check_trustee, last_word
from kith.people.store import trustees as kept

ASKED = Limit("trustees-asked", 10, 86_400)  # each comes to somebody as a notice
# The same person: once more after a slip. Who said no would else be asked again and again, with somebody else between.
ASKED_ONE = Limit("trustee-asked", 2, 30 * 86_400)
TOLD = Limit("deaths-told", 5, 86_400)  # each comes to every owner


async def if_i_die(work: Work) -> IfIDie:
    """Read whom one named, and who named oneself. Who is gone is not there."""
    me = acting(work)
    mine, others = await kept.find_trustee(work.db, me), await kept.trusts_of(work.db, me)
    ids = [one.owner_id for one in others] + ([mine.person_id] if mine else [])
    decide = set(await store.owners(work.db)) if others else set()
    accounts = {one.id: one for one in await store.present_accounts(work.db, ids)}
    return IfIDie(
        named=Trust(trustee=mine, account=accounts[mine.person_id]) if mine and mine.person_id in accounts else None,
        named_by=tuple(
            Trust(trustee=one, account=accounts[one.owner_id], undecided=not decide - {one.owner_id, me})
            for one in others
            if one.owner_id in accounts and accounts[one.owner_id].remembered_at is None
        ),
    )


async def name_trustee(work: Work, person_id: Id) -> Trustee:
    """Ask somebody to be the one who says so, in the place of whom one named before. The same again asks nobody.

    Raises `NotFound`, `Refused`, `TooMany`. Who said no is not asked again as long as they stand there.
    """
    me, other = await meet(work, person_id)
    check_trustee(me, other)
    known = await kept.find_trustee(work.db, me.id)
    if known is not None and known.person_id == other.id:
        if known.state == "declined":
            raise Refused(_("They would rather not. Name somebody else."))
        return known
    await _limit_asking(work, me.id, other.id)
    made = Trustee(owner_id=me.id, person_id=other.id, id=work.new_id(), asked_at=work.now)
    await kept.put_trustee(work.db, made)
    work.tell(TrusteeAsked(owner_id=me.id, person_id=other.id, event_id=made.id))
    return made


async def _limit_asking(work: Work, me: Id, other: Id) -> None:
    one = await work.house.limits.take(ASKED_ONE, f"{me}:{other}")
    if not one.allowed:
        text = _("You asked them more than once of late. Name somebody else.")
        raise TooMany(text, retry_after_s=one.retry_after_s)
    today = await work.house.limits.take(ASKED, str(me))
    if not today.allowed:
        text = _("You asked many people today. Wait for some of them to answer.")
        raise TooMany(text, retry_after_s=today.retry_after_s)


async def name_nobody(work: Work) -> None:
    """Let nobody be named any more. They are not told; what they said of one's death is void."""
    account = await store.lock_account(work.db, acting(work))
    if not await kept.remove_trustee(work.db, account.id):
        raise NotFound


async def answer_trust(work: Work, owner_id: Id, *, yes: bool) -> None:
    """Say whether one will be the one; a "no" can come at any time, takes back what one said, and is the last word."""
    trustee = await _trusted_by(work, owner_id)
    if trustee.state == "declined" and yes:
        raise NotFound
    if trustee.state == ("agreed" if yes else "declined"):
        return
    await kept.take_word_back(work.db, owner_id)
    await kept.answer(work.db, trustee, state="agreed" if yes else "declined", at=work.now)
    work.tell(TrusteeAnswered(owner_id=owner_id, person_id=trustee.person_id, event_id=work.new_id()))


async def tell_of_death(work: Work, owner_id: Id, words: str = "") -> None:
    """Say that who named one has died. The owners of the server are told, and decide. Said twice it is told once."""
    trustee = await _trusted_by(work, owner_id)
    check_may_tell(trustee)
    if trustee.told_at is not None:
        return
    taken = await work.house.limits.take(TOLD, str(trustee.person_id))
    if not taken.allowed:
        text = _("You said that often today. The owners of this server know; they will look at it.")
        raise TooMany(text, retry_after_s=taken.retry_after_s)
    told_id = work.new_id()
    await kept.tell_of_death(work.db, trustee, told_id=told_id, at=work.now, words=last_word(words))
    work.tell(DeathTold(owner_id=owner_id, person_id=trustee.person_id, event_id=told_id))


async def take_back_death(work: Work, owner_id: Id) -> None:
    """Take back that they have died: it was a mistake. What the owners decided already is theirs to undo."""
    trustee = await _trusted_by(work, owner_id)
    if not await kept.take_word_back(work.db, trustee.owner_id):
        raise NotFound


async def say_one_is_here(work: Work) -> None:
    """Take back what one's trustee said: one is here. Who that is stays as it was."""
    account = await store.lock_account(work.db, acting(work))
    if not await kept.take_word_back(work.db, account.id):
        raise NotFound


async def said_of(work: Work, account_id: Id) -> Trust | None:
    """Read, as an owner, who says that somebody has died, and in which words; nobody where nobody does."""
    await check_owner(work)
    trustee = await kept.find_trustee(work.db, account_id)
    if trustee is None or trustee.told_at is None:
        return None
    found = await store.present_accounts(work.db, [trustee.person_id])
    return Trust(trustee=trustee, account=found[0]) if found else None


async def lay_aside(work: Work, account_id: Id) -> None:
    """Decide, as an owner, that it is not so. Raises `NotFound` where nobody says it."""
    await check_owner(work)
    await store.lock_account(work.db, account_id)
    if not await kept.take_word_back(work.db, account_id):
        raise NotFound


async def _trusted_by(work: Work, owner_id: Id) -> Trustee:
    """Get, held, what somebody asked of oneself. Whoever is kept in remembrance asks nothing any more."""
    me, other = await lock_with(work, owner_id)
    trustee = await kept.find_trustee(work.db, owner_id)
    if trustee is None or trustee.person_id != me.id or other.gone_at is not None or other.remembered_at is not None:
        raise NotFound
    return trustee
