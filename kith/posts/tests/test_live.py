"""Posts in open pages: each viewer is told what they may see, and no more."""

from starlette.requests import Request

from kith.app import make_site
from kith.base.bus.live import LiveEvent
from kith.base.core.ids import Id
from kith.base.web.live import LiveView, Rendered
from kith.base.work import House, Work
from kith.posts import delete, edit, render_new, repost
from kith.posts.actions import announce_deletion, announce_edit
from kith.posts.model import Deleted, Edited, Post, Words
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, block, gather_cast, say
from kith.posts.web import LIVE

VIEWS = {view.kind: view for view in (*LIVE, LiveView(kind="post.new", render=render_new))}


async def _seen(house: House, person: Id, kind: str, post: Post) -> Rendered | None:
    """Deliver an event to somebody's open page."""
    scope = {"type": "http", "method": "GET", "path": "/live", "headers": [], "app": make_site(house)}
    request = Request(scope)
    request.state.caller = None
    request.state.language = "en"
    request.state.form_cookie = "x"
    request.state.zone = "UTC"
    request.state.headers = {}
    event = LiveEvent(kind=kind, subject_id=post.id, author_id=post.author_id)
    async with house.reading(actor=person) as work:
        return await VIEWS[kind].render(work, request, event)


async def test_a_new_post_comes_as_its_card_to_those_it_is_for(house: House) -> None:
    """Asked anew at the moment of delivery: a block in between counts."""
    await gather_cast(house)
    post = await say(house, ANA, "Bread!", audience="followers")
    shown = await _seen(house, BEN, "post.new", post)
    assert shown is not None
    assert (shown.action, shown.id) == ("new", f"post-{post.id}")
    assert "Bread!" in shown.html
    assert await _seen(house, CLEO, "post.new", post) is None
    await block(house, BEN, ANA)
    assert await _seen(house, BEN, "post.new", post) is None


async def test_an_edit_that_no_longer_names_somebody_takes_the_card_away(house: House) -> None:
    """They may not see it any more."""
    await gather_cast(house)
    post = await say(house, ANA, "@cleo only", audience="mentioned")
    changed = await _seen(house, CLEO, "post.changed", post)
    assert changed is not None
    assert changed.action == "changed"
    async with house.work(actor=ANA) as work:
        await edit(work, post.id, Words(text="@dan only"))
    gone = await _seen(house, CLEO, "post.changed", post)
    assert gone is not None
    assert (gone.action, gone.html) == ("removed", "")


async def test_a_repost_of_what_is_hidden_does_not_come(house: House) -> None:
    """The door is open, but what is behind it is not for everyone."""
    await gather_cast(house)
    post = await say(house, ANA, "Hello.")
    async with house.work(actor=BEN) as work:
        passed = await repost(work, post.id)
    assert await _seen(house, DAN, "post.new", passed) is not None
    await block(house, ANA, DAN)
    assert await _seen(house, DAN, "post.new", passed) is None


async def test_changes_go_to_followers_to_people_named_and_to_readers_of_the_thread(house: House) -> None:
    """And a deletion to the same, though the row is gone."""
    await gather_cast(house)
    post = await say(house, ANA, "Hello @cleo!")
    everybody = {str(ANA), str(BEN), str(CLEO), f"thread:{post.id}", f"author:{ANA}", "public"}
    async with house.work() as work:
        await announce_edit(work, Edited(author_id=ANA, post_id=post.id))
        assert _told(work) == {"post.changed": everybody}
    async with house.work(actor=ANA) as work:
        await delete(work, post.id)
    async with house.work() as work:
        fact = Deleted(author_id=ANA, post_id=post.id, root_id=post.root_id, mentioned_ids=post.mentioned_ids)
        await announce_deletion(work, fact)
        assert _told(work) == {"post.removed": everybody}


async def test_of_what_is_for_few_nothing_is_told_where_anybody_listens(house: House) -> None:
    """Not even that something stirs."""
    await gather_cast(house)
    few = await say(house, ANA, "@cleo only", audience="mentioned")
    ours = await say(house, ANA, "Among us.", audience="followers")
    for post, people in ((few, {str(ANA), str(CLEO)}), (ours, {str(ANA), str(BEN)})):
        async with house.work() as work:
            await announce_edit(work, Edited(author_id=ANA, post_id=post.id))
            assert _told(work) == {"post.changed": people}


def _told(work: Work) -> dict[str, set[str]]:
    """Who, and readers of what, are told once this work is committed."""
    told: dict[str, set[str]] = {}
    for event, people, topics in work._announcements:
        told.setdefault(event.kind, set()).update([*map(str, people), *topics])
    return told
