"""What an organisation may say to whom, whose hand says it, and with whom it has talked by that."""

from collections.abc import Collection

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.text import find_mentions
from kith.base.core.words import _
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.actions.knowing import acting_now
from kith.organisations.actions.recording import record
from kith.organisations.model import SignedPost
from kith.people import accounts_by_handles, find_account
from kith.people.model import Account
from kith.posts.model import Post, Signature, Words


async def check_words(
    work: Work, author_id: Id, words: Words, parent: Post | None, *, known: Collection[Id] = ()
) -> None:
    """Raise `Refused` where an organisation's post would be its first word to somebody.

    It answers whoever spoke to it; whom it names must have done so before, or asked for it.
    """
    if not await _is_organisation(work, author_id):
        return
    home = work.house.settings.domain.lower()  # `@ana@our.server` is `@ana` here
    named = [one.handle if one.domain == home else one.address for one in find_mentions(words.text)]
    wanted = {account.id: account for account in await accounts_by_handles(work.db, named)}
    if parent is not None and author_id in (parent.reply_to_author_id, *parent.mentioned_ids):
        wanted.pop(parent.author_id, None)  # the very post that is answered speaks to it
    elif parent is not None and parent.author_id not in wanted:
        answered = await find_account(work.db, parent.author_id)
        wanted |= {answered.id: answered} if answered else {}
    for one in (author_id, *known):
        wanted.pop(one, None)
    strangers = await _strangers(work, author_id, wanted)
    if parent is not None and parent.author_id in strangers and await store.use_opening(work.db, author_id, parent.id):
        strangers.remove(parent.author_id)  # it named the organisation, and its author wishes to be answered: once
    if strangers:
        names = ", ".join(wanted[one].name or wanted[one].handle for one in strangers)
        said = _("An organisation writes to nobody first, and {names} did not write to it, name it or ask.")
        raise Refused(said.format(names=names))


async def check_saying(work: Work, author_id: Id, conversation_id: Id, to_ids: Collection[Id]) -> None:
    """Raise `Refused` where an organisation's message would be its first word to somebody.

    In a group it speaks once anybody there has spoken to it: others let it in.
    """
    if not await _is_organisation(work, author_id):
        return
    strangers = await _strangers(work, author_id, to_ids)
    # They may have written a moment ago: a job notes that, and may come after the answer.
    silent = [one for one in strangers if not await store.has_written(work.db, conversation_id, one)]
    if silent and len(silent) == len(to_ids):
        raise Refused(_nobody_first())


async def check_gathering(work: Work, author_id: Id, other_ids: Collection[Id]) -> None:
    """Raise `Refused` where an organisation would let somebody into a group who never spoke to it."""
    if await _is_organisation(work, author_id) and await _strangers(work, author_id, other_ids):
        raise Refused(_nobody_first())


def _nobody_first() -> str:
    return _("An organisation writes to nobody first, but to those who wrote to it, named it or asked.")


async def check_quoting(work: Work, author_id: Id, quoted_id: Id) -> None:
    """Raise `Refused` where a quote would be an organisation's first word to whom it quotes."""
    if not await _is_organisation(work, author_id):
        return
    quoted_author_id = await store.author_of(work.db, quoted_id)
    if quoted_author_id not in (None, author_id) and await _strangers(work, author_id, [quoted_author_id]):
        raise Refused(_("An organisation quotes only those who wrote to it, named it or asked."))


async def sign(work: Work, author_id: Id, post_id: Id) -> None:
    """Write down by whose hand an organisation's post goes out, and sign it where both wish it."""
    acting = await acting_now(work)
    if acting is None or acting.organisation.id != author_id:
        return
    organisation = await store.find_organisation(work.db, author_id)
    seat = await store.find_held_seat(work.db, author_id, acting.person.id)
    shown = organisation is not None and seat is not None and organisation.signs and seat.shown
    await work.db.insert(SignedPost(organisation_id=author_id, post_id=post_id, hand_id=acting.person.id, shown=shown))
    if shown:
        work.memo[Signature] = Signature(post_id=post_id, name=first_name(acting.person))
    await record(work, author_id, "post.published", subject_id=post_id)


async def note_talk(work: Work, author_id: Id, others: Collection[Id]) -> None:
    """Note that somebody spoke to these: where one of two is an organisation, they have a relation from then on."""
    others = [one for one in dict.fromkeys(others) if one != author_id]
    if others:
        await store.they_spoke(work.db, author_id, others, work.now)
        await store.we_spoke(work.db, author_id, others, work.now)


async def _is_organisation(work: Work, author_id: Id) -> bool:
    """Ask what kind of account it is; of whoever makes the request that is known already."""
    known: Account | None = work.memo.get(Account)
    account = known if known is not None and known.id == author_id else await find_account(work.db, author_id)
    return account is not None and account.kind == "organisation"


async def _strangers(work: Work, organisation_id: Id, wanted: Collection[Id]) -> list[Id]:
    """List those of these who have not spoken to an organisation, nor asked it to write."""
    known = await store.spoke_or_asked(work.db, organisation_id, list(wanted)) if wanted else []
    return [one for one in wanted if one not in known]
