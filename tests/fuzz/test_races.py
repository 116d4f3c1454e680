"""Two requests at the same moment, through the whole application: the right end, no failure, nobody stuck."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from typing import Any

import pytest

from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people.actions.server import decide_server, invite, server_words
from kith.people.tests.cast_of_relations import ANA, BEN, DAN, check_twins
from kith.worker import run_everything_due
from tests.fuzz.village import OLGA, Village
from tests.fuzz.visitor import Reply, Visitor, forget_limits, nothing_wrong

STUCK_S = 20
JOINING = {"handle": "newcomer", "password": "a sentence to remember", "name": "New"}


async def _visitors(house: House, person: Id | None, count: int) -> list[Visitor]:
    await forget_limits(house)
    made = [Visitor(house, person) for _number in range(count)]
    for one in made:
        await one.come_in()
    return made


async def _at_once(*requests: Awaitable[Reply]) -> Counter[int]:
    async with asyncio.timeout(STUCK_S):
        return Counter(reply.status for reply in await asyncio.gather(*requests))


async def _ask(house: House, question: str, **values: Any) -> Any:
    async with house.reading() as work:
        return await work.db.value(Statement(question), **values)


async def test_a_handle_is_given_once(house: House, village: Village) -> None:
    """Six people want the same name in the same moment, two of them in another spelling."""
    people = await _visitors(house, None, 6)
    spellings = ["newcomer", "newcomer", "Newcomer", "newcomer", "new_comer", "newc0mer"]
    fields = [JOINING | {"handle": spelling} for spelling in spellings]
    said = await _at_once(*(one.post("/join", form) for one, form in zip(people, fields, strict=True)))
    assert said == {303: 1, 422: 5}
    assert await _ask(house, "SELECT count(*) FROM accounts WHERE lower(handle) LIKE 'new%'") == 1
    nothing_wrong(*people)


async def test_a_mail_address_is_given_once(house: House, village: Village) -> None:
    """Everybody comes in, so that nobody learns who has it; the address belongs to one."""
    people = await _visitors(house, None, 4)
    forms = [JOINING | {"handle": f"person_{letter}", "email": "same@example.org"} for letter in "abcd"]
    assert await _at_once(*(one.post("/join", form) for one, form in zip(people, forms, strict=True))) == {303: 4}
    assert await _ask(house, "SELECT count(*) FROM members WHERE email = 'same@example.org'") == 1
    nothing_wrong(*people)


async def test_the_first_of_all_is_one(house: House) -> None:
    """An empty server: of those who sign up at once, one owns it, and the others are not let in unasked."""
    people = await _visitors(house, None, 4)
    forms = [JOINING | {"handle": f"person_{letter}"} for letter in "abcd"]
    said = await _at_once(*(one.post("/join", form) for one, form in zip(people, forms, strict=True)))
    assert set(said) <= {303, 403}
    assert await _ask(house, "SELECT count(*) FROM members WHERE role = 'owner'") == 1
    nothing_wrong(*people)


async def test_an_invitation_brings_as_many_as_it_is_for(house: House, village: Village) -> None:
    """Five use one for two; the server takes nobody else."""
    async with house.work(actor=OLGA) as work:
        words = await server_words(work)
        await decide_server(work, type(words)(sign_up="invitation", about=words.about, rules=words.rules))
        made = await invite(work, uses_max=2)
    people = await _visitors(house, None, 5)
    forms = [JOINING | {"handle": f"person_{letter}", "invite": made.code} for letter in "abcde"]
    said = await _at_once(*(one.post("/join", form) for one, form in zip(people, forms, strict=True)))
    assert said == {303: 2, 403: 3}
    assert await _ask(house, "SELECT count(*) FROM members WHERE invited_by = %(olga)s", olga=OLGA) == 2
    assert await _ask(house, "SELECT uses FROM invites WHERE id = %(id)s", id=made.id) == 2
    nothing_wrong(*people)


@pytest.mark.parametrize(
    ("deed", "counted"),
    [
        ("like", "SELECT likes FROM tallies WHERE post_id = %(post)s"),
        ("repost", "SELECT reposts FROM tallies WHERE post_id = %(post)s"),
        ("bookmark", "SELECT count(*) FROM bookmarks WHERE post_id = %(post)s"),
        ("votes", "SELECT voters FROM polls WHERE post_id = %(post)s"),
    ],
)
async def test_a_double_click_counts_once(house: House, village: Village, deed: str, counted: str) -> None:
    """Five at once, and one more afterwards."""
    clicks = await _visitors(house, ANA, 5)
    path, fields = f"/posts/{village.bens_post_id}/{deed}", {"choices[]": "0"}
    assert set(await _at_once(*(one.post(path, fields) for one in clicks))) == {303}
    assert (await clicks[0].post(path, fields)).status == 303
    assert await _ask(house, counted, post=village.bens_post_id) == 1
    nothing_wrong(*clicks)


async def test_a_form_sent_twice_posts_once(house: House, village: Village) -> None:
    """On the page by its own key, through the API by `Idempotency-Key`; each answer names the same post."""
    clicks = await _visitors(house, ANA, 4)
    form = {"text": "Only once.", "once": "a-key"}
    async with asyncio.timeout(STUCK_S):
        replies = await asyncio.gather(*(one.post("/write", form) for one in clicks))
    assert len({(reply.status, reply.header("location")) for reply in replies}) == 1
    async with asyncio.timeout(STUCK_S):
        key = (("idempotency-key", b"another"),)
        replies = await asyncio.gather(
            *(one.send("POST", "/api/v1/statuses", body=b"status=Only+once.", more=key) for one in clicks)
        )
    assert {reply.status for reply in replies} == {200}
    assert await _ask(house, "SELECT count(*) FROM posts WHERE text = 'Only once.'") == 2
    nothing_wrong(*clicks)


async def test_posts_at_once_are_counted_each(house: House, village: Village) -> None:
    """One person writes, passes on and deletes from several devices; the tally says what is there."""
    counted = "SELECT posts FROM author_tallies WHERE author_id = %(ana)s"
    is_there = "SELECT count(*) FROM posts WHERE author_id = %(ana)s AND audience IN ('everyone', 'unlisted')"
    devices = await _visitors(house, ANA, 5)
    said = await _at_once(
        *(one.post("/write", {"text": "At once.", "once": f"key-{n}"}) for n, one in enumerate(devices[:3])),
        devices[3].post(f"/posts/{village.bens_post_id}/repost", {}),
        devices[4].post(f"/posts/{village.post_id}/delete", {}),
    )
    assert said == {303: 5}
    assert await _ask(house, counted, ana=ANA) == await _ask(house, is_there, ana=ANA)
    nothing_wrong(*devices)


async def test_follow_and_block_at_once_end_apart(house: House, village: Village) -> None:
    """Whoever comes first: afterwards no follow stands beside a block, and both sides say the same."""
    for _round in range(5):
        (ana,), (dan,) = await _visitors(house, ANA, 1), await _visitors(house, DAN, 1)
        said = await _at_once(ana.post("/@dan/follow", {}), dan.post("/@ana/block", {}), ana.post("/@dan/follow", {}))
        assert set(said) <= {303, 404}
        async with house.reading() as work:
            follows = await check_twins(work.db)
        assert not [one for one in follows if {one.follower_id, one.followee_id} == {ANA, DAN}]
        assert (await dan.post("/@ana/unblock", {})).status == 303
        nothing_wrong(ana, dan)


async def test_follow_from_both_sides_at_once(house: House, village: Village) -> None:
    """Each locks the other: nobody waits in a circle."""
    (ana,), (ben,) = await _visitors(house, ANA, 1), await _visitors(house, BEN, 1)
    for path_a, path_b in (("/@ben/unfollow", "/@ana/unfollow"), ("/@ben/follow", "/@ana/follow")) * 3:
        assert await _at_once(*(ana.post(path_a, {}), ben.post(path_b, {})) * 2) == {303: 4}
    async with house.reading() as work:
        assert len(await check_twins(work.db)) == 2
    nothing_wrong(ana, ben)


async def test_edit_and_delete_at_once_leave_nothing(house: House, village: Village) -> None:
    """With a like, a repost and an answer coming in between: the post is gone, and nothing hangs on it."""
    (ana, again), (ben, bens) = await _visitors(house, ANA, 2), await _visitors(house, BEN, 2)
    post = f"/posts/{village.post_id}"
    said = await _at_once(
        ana.post(f"{post}/edit", {"text": "Better."}),
        ben.post(f"{post}/repost", {}),
        again.post(f"{post}/delete", {}),
        ben.post(f"{post}/like", {}),
        bens.post("/write", {"text": "Late.", "reply_to_id": str(village.post_id)}),
        bens.post(f"{post}/bookmark", {}),
    )
    assert set(said) <= {303, 404, 422}
    await run_everything_due(house)
    for table in ("tallies", "likes", "my_likes", "bookmarks", "post_versions", "polls"):
        assert await _ask(house, f"SELECT count(*) FROM {table} WHERE post_id = %(id)s", id=village.post_id) == 0, table
    assert await _ask(house, "SELECT count(*) FROM posts WHERE %(id)s IN (id, repost_of_id)", id=village.post_id) == 0
    nothing_wrong(ana, again, ben, bens)


async def test_two_owners_cannot_make_each_other_nobody(house: House, village: Village) -> None:
    """Each takes the role of the other in the same moment: one owner is left."""
    (olga,) = await _visitors(house, OLGA, 1)
    assert (await olga.post(f"/owner/members/{BEN}/role", {"role": "owner"})).status == 303
    (ben,) = await _visitors(house, BEN, 1)
    await _at_once(
        olga.post(f"/owner/members/{BEN}/role", {"role": "member"}),
        ben.post(f"/owner/members/{OLGA}/role", {"role": "member"}),
    )
    assert await _ask(house, "SELECT count(*) FROM members WHERE role = 'owner'") == 1
    nothing_wrong(olga, ben)
