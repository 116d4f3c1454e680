"""Suggestions by ties that people share, on the real database: whose consent they need, and how many there are."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

import httpx
import pytest

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import Gate, House, Plugs, Work
from kith.people import block as block_person
from kith.people import follow as follow_person
from kith.people import give_token, mute, pass_over
from kith.people.model import Account, Handle, Left, Member
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, gather_cast, sign_in
from kith.ties import (
    answer_paths,
    mark_parted,
    never_suggest,
    path_answer,
    path_through,
    people_suggested,
    set_not_close,
    set_path,
    set_suggested,
)
from kith.ties.actions.paths import renew_suggestions
from kith.ties.feature import FEATURE
from kith.ties.model import SuggestPerson
from kith.ties.model.path import SHOWN_A_WEEK_MAX, SUGGESTED_A_WEEK_MAX
from kith.ties.tests.paths import allow, tie, tie_all
from tests.clock import BEGINNING, TestClock

DIAMOND = [(ANA, BEN), (ANA, CLEO), (BEN, DAN), (CLEO, DAN)]
EVA = Id(15)


async def come(house: House, people: Iterable[Id]) -> None:
    """Let more people live here."""
    async with house.work() as work:
        for person in people:
            handle = f"p{person}"
            await work.db.insert(Account(id=person, handle=handle, name=handle, created_at=BEGINNING))
            await work.db.insert(Handle(handle=handle, account_id=person))
            await work.db.insert(
                Member(account_id=person, password_hash="", approved_at=BEGINNING, created_at=BEGINNING)
            )


async def suggested(house: House, person: Id = ANA) -> list[Id]:
    """Read whom somebody may know."""
    async with house.reading(actor=person) as work:
        return [one.id for one in await people_suggested(work)]


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    """Ana and Dan both know Ben and Cleo, and not each other; each of them allows it."""
    await gather_cast(house)
    await tie_all(house, DIAMOND)


async def test_whom_two_of_one_s_people_know_is_suggested(house: House) -> None:
    """To both, from the next night on; those in between know each other by the same."""
    assert await suggested(house) == []
    await renew_suggestions(house)
    assert await suggested(house, ANA) == [DAN]
    assert await suggested(house, DAN) == [ANA]
    assert await suggested(house, BEN) == [CLEO]


@pytest.mark.parametrize("silent", [ANA, BEN, DAN])
async def test_everybody_on_the_way_must_allow_it(house: House, silent: Id) -> None:
    """Who says no, or did not answer, is on no way from one to another."""
    await allow(house, [silent], on=False)
    await renew_suggestions(house)
    assert await suggested(house) == []
    await allow(house, [silent])
    await renew_suggestions(house)
    assert await suggested(house) == [DAN]


@pytest.mark.parametrize(("who", "other"), DIAMOND + [(other, who) for who, other in DIAMOND])
async def test_one_tie_can_be_kept_out_by_either_end(house: House, who: Id, other: Id) -> None:
    """Its own word goes before the answer, in both directions."""
    async with house.work(actor=who) as work:
        await set_path(work, other, on=False)
        assert not await path_through(work, other)
    await renew_suggestions(house)
    assert await suggested(house) == []
    async with house.work(actor=who) as work:
        await answer_paths(work, on=False)
        for one in (ANA, BEN, CLEO, DAN):
            if {who, one} in [set(pair) for pair in DIAMOND]:
                await set_path(work, one, on=True)
    await renew_suggestions(house)
    assert await suggested(house) == [DAN]


@pytest.mark.parametrize("deed", [set_not_close, never_suggest, mark_parted])
async def test_a_tie_that_was_put_away_is_on_no_way(house: House, deed: object) -> None:
    """Unless its owner says so of that very tie."""
    async with house.work(actor=BEN) as work:
        await deed(work, DAN)  # type: ignore[operator]
        assert not await path_through(work, DAN)
    await renew_suggestions(house)
    assert await suggested(house) == []


async def test_a_tie_that_is_off_changes_nothing_for_anybody_else(house: House, client: httpx.AsyncClient) -> None:
    """E1 from the acts to the bytes of the answer: with it and without it apps are told the same."""
    await come(house, [EVA])
    for one in (ANA, BEN, CLEO, DAN):
        async with house.work(actor=one) as work:
            await set_path(work, EVA, on=False)
    await allow(house, [EVA])
    await renew_suggestions(house)
    before = [await _answer(house, client, person) for person in (ANA, BEN, DAN)]
    await tie(house, [(BEN, EVA), (CLEO, EVA), (ANA, EVA)])
    await renew_suggestions(house)
    assert [await _answer(house, client, person) for person in (ANA, BEN, DAN)] == before


async def _answer(house: House, client: httpx.AsyncClient, person: Id) -> bytes:
    async with house.work(actor=person) as work:
        token = await give_token(work, name="test")
    answer = await client.get("/api/v2/suggestions", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return answer.content


@pytest.mark.parametrize("who", [BEN, ANA, DAN])
async def test_what_is_closed_is_gone_by_the_next_night(house: House, clock: TestClock, who: Id) -> None:
    """E8, for what was suggested already, too; and it makes no room for more in that week."""
    await renew_suggestions(house)
    assert await suggested(house) == [DAN]
    await allow(house, [who], on=False)
    clock.tick(days=1)
    await renew_suggestions(house)
    assert await suggested(house) == []
    await allow(house, [who])
    clock.tick(days=1)
    await renew_suggestions(house)
    assert await suggested(house) == []


async def test_three_people_a_week_and_others_in_the_next(house: House, clock: TestClock) -> None:
    """Whoever was suggested and not answered rests for four weeks; a night in between adds nobody."""
    more = [Id(number) for number in range(20, 24)]
    await come(house, more)
    await tie_all(house, [(bridge, one) for bridge in (BEN, CLEO) for one in more])
    await renew_suggestions(house)
    first = await suggested(house)
    assert len(first) == SUGGESTED_A_WEEK_MAX
    clock.tick(days=3)
    await renew_suggestions(house)
    assert await suggested(house) == first
    clock.tick(days=4)
    await renew_suggestions(house)
    second = await suggested(house)
    assert len(second) == 2
    assert not set(first) & set(second)
    clock.tick(days=21)
    await renew_suggestions(house)
    assert await suggested(house) == first


async def test_nobody_is_shown_to_more_than_twenty_a_week(house: House, clock: TestClock) -> None:
    """Also where many workers suggest at once; the week after others have their turn."""
    readers = [Id(number) for number in range(30, 30 + SHOWN_A_WEEK_MAX + 5)]
    await come(house, readers)
    ties = [(bridge, one) for bridge in (BEN, CLEO) for one in readers]
    await tie_all(house, ties)
    for one in readers:  # they know each other: so Dan and Ana are the only new ones
        async with house.work(actor=one) as work:
            for other in readers:
                if other != one:
                    await pass_over(work, other)
    await asyncio.gather(*(renew_suggestions(house) for _worker in range(3)))
    shown = [one for one in readers if DAN in await suggested(house, one)]
    assert len(shown) <= SHOWN_A_WEEK_MAX
    assert len(shown) + (DAN in await suggested(house, ANA)) == SHOWN_A_WEEK_MAX
    clock.tick(days=7)
    await renew_suggestions(house)
    assert [one for one in readers if DAN in await suggested(house, one)]


async def test_one_in_common_is_not_enough(house: House) -> None:
    """It would tell whom they know."""
    await come(house, [EVA])
    await tie_all(house, [(BEN, EVA)])
    await renew_suggestions(house)
    assert EVA not in await suggested(house)


_HIDDEN = Statement("UPDATE accounts SET discoverable = FALSE WHERE id = %(id)s")


@pytest.mark.parametrize("at_night", [True, False])
@pytest.mark.parametrize(
    ("who", "other", "deed"),
    [
        (ANA, DAN, block_person),
        (DAN, ANA, block_person),
        (ANA, DAN, mute),
        (DAN, ANA, mute),
        (ANA, DAN, pass_over),
        (ANA, DAN, follow_person),
        (ANA, DAN, never_suggest),
        (ANA, DAN, mark_parted),
        (DAN, ANA, mark_parted),
    ],
)
async def test_never_where_anything_keeps_them_apart(
    house: House, *, at_night: bool, who: Id, other: Id, deed: object
) -> None:
    """E7: neither when it is worked out, nor when that came to be since."""
    if not at_night:
        await renew_suggestions(house)
    async with house.work(actor=who) as work:
        await deed(work, other)  # type: ignore[operator]
    if at_night:
        await renew_suggestions(house)
    assert await suggested(house) == []


async def test_never_where_another_feature_refuses(house: House) -> None:
    """Such as for an open report between the two, or a death: it is asked when the page is read."""

    async def refuse(_work: Work, intent: SuggestPerson) -> None:
        if intent.other_id == DAN:
            raise Refused("They are dead.")

    await renew_suggestions(house)
    gated = replace(house, plugs=Plugs.of(gates=[Gate(SuggestPerson, refuse)], listeners=[]))
    assert await suggested(gated) == []
    assert await suggested(gated, DAN) == [ANA]


@pytest.mark.parametrize("at_night", [True, False])
async def test_never_who_does_not_wish_it(house: House, *, at_night: bool) -> None:
    """By either of two words: not to be suggested, and not to stand in lists."""
    if not at_night:
        await renew_suggestions(house)
    async with house.work(actor=DAN) as work:
        await set_suggested(work, suggested=False)
    async with house.work() as work:
        await work.db.run(_HIDDEN, id=ANA)
    if at_night:
        await renew_suggestions(house)
    assert await suggested(house, ANA) == []
    assert await suggested(house, DAN) == []


async def test_who_became_one_s_own_is_not_suggested_any_more(house: House) -> None:
    """Two who wrote to each other know each other."""
    await renew_suggestions(house)
    await tie(house, [(ANA, DAN)])
    assert await suggested(house) == []


async def test_the_question_is_asked_at_the_first_tie(house: House, client: httpx.AsyncClient) -> None:
    """Not before, and once; a newcomer is told why nobody is named; the settings change it."""
    await come(house, [EVA])
    await sign_in(house, client, EVA)
    alone = (await client.get("/people/find")).text
    assert "Nobody yet: you are suggested people" in alone
    assert "May others find each other" not in alone
    await tie(house, [(EVA, ANA)])
    for path in ("/people", "/people/find", "/people/known", "/settings/paths"):
        asked = (await client.get(path)).text
        assert "May others find each other" in asked, path
    token = asked.split('name="csrf" value="')[1].split('"')[0]
    await client.post("/settings/paths", data={"csrf": token, "on": "on"})
    async with house.reading(actor=EVA) as work:
        assert (await path_answer(work)).answer is True
    for path in ("/people", "/people/find", "/people/known"):
        assert "May others find each other" not in (await client.get(path)).text
    await client.post("/settings/paths", data={"csrf": token, "whole": "on"})
    async with house.reading(actor=EVA) as work:
        assert (await path_answer(work)).answer is False
    assert "you let nobody be found through you" in (await client.get("/people/find")).text


async def test_the_page_names_them_without_those_in_between(house: House, client: httpx.AsyncClient) -> None:
    """And takes a no, without script; nobody stands twice on it."""
    await renew_suggestions(house)
    await sign_in(house, client, ANA)
    shown = (await client.get("/people/find")).text
    part = shown.split('aria-labelledby="suggested"')[1].split("</section>")[0]
    assert "@dan" in part
    assert "Ben" not in part
    assert "Cleo" not in part
    assert shown.count('<p class="meta"><bdi>@dan</bdi></p>') == 1
    token = shown.split('name="csrf" value="')[1].split('"')[0]
    await client.post("/@dan/pass-over", data={"csrf": token})
    assert await suggested(house) == []


async def test_apps_answer_and_choose_too(house: House, client: httpx.AsyncClient) -> None:
    """For all ties and for one."""
    async with house.work(actor=ANA) as work:
        token = await give_token(work, name="test")
    headers = {"authorization": f"Bearer {token}"}
    paths = "/api/kith/v1/ties/paths"
    assert (await client.get(paths, headers=headers)).json() == {"on": True}
    assert (await client.put(paths, headers=headers, json={"on": False})).json() == {"on": False}
    assert (await client.put(paths, headers=headers, json={"on": "perhaps"})).status_code == 422
    one = f"/api/kith/v1/ties/{BEN}"
    assert (await client.get(one, headers=headers)).json()["path"] is False
    await client.post(f"{one}/path", headers=headers)
    assert (await client.get(one, headers=headers)).json()["path"] is True
    await client.delete(f"{one}/path", headers=headers)
    assert (await client.get(one, headers=headers)).json()["path"] is False
    assert (await client.post("/api/kith/v1/ties/1/path", headers=headers)).status_code == 404


async def test_who_leaves_takes_it_all_along(house: House) -> None:
    """From both sides."""
    await renew_suggestions(house)
    async with house.work() as work:
        await FEATURE.listeners[0].run(work, Left(account_id=DAN))
        for table in ("usable_ties", "tie_suggestions"):
            left = f"SELECT count(*) FROM {table} WHERE owner_id = %(id)s OR other_id = %(id)s"
            assert await work.db.value(Statement(left), id=DAN) == 0
