"""Quotes: who may, who sees what is quoted, and how it ends."""

from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.people import block, load_viewer
from kith.people.model import Viewer
from kith.posts import delete, get_post, hydrate, publish, quotes_of, revoke_quote, set_quote_policy
from kith.posts.model import Audience, Card, Post, QuotePolicy, Words
from kith.posts.rules import may_quote, may_see
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow, gather_cast, jobs, say, sign_in, tally
from tests.clock import BEGINNING

PEOPLE = (ANA, BEN, CLEO, DAN)


async def quote(house: House, person: Any, post: Post, **words: Any) -> Post:
    """Let somebody quote a post."""
    async with house.work(actor=person) as work:
        return await publish(work, Words(text="Look at this", quote_of_id=post.id, **words))


async def card(house: House, person: Any, post: Post) -> Card:
    """Read a card as somebody sees it."""
    async with house.reading(actor=person) as work:
        viewer = await load_viewer(work.db, person, work.now)
        [found] = await hydrate(work.db, viewer, [await get_post(work.db, viewer, post.id)])
        return found


def _post(**more: Any) -> Post:
    return Post(author_id=ANA, id=Post_ID, root_id=Post_ID, root_author_id=ANA, published_at=BEGINNING, **more)


Post_ID: Any = 50


@pytest.mark.parametrize(
    ("post", "viewer", "may"),
    [
        ({}, Viewer(id=BEN), True),
        ({}, Viewer(), False),
        ({"quote_policy": "nobody"}, Viewer(id=BEN), False),
        ({"quote_policy": "nobody"}, Viewer(id=ANA), True),
        ({"quote_policy": "followers"}, Viewer(id=BEN), False),
        ({"quote_policy": "followers"}, Viewer(id=BEN, following=(ANA,)), True),
        ({"audience": "unlisted"}, Viewer(id=BEN), True),
        ({"audience": "followers"}, Viewer(id=BEN, following=(ANA,)), False),
        ({"audience": "followers"}, Viewer(id=ANA), True),
        ({"audience": "mentioned"}, Viewer(id=ANA), False),
    ],
)
def test_who_may_quote(post: dict[str, Any], viewer: Viewer, *, may: bool) -> None:
    """As its author has it, and never beyond those it was said to."""
    assert may_quote(_post(**post), viewer) is may


async def test_a_quote_stands_inside_and_is_counted(house: House) -> None:
    """Until its author deletes it, or who is quoted takes theirs out."""
    await gather_cast(house)
    said = await say(house, ANA, "The bread is ready")
    first, second = await quote(house, BEN, said), await quote(house, CLEO, said)
    shown = await card(house, DAN, first)
    assert shown.quote is not None
    assert shown.quote.post.text == "The bread is ready"
    assert (await tally(house, said)).quotes == 2
    async with house.work(actor=ANA) as work:
        await revoke_quote(work, first.id, quoted_id=said.id)
        await revoke_quote(work, first.id)
    assert (await card(house, DAN, first)).quote is None
    async with house.work(actor=CLEO) as work:
        await delete(work, second.id)
    assert (await tally(house, said)).quotes == 0
    async with house.reading(actor=DAN) as work:
        assert (await quotes_of(work.db, Viewer(id=DAN), said.id, Paging())).items == []


async def test_only_who_is_quoted_takes_it_out(house: House) -> None:
    """For others there is nothing to take."""
    await gather_cast(house)
    said = await say(house, ANA, "The bread is ready")
    quoting = await quote(house, BEN, said)
    for person in (BEN, CLEO):
        async with house.work(actor=person) as work:
            with pytest.raises(NotFound):
                await revoke_quote(work, quoting.id)


async def test_what_may_not_be_quoted_is_refused(house: House) -> None:
    """The words are not lost for it: the page keeps them."""
    await gather_cast(house)
    said = await say(house, ANA, "For nobody's pages")
    async with house.work(actor=ANA) as work:
        await set_quote_policy(work, said.id, "nobody")
    with pytest.raises(Refused):
        await quote(house, BEN, said)
    private = await say(house, ANA, "Ben, only you", audience="mentioned")
    with pytest.raises(NotFound):
        await quote(house, BEN, private)


async def test_a_quote_among_few_names_whom_it_quotes(house: House) -> None:
    """Or it would speak behind their back."""
    await gather_cast(house)
    said = await say(house, ANA, "The bread is ready")
    with pytest.raises(Invalid):
        await quote(house, BEN, said, audience="mentioned")
    own = await say(house, ANA, "For my followers", audience="followers")
    assert (await quote(house, ANA, own)).audience == "followers"


async def test_a_block_ends_quotes(house: House) -> None:
    """In both directions, for everybody."""
    await gather_cast(house)
    said = await say(house, ANA, "The bread is ready")
    quoting = await quote(house, CLEO, said)
    async with house.work(actor=ANA) as work:
        await block(work, CLEO)
    assert "posts.blocked" in " ".join(await jobs(house)) or await jobs(house)
    shown = await card(house, CLEO, quoting)
    assert shown.quote is None


AUDIENCES: list[Audience] = ["everyone", "unlisted", "followers", "mentioned"]
POLICIES: list[QuotePolicy] = ["everyone", "followers", "nobody"]


@given(
    audience=st.sampled_from(AUDIENCES),
    policy=st.sampled_from(POLICIES),
    following=st.sets(st.sampled_from(PEOPLE)),
    hidden=st.sets(st.sampled_from(PEOPLE)),
    viewer_id=st.sampled_from(PEOPLE),
)
def test_nobody_quotes_what_they_may_not_see(
    audience: Audience, policy: QuotePolicy, following: set[Any], hidden: set[Any], viewer_id: Any
) -> None:
    """And nothing for few is carried to more by anybody but its author."""
    viewer = Viewer(id=viewer_id, following=tuple(following), hidden=tuple(hidden - {viewer_id}))
    post = _post(audience=audience, quote_policy=policy)
    if may_see(post, viewer, gone=False) and may_quote(post, viewer) and viewer.id != ANA:
        assert audience in ("everyone", "unlisted")
        assert policy != "nobody"
    assert not may_quote(msgspec.structs.replace(post, audience="mentioned"), viewer)


async def test_who_may_not_see_the_quoted_one_sees_that_it_is_not_for_them(
    house: House, client: httpx.AsyncClient
) -> None:
    """On the page, too, without a word of it."""
    await gather_cast(house)
    await follow(house, CLEO, ANA)
    own = await say(house, ANA, "A secret of the house", audience="followers")
    quoting = await quote(house, ANA, own)
    assert (await card(house, CLEO, quoting)).quote is not None
    await sign_in(house, client, CLEO)
    path = f"/@ana/{quoting.id}"
    assert "A secret of the house" in (await client.get(path)).text
    said = await say(house, ANA, "The bread is ready")
    public = await quote(house, DAN, said)
    async with house.work(actor=CLEO) as work:
        await block(work, ANA)
    page = await client.get(f"/@dan/{public.id}")
    assert "The bread is ready" not in page.text
    assert "is not to be seen" in page.text
