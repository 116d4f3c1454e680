"""Reporting: somebody tells the owners of somebody."""

from collections.abc import Sequence

import msgspec

from kith.base.core.errors import NotFound, Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.collections import COLLECTIONS_MAX, collections_by_ids
from kith.moderation import store
from kith.moderation.model import POSTS_MAX, Report, ReportedCollection, ReportedPost, ReportWish
from kith.moderation.rules import check_comment, joined
from kith.people import owners, present_accounts, relation, rules_named, rules_of, server_words, viewer_of
from kith.people.model import Account, Reported, Viewer
from kith.posts import hydrate, posts_by_ids
from kith.posts.model import Card


async def report(work: Work, wish: ReportWish) -> Report:
    """Tell the owners of somebody, and of posts and collections of theirs. While an earlier report is open, it is added
    to that.

    Raises `NotFound` for an account, a post or a collection that whoever reports may not see, or that is somebody
    else's.
    """
    account = await find_reportable(work, wish.account_id)
    assert work.actor is not None
    cards = await _posts(work, account.id, wish.post_ids)
    rules = rules_named(rules_of((await server_words(work)).rules), wish.rule_ids)
    made = Report(
        account_id=account.id,
        id=work.new_id(),
        reporter_id=work.actor,
        category="violation" if rules else wish.category,
        comment=check_comment(wish.comment),
        post_ids=tuple(card.post.id for card in cards),
        rule_ids=tuple(rule.id for rule in rules),
        rules=tuple(rule.text for rule in rules),
        created_at=work.now,
        updated_at=work.now,
        collections=await _collections(work, account.id, wish.collection_ids),
    )
    kept = await _keep(work, made)
    await store.keep_posts(work.db, [_as_it_stands(kept, card) for card in cards])
    work.tell(Reported(account_id=account.id, report_id=kept.id, reporter_id=work.actor))
    return kept


async def find_reportable(work: Work, account_id: Id) -> Account:
    """Get an account that one may report: one that one sees, or that one keeps away oneself."""
    if work.actor is None:
        raise SignInFirst
    if account_id == work.actor:
        raise Refused(_("That is you. This can only be done with somebody else."))
    found = await present_accounts(work.db, [account_id])
    if not found:
        raise NotFound
    if account_id in (await viewer_of(work)).hidden and not await _keeps_away(work, account_id):
        raise NotFound
    return found[0]


async def viewer_of_reported(work: Work, account_id: Id) -> Viewer:
    """Give whoever reports as they see what somebody said: also behind a block of their own.

    Whoever blocks first can still show why. It does not depend on a block of the other's, which nobody is told of.
    """
    viewer = await viewer_of(work)
    if account_id in viewer.hidden and await _keeps_away(work, account_id):
        return msgspec.structs.replace(viewer, hidden=tuple(one for one in viewer.hidden if one != account_id))
    return viewer


async def _keeps_away(work: Work, account_id: Id) -> bool:
    assert work.actor is not None
    between = await relation(work.db, work.actor, account_id, work.now)
    return between.blocking or between.domain_blocking


async def is_heard(work: Work, account_id: Id) -> bool:
    """Tell whether anybody would read a report about this person: whoever is reported does not."""
    return any(owner_id != account_id for owner_id in await owners(work.db))


async def _posts(work: Work, account_id: Id, post_ids: Sequence[Id]) -> Sequence[Card]:
    wanted = list(dict.fromkeys(post_ids))
    if len(wanted) > POSTS_MAX:
        raise Refused(_("A report can name {count} posts.").format(count=POSTS_MAX))
    viewer = await viewer_of_reported(work, account_id)
    found = await posts_by_ids(work.db, viewer, wanted)
    if len(found) < len(wanted) or any(post.author_id != account_id for post in found):
        raise NotFound
    return await hydrate(work.db, viewer, found)


async def _collections(work: Work, account_id: Id, collection_ids: Sequence[Id]) -> tuple[ReportedCollection, ...]:
    wanted = list(dict.fromkeys(collection_ids))
    if len(wanted) > COLLECTIONS_MAX:
        raise NotFound  # nobody can have made so many
    found = await collections_by_ids(work, wanted)
    if len(found) < len(wanted) or any(view.owner.id != account_id for view in found):
        raise NotFound
    made = (view.collection for view in found)
    return tuple(ReportedCollection(id=one.id, name=one.name, description=one.description) for one in made)


async def _keep(work: Work, made: Report) -> Report:
    """Write a report, or add it to the open one. Of two at once the second finds what the first has written."""
    assert made.reporter_id is not None
    await store.hold_reporter(work.db, made.reporter_id)
    while not await work.db.insert_new(made):
        before = await store.lock_open(work.db, made.account_id, made.reporter_id)
        if before is not None:  # else an owner has said just now that it is done
            after = joined(before, made)
            await store.change(work.db, after)
            return after
    return made


def _as_it_stands(report: Report, card: Card) -> ReportedPost:
    post = card.post
    return ReportedPost(
        account_id=report.account_id,
        report_id=report.id,
        post_id=post.id,
        text=post.text,
        warning=post.warning,
        audience=post.audience,
        pictures=tuple(one.alt for one in post.attachments),
        poll_options=card.poll.options if card.poll else (),
        published_at=post.published_at,
    )
