"""What a person chose holds for what they are told; and whom they silence never learns of it."""

import re
from typing import Any

import httpx
import pytest

from kith.base.core.errors import NotFound
from kith.base.work import House
from kith.notices import count_unread, hear_again, set_policy, silence, silenced_people
from kith.notices.model import WHATS, NoticePolicy
from kith.notices.store import policy_of
from kith.notices.tests.scene import run_jobs, say, told, unread
from kith.people import block, follow
from kith.people.model import Left
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, act, gather, sign_in
from kith.posts import like

PAGE = "/settings/notices"
_NAMES = list(WHATS)


async def test_a_silence_keeps_all_notices_of_somebody(house: House) -> None:
    """Those from before, too, until they are heard again; and what came meanwhile was never written."""
    await gather(house)
    post = await say(house, ANA, "Bread is ready.")
    await say(house, BEN, "@ana before")
    await run_jobs(house)
    await act(house, ANA, silence, BEN)
    await act(house, BEN, like, post.id)
    await say(house, BEN, "@ana meanwhile")
    await act(house, BEN, follow, ANA)
    await act(house, CLEO, like, post.id)
    await run_jobs(house)
    assert await told(house, ANA) == [("like", "cleo")]
    assert await unread(house, ANA) == 1
    await act(house, ANA, hear_again, BEN)
    assert await told(house, ANA) == [("like", "cleo"), ("mention", "ben")]


async def test_a_silence_is_of_somebody_who_is_there(house: House) -> None:
    """As often as one likes; not of whom a block hides, nor of oneself. It can always be taken back."""
    await gather(house)
    await act(house, ANA, silence, BEN)
    await act(house, ANA, silence, BEN)
    async with house.reading(actor=ANA) as work:
        assert [one.id for one in await silenced_people(work)] == [BEN]
    await act(house, BEN, block, ANA)
    async with house.reading(actor=ANA) as work:
        assert await silenced_people(work) == []
    await act(house, ANA, hear_again, BEN)
    for deed in (silence, hear_again):
        with pytest.raises(NotFound):
            await act(house, ANA, deed, BEN)


async def test_nothing_is_left_of_a_silence_when_either_leaves(house: House) -> None:
    await gather(house)
    await act(house, ANA, silence, BEN)
    await act(house, BEN, silence, CLEO)
    async with house.work() as work:
        work.tell(Left(account_id=BEN))
    await run_jobs(house)
    for person in (ANA, BEN):
        async with house.reading(actor=person) as work:
            assert await silenced_people(work) == []


async def test_what_is_hidden_is_not_counted_and_comes_back(house: House) -> None:
    """Nothing is lost by a choice, as long as it reaches somebody in another way."""
    await gather(house)
    await act(house, ANA, set_policy, NoticePolicy(owner_id=ANA, hidden=("spoken",)))
    await say(house, BEN, "@ana one")
    await run_jobs(house)
    assert await told(house, ANA) == []
    assert await unread(house, ANA) == 0
    await act(house, ANA, set_policy, NoticePolicy(owner_id=ANA))
    assert await told(house, ANA) == [("mention", "ben")]


async def test_what_reaches_somebody_in_no_way_is_not_written(house: House) -> None:
    await gather(house)
    await act(house, ANA, set_policy, NoticePolicy(owner_id=ANA, hidden=("spoken",), pushed=()))
    await say(house, BEN, "@ana one")
    await run_jobs(house)
    await act(house, ANA, set_policy, NoticePolicy(owner_id=ANA))
    async with house.reading(actor=ANA) as work:
        assert await count_unread(work) == 0


async def send(client: httpx.AsyncClient, path: str = PAGE, **form: Any) -> httpx.Response:
    """Send the form of the page."""
    page = (await client.get(PAGE)).text
    signature = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert signature is not None
    return await client.post(path, data={"csrf": signature[1], **form})


async def test_the_page_says_what_holds(house: House, client: httpx.AsyncClient) -> None:
    """All of it in one form, by the clock of the device; kept as it was sent."""
    await gather(house)
    await sign_in(house, client, ANA)
    client.cookies.set("kith_zone", "Asia/Kathmandu")
    assert "By the clock of Asia/Kathmandu." in (await client.get(PAGE)).text
    form: dict[str, Any] = {
        "shown[]": ["spoken", "liked"], "pushed[]": ["spoken"], "mailed[]": ["polls"], "inner_circle": "15",
        "quiet": "on", "quiet_from": "22:30", "quiet_until": "06:15", "new_accounts": "filter",
    }  # fmt: skip
    assert (await send(client, **form)).headers["location"] == f"{PAGE}?said=kept"
    async with house.reading() as work:
        policy = await policy_of(work.db, ANA)
    assert policy.hidden == tuple(what for what in WHATS if what not in ("spoken", "liked"))
    assert (policy.pushed, policy.mailed) == (("spoken",), ("polls",))
    assert (policy.inner_circle, policy.quiet_from, policy.quiet_until) == (15, 22 * 60 + 30, 6 * 60 + 15)
    assert (policy.zone, policy.new_accounts, policy.digest) == ("Asia/Kathmandu", "filter", "never")
    page = (await client.get(f"{PAGE}?said=kept")).text
    assert "Kept." in page
    ticked = re.findall(r'name="(\w+)\[\]" value="(\w+)" checked', page)
    assert ticked == [("shown", "spoken"), ("pushed", "spoken"), ("shown", "liked"), ("mailed", "polls")]
    assert 'name="quiet_from" value="22:30"' in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"quiet": "on", "quiet_from": "late"}, "Say the time as 22:30."),
        ({"quiet": "on", "quiet_from": "07:00", "quiet_until": "07:00"}, "another time"),
        ({"digest": "daily"}, "Confirm your mail address first"),
    ],
)
async def test_what_does_not_fit_comes_back(
    house: House, client: httpx.AsyncClient, wrong: dict[str, str], says: str
) -> None:
    """With all that was chosen, and what is wrong with it; nothing is kept."""
    await gather(house)
    await sign_in(house, client, ANA)
    form: dict[str, Any] = {"pushed[]": ["polls"], "shown[]": _NAMES, "inner_circle": "5"}
    answer = await send(client, **(form | wrong))
    assert answer.status_code == 422
    assert says in answer.text
    assert re.findall(r'name="pushed\[\]" value="(\w+)" checked', answer.text) == ["polls"]
    async with house.reading() as work:
        assert await policy_of(work.db, ANA) == NoticePolicy(owner_id=ANA)


@pytest.mark.parametrize(
    "wrong", [{"pushed[]": ["everything"]}, {"inner_circle": "7"}, {"digest": "hourly"}, {"not_following": "shout"}]
)
async def test_what_nobody_can_choose_is_refused(
    house: House, client: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    await gather(house)
    await sign_in(house, client, ANA)
    assert (await send(client, **wrong)).status_code == 422


async def test_somebody_is_silenced_on_the_pages(house: House, client: httpx.AsyncClient) -> None:
    """From their page; and heard again from there, or from the settings."""
    await gather(house)
    await sign_in(house, client, ANA)
    assert 'href="/@ben/silence"' in (await client.get("/@ben")).text
    assert "they are never told" in (await client.get("/@ben/silence")).text
    assert (await send(client, "/@ben/silence")).headers["location"] == "/@ben"
    assert "You get no notice of them." in (await client.get("/@ben/silence")).text
    assert 'action="/@ben/hear"' in (await client.get(PAGE)).text
    assert (await send(client, "/@ben/hear")).status_code == 303
    assert 'action="/@ben/hear"' not in (await client.get(PAGE)).text
    for path in ("/@nobody/silence", "/@ana/silence"):
        assert (await client.get(path)).status_code == {"/@nobody/silence": 404}.get(path, 403)
        assert (await send(client, path)).status_code == {"/@nobody/silence": 404}.get(path, 403)
