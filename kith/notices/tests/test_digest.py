"""The summary by mail: what stands in it, when it comes, and how it is stopped. Read from the outbox."""

import re
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from kith.base.mail.letter import Letter
from kith.base.mail.mailer import Mailer
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.notices import mark_read, set_reach, silence
from kith.notices.actions.digesting import find_lost_digests, send_digest
from kith.notices.model import WHATS, DigestDue, NoticePolicy, Reach
from kith.notices.store import policy_of
from kith.notices.tests.scene import run_jobs, say
from kith.people import follow, remember, remember_no_longer, set_taste
from kith.people.store import set_role
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, act, gather
from kith.people.tests.door import letters
from kith.posts import like
from tests.clock import TestClock

_CONFIRMED = Statement("UPDATE members SET email = %(email)s, email_confirmed_at = now() WHERE account_id = %(id)s")
_LEAVING = Statement("UPDATE members SET leaves_at = now() WHERE account_id = %(id)s")
_LOSE = Statement("DELETE FROM jobs WHERE names = ARRAY['notices.digest']")
DAILY = Reach(
    hidden=(), pushed=(), mailed=tuple(WHATS), inner_circle=0, quiet_from=None, quiet_until=None, digest="daily",
    digest_words=False,
)  # fmt: skip


async def ask_for_it(house: House, **changes: Any) -> NoticePolicy:
    """Let Ana have an address, and ask for a summary."""
    await gather(house)
    async with house.work() as work:
        await work.db.run(_CONFIRMED, id=ANA, email="ana@example.org")
    wish = Reach(**({name: getattr(DAILY, name) for name in DAILY.__struct_fields__} | changes))
    policy = await act(house, ANA, set_reach, wish, zone="Pacific/Auckland", language="en")
    assert isinstance(policy, NoticePolicy)
    return policy


async def morning(house: House, clock: TestClock, *, minutes: float = 1) -> list[Letter]:
    """Wait until the next summary is due, and somewhat longer; give what lies in the outbox."""
    await run_jobs(house)
    async with house.reading() as work:
        due_at = (await policy_of(work.db, ANA)).digest_due_at
    assert isinstance(due_at, datetime)
    clock.tick(seconds=(due_at - clock()).total_seconds() + 60 * minutes)
    return await letters(house)


async def test_a_summary_comes_in_the_morning(house: House, clock: TestClock) -> None:
    """By its reader's clock; in sentences as on the page, and not a word of what was said."""
    policy = await ask_for_it(house)
    assert policy.digest_due_at is not None
    post = await say(house, ANA, "The quinces are ready.")
    for person in (BEN, CLEO, DAN):
        await act(house, person, like, post.id)
    await say(house, BEN, "@ana a secret of ours", audience="mentioned")
    (letter,) = await morning(house, clock)
    assert letter.recipient == "ana@example.org"
    assert letter.subject == "2 things for you at Kith"
    lines = letter.text.splitlines()
    assert lines[:2] == ["- Ben spoke of you.", "- Dan, Cleo and 1 other like what you said."]
    assert "http://kith.test/notices" in letter.text
    assert "secret" not in letter.text
    assert "quinces" not in letter.text


async def test_what_stood_in_one_stands_in_no_other(house: House, clock: TestClock) -> None:
    """And a morning without anything has no mail."""
    await ask_for_it(house)
    await say(house, BEN, "@ana one")
    assert len(await morning(house, clock)) == 1
    assert len(await morning(house, clock)) == 1
    await say(house, CLEO, "@ana two")
    newest, _before = await morning(house, clock)
    assert "Cleo" in newest.text
    assert "Ben" not in newest.text


async def test_what_came_before_is_not_made_up_for(house: House, clock: TestClock) -> None:
    """Who asks for summaries asks for what comes from then on."""
    await gather(house)
    await say(house, BEN, "@ana one")
    await run_jobs(house)
    async with house.work() as work:
        await work.db.run(_CONFIRMED, id=ANA, email="ana@example.org")
    await act(house, ANA, set_reach, DAILY, zone="UTC", language="en")
    assert await morning(house, clock) == []


@pytest.mark.parametrize("away", ["read", "silenced", "unticked", "leaving"])
async def test_only_what_is_wanted_and_unread_is_mailed(house: House, clock: TestClock, away: str) -> None:
    """Ben's word stands in it, but for one thing at a time."""
    await ask_for_it(house, **({"mailed": ("liked",)} if away == "unticked" else {}))
    await say(house, BEN, "@ana one")
    await run_jobs(house)
    if away == "read":
        async with house.work(actor=ANA) as work:
            await mark_read(work, work.new_id())
    if away == "silenced":
        await act(house, ANA, silence, BEN)
    if away == "leaving":
        async with house.work() as work:
            await work.db.run(_LEAVING, id=ANA)
    assert await morning(house, clock) == []


async def test_nobody_writes_to_who_has_died(house: House, clock: TestClock) -> None:
    """As long as they are kept in remembrance; taken back, the next morning has its mail again."""
    await ask_for_it(house)
    async with house.work() as work:
        await set_role(work.db, DAN, "owner")
    await act(house, DAN, remember, ANA)
    await say(house, BEN, "@ana one")
    assert await morning(house, clock) == []
    await act(house, DAN, remember_no_longer, ANA)
    await say(house, BEN, "@ana two")
    assert len(await morning(house, clock)) == 1


async def test_words_for_everybody_come_along_where_they_are_wished_for(house: House, clock: TestClock) -> None:
    """Those for few never do: mail is read on its way."""
    await ask_for_it(house, digest_words=True)
    await say(house, BEN, "@ana the market is open")
    await say(house, CLEO, "@ana the key lies under the pot", audience="mentioned")
    await say(house, DAN, "@ana only for those who follow", audience="followers")
    (letter,) = await morning(house, clock)
    assert "the market is open" in letter.text
    assert "key" not in letter.text
    assert "only for those" not in letter.text


async def test_a_summary_speaks_its_readers_language(house: House, clock: TestClock) -> None:
    await ask_for_it(house)
    taste = {"theme": None, "timezone": "UTC", "post_audience": "everyone", "quote_policy": "everyone"}
    async with house.work() as work:
        await set_taste(work.db, ANA, language="ar", **taste)
    await act(house, BEN, follow, ANA)
    (letter,) = await morning(house, clock)
    assert re.search(r"[\u0600-\u06ff].*Ben|Ben.*[\u0600-\u06ff]", letter.text.splitlines()[0])


async def test_the_same_summary_is_written_once(house: House, clock: TestClock) -> None:
    """However often its job runs; and one whose job was lost comes with the next night."""
    policy = await ask_for_it(house)
    await say(house, BEN, "@ana one")
    await run_jobs(house)
    async with house.work() as work:
        assert await work.db.run(_LOSE) == 1
    clock.tick(days=2)
    async with house.work() as work:
        await find_lost_digests(work)
    assert len(await letters(house)) == 1
    assert policy.digest_due_at is not None
    async with house.work() as work:
        await send_digest(work, DigestDue(owner_id=ANA, due_at=policy.digest_due_at))
    assert len(await letters(house)) == 1


async def test_once_a_week_is_once_a_week(house: House, clock: TestClock) -> None:
    first = (await ask_for_it(house, digest="weekly")).digest_due_at
    await say(house, BEN, "@ana one")
    await morning(house, clock)
    async with house.reading() as work:
        then = (await policy_of(work.db, ANA)).digest_due_at
    assert first is not None
    assert then is not None
    assert timedelta(days=6, hours=22) < then - first < timedelta(days=7, hours=2)


async def test_one_press_stops_it(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """As mail programs press it: from anywhere, without a session. Looking at the page alone stops nothing."""
    await ask_for_it(house)
    await say(house, BEN, "@ana one")
    (letter,) = await morning(house, clock)
    message = Mailer(house.settings)._message(letter)
    address = re.fullmatch(r"<http://kith\.test(/mail/stop/[\w.]+)>", message["List-Unsubscribe"])
    assert address is not None
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"http://kith.test{address[1]}" in letter.text
    shown = await client.get(address[1])
    assert "Stop them" in shown.text
    async with house.reading() as work:
        assert (await policy_of(work.db, ANA)).digest == "daily"
    for _again in range(2):
        pressed = await client.post(
            address[1], data={"List-Unsubscribe": "One-Click"}, headers={"sec-fetch-site": "cross-site"}
        )
        assert pressed.status_code == 200
    async with house.reading() as work:
        policy = await policy_of(work.db, ANA)
    assert (policy.digest, policy.digest_due_at) == ("never", None)


@pytest.mark.parametrize("key", ["", "11", "11.", f"{ANA}.{'0' * 40}", f"{BEN}", "x.y", "11.ä"])
async def test_an_address_that_was_never_given_out_stops_nothing(
    house: House, client: httpx.AsyncClient, key: str
) -> None:
    await ask_for_it(house)
    assert (await client.post(f"/mail/stop/{key}")).status_code == 404
    async with house.reading() as work:
        assert (await policy_of(work.db, ANA)).digest == "daily"
