"""Choosing people: those closest first, then those one follows, then whoever here wishes to be found."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from kith.base.core.ids import Id, parse_id
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.conversations.model import MEMBERS_MAX
from kith.people import FOLLOWING, named_in, people_in, people_to_find, present_accounts, viewer_of, words_of
from kith.people.model import Account
from kith.ties import my_ties

OFFERED_MAX = 40


@dataclass(frozen=True, kw_only=True)
class Chooser:
    """People to choose from, and those who are chosen already. `words` are what was searched for, `error` is why it
    could not be done with these.
    """

    chosen: Sequence[Account]
    offered: Sequence[Account]
    words: str
    path: str
    error: str


async def chooser(
    work: Work,
    request: Request,
    *,
    path: str,
    not_these: Sequence[Id] = (),
    given: Sequence[str] | None = None,
    error: str = "",
) -> Chooser:
    """Read whom the address of the page has chosen, or what was sent and comes back, and whom it offers further."""
    chosen = await people_with(work, request.query_params.getlist("with[]") if given is None else given)
    viewer, words, paging = await viewer_of(work), words_of(request), Paging(limit=OFFERED_MAX)
    near = (
        await named_in(work.db, viewer, FOLLOWING, words, paging)
        if words
        else await people_in(work.db, viewer, FOLLOWING, viewer.id, paging)
    )
    out = {*not_these, *(one.id for one in chosen), viewer.id}
    offered = [one.account for one in near.items if one.account.id not in out]
    if not words:
        offered = await _closest_first(work, offered, out)
    if words:
        further = await people_to_find(
            work.db, viewer, paging, words=words, not_these=[*out, *(one.id for one in offered)]
        )
        offered += [one.account for one in further.items]
    return Chooser(
        chosen=chosen,
        offered=[one for one in offered if one.domain is None][:OFFERED_MAX],
        words=words,
        path=path,
        error=error,
    )


async def _closest_first(work: Work, followed: Sequence[Account], out: set[Id]) -> list[Account]:
    """Put those to whom one is closest before all others one follows."""
    ties = [tie.person_id for tie in await my_ties(work) if tie.person_id not in out][:OFFERED_MAX]
    hidden = (await viewer_of(work)).hidden
    near = {one.id: one for one in await present_accounts(work.db, ties) if one.id not in hidden}
    return [*(near[one] for one in ties if one in near), *(one for one in followed if one.id not in near)]


async def people_with(work: Work, given: Sequence[str]) -> list[Account]:
    """Read the people of these ids, as far as they are here and may be seen, in the order given."""
    wanted = [found for found in map(parse_id, given[:MEMBERS_MAX]) if found is not None]
    hidden = (await viewer_of(work)).hidden
    there = {one.id: one for one in await present_accounts(work.db, wanted) if one.id not in hidden}
    return [there[one] for one in dict.fromkeys(wanted) if one in there]
