"""The privacy policy and the terms of this server: read by everybody, written by its owners."""

from datetime import date

import msgspec

from kith.base.core.errors import NotFound, Refused
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.actions.server import check_owner
from kith.people.model import VERSIONS_MAX, Paper, PaperKind
from kith.people.rules.papers import check_paper, paper_html

CACHED = "papers"


class PaperView(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a paper: whether it holds today, and from when another will take its place, or has."""

    paper: Paper
    holds: bool
    succeeded_on: date | None


async def load_paper(work: Work, kind: PaperKind, effective_on: date | None = None) -> PaperView:
    """Get the version from a day, or the one that holds now; where none does yet, the first that will.

    Raises `NotFound` where there is none.
    """
    today, days = work.now.date(), await store.days_of_paper(work.db, kind)
    wanted = effective_on or max((day for day in days if day <= today), default=min(days, default=None))
    paper = await store.paper_on(work.db, kind, wanted) if wanted is not None else None
    if paper is None:
        raise NotFound
    holding = max((day for day in days if day <= today), default=None)
    later = min((day for day in days if day > paper.effective_on), default=None)
    return PaperView(paper=paper, holds=paper.effective_on == holding, succeeded_on=later)


async def papers_there(work: Work) -> tuple[PaperKind, ...]:
    """Tell which papers there are. Every page asks it, so that it is kept."""
    cache = work.house.cache
    kept = cache.get(CACHED)
    if kept is None:
        epoch = cache.epoch()
        kept = msgspec.json.encode(await store.kinds_of_papers(work.db))
        cache.put(CACHED, kept, depends=(CACHED,), since=epoch)
    return msgspec.json.decode(kept, type=tuple[PaperKind, ...])


async def write_paper(work: Work, kind: PaperKind, text: str, effective_on: date) -> Paper:
    """Write a version. One that is still to come, or is of today, can be written anew. Raises `Invalid`."""
    await check_owner(work)
    words = check_paper(text, effective_on, today=work.now.date())
    days = await store.days_of_paper(work.db, kind)
    if effective_on not in days and len(days) >= VERSIONS_MAX:
        raise Refused(_("There are {count} versions, as many as fit.").format(count=VERSIONS_MAX))
    paper = Paper(kind=kind, effective_on=effective_on, text=words, html=paper_html(words), written_at=work.now)
    await store.keep_paper(work.db, paper)
    work.forget(CACHED)
    return paper


async def remove_version(work: Work, kind: PaperKind, effective_on: date) -> None:
    """Take back a version that does not hold yet. Raises `Refused` for any other: people have relied on it."""
    await check_owner(work)
    if effective_on <= work.now.date():
        raise Refused(_("This holds, or has held, and people have relied on it. Write a new version instead."))
    if not await store.remove_paper(work.db, kind, effective_on):
        raise NotFound
    work.forget(CACHED)


async def withdraw_paper(work: Work, kind: PaperKind) -> None:
    """Take a paper down, with all its versions: from now on this server has none."""
    await check_owner(work)
    await store.withdraw_papers(work.db, kind)
    work.forget(CACHED)
