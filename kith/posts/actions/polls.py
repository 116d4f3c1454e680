"""Voting, and the end of a poll."""

from datetime import datetime, timedelta

import msgspec

from kith.base.core.errors import NotFound, Refused
from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.posts import store
from kith.posts.actions.announcing import show_change
from kith.posts.actions.seeing import acting, held_post
from kith.posts.model import Poll, PollDue, PollEnded, PollWish, Post, Vote, Voted
from kith.posts.rules import check_choices, counted

CLOCKS_APART_S = 60  # machines whose clocks are further apart have worse troubles than a late poll


async def vote(work: Work, post_id: Id, choices: list[int]) -> Post:
    """Vote in the poll of a post that one may see. The same vote twice counts once; another one is refused."""
    person_id = acting(work)
    post = await held_post(work, post_id)
    if not post.has_poll:
        raise NotFound
    poll = await store.lock_poll(work.db, post.author_id, post.id)
    chosen = tuple(str(choice) for choice in sorted(set(choices)))
    earlier = await store.find_vote(work.db, post.author_id, post.id, person_id)
    if earlier is not None:
        if earlier.choices == chosen:
            return post
        raise Refused(_("You have voted here already; a vote stays."))
    valid = check_choices(poll, choices, person_id=person_id, now=work.now)
    await store.add_vote(
        work.db,
        Vote(author_id=post.author_id, post_id=post.id, person_id=person_id, choices=chosen, created_at=work.now),
    )
    await store.change_poll(work.db, counted(poll, valid))
    work.tell(Voted(author_id=post.author_id, post_id=post.id, person_id=person_id))
    show_change(work, post.author_id, post.id, person_id)
    work.forget(f"post:{post.id}", f"viewer:{person_id}")
    return post


def new_poll(work: Work, post: Post, wish: PollWish) -> Poll:
    """Make the poll of a post, and have its end told in time."""
    ends_at = work.now + timedelta(seconds=wish.lasts_s)
    work.tell(PollDue(author_id=post.author_id, post_id=post.id), at=ends_at)
    return Poll(
        author_id=post.author_id,
        post_id=post.id,
        options=wish.options,
        multiple=wish.multiple,
        hide_totals=wish.hide_totals,
        votes={},
        ends_at=ends_at,
    )


def again_when_early(work: Work, fact: Fact, *, at: datetime) -> None:
    """Set the alarm once more when it rang a little early: the clocks of two machines never quite agree.

    Much too early it belongs to a time that was given up, and the new time has an alarm of its own.
    """
    if at - work.now <= timedelta(seconds=CLOCKS_APART_S):
        work.tell(fact, at=at)


async def end_poll(work: Work, due: PollDue) -> None:
    """Close a poll whose time is up. One that was given more time, is closed or is gone, is left as it is."""
    poll = await store.find_poll_locked(work.db, due.author_id, due.post_id)
    if poll is None or poll.ended_at is not None:
        return
    if poll.ends_at > work.now:
        again_when_early(work, due, at=poll.ends_at)
        return
    await store.change_poll(work.db, msgspec.structs.replace(poll, ended_at=work.now))
    work.tell(PollEnded(author_id=due.author_id, post_id=due.post_id))
    work.forget(f"post:{due.post_id}")
