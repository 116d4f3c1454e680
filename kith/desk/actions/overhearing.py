"""Hearing names: what people say in public about an organisation without its handle becomes a quiet case.

A job reads what was written, as long as anybody listens; to write a post costs nothing for it.
"""

from dataclasses import replace
from datetime import timedelta

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, first_id_at, instant_of
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import note_event, remember_words, save, show_team
from kith.desk.actions.opening import bundle_up, insert_case, name_case
from kith.desk.actions.ways import delete_counted
from kith.desk.model import Case, NameDropped, NamesToRead
from kith.desk.rules.likeness import likeness
from kith.desk.rules.naming import Names
from kith.organisations import close_openings, let_answer, members_of, organisations_by_ids
from kith.people import find_account, muters_of, unwilling_to_hear, viewer_of
from kith.people.model import Left, Muted, ProfileChanged
from kith.posts import get_post
from kith.posts.model import Deleted, Edited, Post

POSTS_A_STEP = 500
CASES_A_STEP = 200
# A post's id is made a moment before it is committed: what is younger may still come in between.
SETTLED_AFTER_S = 30


async def read_on(work: Work, _fact: NamesToRead | None = None) -> None:
    """Read what was written since the last time; every minute, and on at once while there is more."""
    names = await store.all_names(work.db)
    if not names:
        await store.forget_place(work.db)
        return
    before = first_id_at(work.now - timedelta(seconds=SETTLED_AFTER_S))
    place = await store.hold_place(work.db, begin=before)
    posts = await store.findable_posts(work.db, after=place, before=before, limit=POSTS_A_STEP)
    sought = Names.of(names)
    for post in posts:
        found = [
            organisation_id
            for organisation_id, name in sought.in_text(post.text).items()
            if post.published_at >= name.added_at
        ]
        if found:
            work.tell(NameDropped(author_id=post.author_id, post_id=post.id, organisation_ids=tuple(found)))
    whole = len(posts) < POSTS_A_STEP
    await store.set_place(work.db, Id(max(place, before - 1)) if whole else posts[-1].id)
    if not whole:
        work.tell(NamesToRead())


async def hear_names(work: Work, fact: NameDropped) -> None:
    """Open quiet cases for a post, as far as it is for these organisations at this moment. Safe to repeat."""
    names = Names.of(await store.names_of_some(work.db, fact.organisation_ids))
    for one in await organisations_by_ids(work.db, sorted(fact.organisation_ids)):
        if one.closed_at is not None:
            continue
        post = await _audible(work, one.organisation_id, fact.author_id, fact.post_id)
        if post is not None and one.organisation_id in names.in_text(post.text):
            await _hear_quietly(work, one.organisation_id, post)


async def hear_edit(work: Work, fact: Edited) -> None:
    """Take a post away from where it names nobody any more, and hear whom it names now."""
    named = set()
    for case in await store.cases_named_in(work.db, fact.author_id, fact.post_id):
        names = Names.of(await store.names_of_some(work.db, [case.organisation_id]))
        post = await _audible(work, case.organisation_id, fact.author_id, fact.post_id, is_case=True)
        if post is None or case.organisation_id not in names.in_text(post.text):
            await _take_out(work, case, fact.post_id)
        else:
            named.add(case.organisation_id)
    if not await store.anybody_listens(work.db):
        return
    [*found] = await store.findable_posts(work.db, after=Id(fact.post_id - 1), before=Id(fact.post_id + 1), limit=1)
    for post in found:
        new = set(Names.of(await store.all_names(work.db)).in_text(post.text)) - named
        if new:
            work.tell(NameDropped(author_id=post.author_id, post_id=post.id, organisation_ids=tuple(sorted(new))))


async def unhear_post(work: Work, fact: Deleted) -> None:
    """Take a post away everywhere: it is gone."""
    await close_openings(work, post_id=fact.post_id)
    for case in await store.cases_named_in(work.db, fact.author_id, fact.post_id):
        await _take_out(work, case, fact.post_id)


async def hear_muted(work: Work, fact: Muted) -> None:
    """Take away what was overheard between the two."""
    await unhear_between(work, fact.muter_id, fact.muted_id)


async def unhear_between(work: Work, *both: Id) -> None:
    """Take away what an organisation overheard of somebody who keeps it away, or whom it keeps away."""
    pair = set(both)
    for one in await organisations_by_ids(work.db, sorted(pair)):
        [person_id] = pair - {one.organisation_id}
        await close_openings(work, person_id=person_id, organisation_id=one.organisation_id)
        for case in await store.open_cases_with(work.db, one.organisation_id, person_id):
            if case.state == "named":
                await delete_counted(work, case)


async def unhear_person(work: Work, person_id: Id) -> None:
    """Take away what nobody is to hear of somebody who decided so: some at a time."""
    account, wish = await find_account(work.db, person_id), await store.naming_wish_of(work.db, person_id)
    if not wish.answered:
        await close_openings(work, person_id=person_id)
    if account is not None and account.indexable and account.gone_at is None and wish.heard:
        return
    while found := await store.quiet_cases_of(work.db, person_id, limit=CASES_A_STEP):
        for case in found:
            await delete_counted(work, case)


async def hear_profile(work: Work, fact: ProfileChanged) -> None:
    """Somebody may let nobody search their words any more."""
    await unhear_person(work, fact.account_id)


async def forget_wishes(work: Work, fact: Left) -> None:
    """Delete what somebody who left wished, or what an organisation that is gone listened for."""
    await store.forget_naming_wish(work.db, fact.account_id)
    await store.forget_names(work.db, fact.account_id)


async def _audible(
    work: Work, organisation_id: Id, author_id: Id, post_id: Id, *, is_case: bool = False
) -> Post | None:
    """Read a post as an organisation may hear it; nothing where the two keep apart, or it was said to it anyway."""
    account, wish = await find_account(work.db, author_id), await store.naming_wish_of(work.db, author_id)
    if account is None or not account.indexable or account.gone_at is not None or not wish.heard:
        return None
    own = replace(work, actor=organisation_id, hand=organisation_id, memo={})
    try:
        post = await get_post(work.db, await viewer_of(own), post_id)
    except NotFound:
        return None
    spoken_to = (*post.mentioned_ids, post.reply_to_author_id, post.quote_of_author_id)
    if post.audience != "everyone" or (organisation_id in spoken_to and not is_case):
        return None
    for one, other in ((author_id, organisation_id), (organisation_id, author_id)):
        if await unwilling_to_hear(work.db, one, [other], work.now) or await muters_of(work.db, one, [other], work.now):
            return None
    team = {one.person_id for one in await members_of(work, organisation_id)}
    return post if author_id not in team else None


async def _hear_quietly(work: Work, organisation_id: Id, post: Post) -> None:
    for kind in ("named", "said"):
        if await store.is_noted(work.db, organisation_id, post.id, kind):
            return None
    case = await store.lock_open(work.db, organisation_id, post.author_id, "thread", post.root_id)
    is_new = case is None
    if case is None:
        case = _quiet(work, organisation_id, post)
        if not await insert_case(work, case):
            return await _hear_quietly(work, organisation_id, post)  # somebody was first, and has committed meanwhile
        await note_event(work, case, "opened", by_id=None)
    if await note_event(work, case, "named", by_id=None, subject_id=post.id) is None:
        return None
    if is_new:
        await name_case(work, case)
        await bundle_up(work, case)
        await show_team(work, case)
    elif case.state == "named":
        await save(
            work, case, msgspec.structs.replace(case, last_id=max(case.last_id, post.id), moved_id=work.new_id())
        )
    await remember_words(work, case, post.id, post.text)
    if (await store.naming_wish_of(work.db, post.author_id)).answered:
        await let_answer(work, organisation_id, post.author_id, post.id)
    return None


def _quiet(work: Work, organisation_id: Id, post: Post) -> Case:
    """Make a case that waits for nobody: nobody spoke to the organisation, and no clock runs."""
    case_id = work.new_id()
    return Case(
        organisation_id=organisation_id,
        id=case_id,
        person_id=post.author_id,
        channel="thread",
        thread_id=post.root_id,
        last_id=post.id,
        moved_id=case_id,
        state="named",
        opened_at=instant_of(post.id),
        likeness=likeness(post.text),
    )


async def _take_out(work: Work, case: Case, post_id: Id) -> None:
    """Let a case know a post no longer. One in which nothing else was said goes with it."""
    await store.unname(work.db, case, post_id)
    if not await store.is_noted(work.db, case.organisation_id, post_id, "said"):
        await store.forget_words_in(work.db, case, post_id)
    await close_openings(work, post_id=post_id)
    if not await store.is_spoken(work.db, case):
        await delete_counted(work, case)
        return
    left = await store.named_at(work.db, case)
    if case.state == "named" and left:
        await save(work, case, msgspec.structs.replace(case, last_id=left[-1]))
    else:
        await show_team(work, case)
