"""What those hear who stand in a collection, or are asked to; and those who passed on what was changed."""

import httpx
import pytest

from kith.base.core.paging import Paging
from kith.base.work import House
from kith.collections import (
    Change,
    change_collection,
    delete_collection,
    say_yes,
    take_oneself_out,
)
from kith.collections.tests.scene import lets, makes, puts
from kith.notices import body_of, load_notices, mark_read, place_of, title_of
from kith.notices.tests.scene import run_jobs, say, told, unread
from kith.people import block, mute
from kith.people.model import Left
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, act, gather
from kith.posts import edit, repost
from kith.posts.model import Words
from kith.posts.tests.cast import sign_in


async def test_who_is_put_in_hears_of_it(house: House, client: httpx.AsyncClient) -> None:
    """And may look at it; who is asked may answer."""
    await gather(house)
    made = await makes(house, ANA, BEN)
    await lets(house, CLEO, "asked")
    await puts(house, ANA, made, CLEO)
    await run_jobs(house)
    for person, sentence in ((BEN, "put you into the collection"), (CLEO, "would like to put you into")):
        assert await told(house, person) == [("collected", "ana")]
        await sign_in(house, client, person)
        page = (await client.get("/notices")).text
        assert sentence in page
        assert f'href="/collections/{made.id}"' in page
    async with house.reading(actor=CLEO) as work:
        [view] = (await load_notices(work, Paging())).items
        assert title_of(view) == "Ana would like to put you into a collection."
        assert (body_of(view), place_of(view)) == ("Who bakes", f"/collections/{made.id}")


@pytest.mark.parametrize("end", ["no", "deleted", "left", "blocked"])
async def test_what_has_ended_is_taken_back(house: House, end: str) -> None:
    """At once where it is read, and for good by the job."""
    await gather(house)
    made, kept = await makes(house, ANA, BEN), await makes(house, CLEO, BEN)
    await run_jobs(house)
    assert await told(house, BEN) == [("collected", "cleo"), ("collected", "ana")]
    if end == "no":
        await act(house, BEN, take_oneself_out, made.id)
    elif end == "deleted":
        await act(house, ANA, delete_collection, made.id)
    elif end == "blocked":
        await act(house, BEN, block, ANA)
    else:
        async with house.work() as work:
            work.tell(Left(account_id=ANA))
    await run_jobs(house)
    assert await told(house, BEN) == [("collected", "cleo")]
    assert await unread(house, BEN) == 1
    assert kept.owner_id == CLEO


async def test_a_change_is_told_once_until_it_is_read(house: House) -> None:
    """To who stands there, not to who is asked; nor what changes nothing that is said of them."""
    await gather(house)
    made = await makes(house, ANA, BEN)
    await lets(house, CLEO, "asked")
    await puts(house, ANA, made, CLEO)
    for change in (Change(name="Bakers"), Change(description="All of them"), Change(discoverable=False)):
        await act(house, ANA, change_collection, made.id, change)
        await run_jobs(house)
    assert await told(house, BEN) == [("recollected", "ana"), ("collected", "ana")]
    assert await told(house, CLEO) == [("collected", "ana")]
    async with house.reading(actor=BEN) as work:
        first = (await load_notices(work, Paging())).items[0].notice.id
    await act(house, BEN, mark_read, first)
    await act(house, ANA, change_collection, made.id, Change(name="The bakers"))
    await run_jobs(house)
    assert await told(house, BEN) == [("recollected", "ana"), ("collected", "ana")]
    assert await unread(house, BEN) == 1


async def test_who_wants_to_hear_nothing_of_somebody_does_not(house: House) -> None:
    """Their place stands in the settings all the same."""
    await gather(house)
    await act(house, BEN, mute, ANA)
    made = await makes(house, ANA, BEN, CLEO)
    await run_jobs(house)
    assert await told(house, BEN) == []
    assert await told(house, CLEO) == [("collected", "ana")]
    await lets(house, DAN, "asked")
    await puts(house, ANA, made, DAN)
    await act(house, DAN, say_yes, made.id)
    await run_jobs(house)
    assert await told(house, DAN) == [("collected", "ana")]


async def test_who_passed_something_on_hears_that_it_changed(house: House) -> None:
    """Not its author, nor who only read it."""
    await gather(house)
    post = await say(house, ANA, "The quinces are ready.")
    for person in (BEN, CLEO):
        await act(house, person, repost, post.id)
    await act(house, ANA, edit, post.id, Words(text="The quinces are gone."))
    await run_jobs(house)
    for person in (BEN, CLEO):
        assert await told(house, person) == [("edited", "ana")]
    assert await told(house, DAN) == []
