"""Reporting: what may be named, what is kept, and that a second report joins the first."""

import asyncio

import httpx
import pytest

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.collections import Change, change_collection
from kith.collections.tests.scene import makes
from kith.moderation import report
from kith.moderation.actions.handling import finish, forget_old_reports, load_words, note, reopen
from kith.moderation.model import COMMENT_MAX, REPORTS_KEPT_DAYS, Report, ReportWish
from kith.moderation.tests.scene import ANA, BEN, CLEO, DAN, act, gather_village, open_reports, say, tell_owners
from kith.notices.tests.scene import run_jobs, told
from kith.people import JoinForm, block, block_domain, join, set_role
from kith.people.actions.leaving import delete_who_left, leave
from kith.people.model import Account
from kith.posts import delete, edit
from kith.posts.model import Words
from kith.posts.tests.cast import send, sign_in
from tests.clock import TestClock

PASSWORD = "a sentence to remember"


async def test_what_was_reported_is_kept_as_it_stood(house: House) -> None:
    """Also when it is changed or deleted since; only the owners hear of it."""
    await gather_village(house)
    first, second, third = [await say(house, BEN, f"Buy {number}") for number in (1, 2, 3)]
    made = await tell_owners(house, CLEO, BEN, first, second, third)
    await act(house, BEN, edit, second.id, Words(text="Only a joke"))
    await act(house, BEN, delete, third.id)
    await run_jobs(house)
    async with house.reading(actor=ANA) as work:
        kept = await load_words(work, made)
    assert [(one.post.text, one.state) for one in kept] == [
        ("Buy 1", "there"),
        ("Buy 2", "changed"),
        ("Buy 3", "gone"),
    ]
    assert await told(house, ANA) == [("report", "cleo")]
    assert await told(house, BEN) == []


@pytest.mark.parametrize(
    "case", ["right", "followers", "mentioned", "of another", "gone", "blocked by them", "oneself"]
)
async def test_one_names_only_what_one_sees_and_they_wrote(house: House, case: str) -> None:
    """The first is right; what one may not see looks as if it were not there."""
    await gather_village(house)
    author = CLEO if case == "of another" else BEN
    audience = case if case in ("followers", "mentioned") else "everyone"
    post = await say(house, author, "Well.", audience=audience)  # type: ignore[arg-type]
    if case == "gone":
        await act(house, BEN, delete, post.id)
    if case == "blocked by them":
        await act(house, BEN, block, CLEO)
    about = CLEO if case == "oneself" else BEN
    if case == "right":
        await tell_owners(house, CLEO, about, post)
        return
    with pytest.raises(Refused if case == "oneself" else NotFound):
        await tell_owners(house, CLEO, about, post)
    assert await open_reports(house, ANA) == []


@pytest.mark.parametrize("both", [False, True])
async def test_one_may_report_whom_one_blocks(house: House, client: httpx.AsyncClient, *, both: bool) -> None:
    """Blocking first and telling afterwards is what most people do: with what one saw before, but with no more.

    Whether they block, too, is not to be found out by it.
    """
    await gather_village(house)
    seen, said = await say(house, BEN, "Buy soap"), await say(house, BEN, "@cleo Buy soap", audience="mentioned")
    among = await say(house, BEN, "Among us", audience="followers")
    await act(house, CLEO, block, BEN)
    if both:
        await act(house, BEN, block, CLEO)
    await sign_in(house, client, CLEO)
    form = (await client.get(f"/@ben/report?post={said.id}")).text
    assert f'value="{said.id}" checked' in form
    assert f'value="{seen.id}"' in form
    assert "Among us" not in form
    with pytest.raises(NotFound):
        await tell_owners(house, CLEO, BEN, among)
    made = await tell_owners(house, CLEO, BEN, seen, said)
    assert set(made.post_ids) == {seen.id, said.id}
    assert len(await open_reports(house, ANA)) == 1


async def test_one_may_report_whose_server_one_keeps_away(house: House) -> None:
    """As if they were blocked one by one."""
    await gather_village(house)
    far = Account(id=Id(21), handle="far", domain="hav.social", name="Far", created_at=house.clock())
    async with house.work() as work:
        await work.db.insert(far)
    await act(house, CLEO, block_domain, "hav.social")
    await tell_owners(house, CLEO, far.id)
    assert len(await open_reports(house, ANA)) == 1


async def test_a_second_report_joins_the_first_while_it_is_open(house: House) -> None:
    """Nothing said before is lost; the same twice stands there once; after it is done there is a new one."""
    await gather_village(house)
    first, second = await say(house, BEN, "One"), await say(house, BEN, "Two")
    made = await tell_owners(house, CLEO, BEN, first, comment="Look.")
    again = await tell_owners(house, CLEO, BEN, first, second, comment="And this.")
    await tell_owners(house, CLEO, BEN, second, comment="Look.")
    assert again.id == made.id
    [view] = await open_reports(house, ANA)
    assert (view.report.comment, view.report.post_ids) == ("Look.\n\nAnd this.", (first.id, second.id))
    await tell_owners(house, DAN, BEN)
    assert len(await open_reports(house, ANA)) == 2
    await act(house, ANA, finish, made.id)
    later = await tell_owners(house, CLEO, BEN)
    assert later.id != made.id
    with pytest.raises(Refused, match="new report"):
        await act(house, ANA, reopen, made.id)


async def test_reports_that_come_at_once_are_one(house: House) -> None:
    """A form that was sent twice, an app that tries again."""
    await gather_village(house)
    posts = [await say(house, BEN, str(number)) for number in range(5)]
    await asyncio.gather(*(tell_owners(house, CLEO, BEN, post, comment=post.text) for post in posts))
    [view] = await open_reports(house, ANA)
    assert set(view.report.post_ids) == {post.id for post in posts}
    assert set(view.report.comment.split()) == set("01234")


async def test_rules_are_named_by_their_numbers_and_kept_in_words(house: House) -> None:
    """With a rule it is a violation; the comment has a bound."""
    await gather_village(house)

    async def tell(**wishes: object) -> Report:
        async with house.work(actor=CLEO) as work:
            return await report(work, ReportWish(account_id=BEN, **wishes))  # type: ignore[arg-type]

    made = await tell(category="spam", rule_ids=("2", "1"), comment="x" * COMMENT_MAX)
    assert (made.category, made.rules) == ("violation", ("Be kind.", "No advertising."))
    for wrong in ({"rule_ids": ("3",)}, {"comment": "x" * (COMMENT_MAX + 1)}):
        with pytest.raises(Invalid):
            await tell(**wrong)


async def test_an_owner_sees_no_report_about_themselves(house: House) -> None:
    """Another does, and both hear of what is about others."""
    await gather_village(house)
    async with house.work() as work:
        await set_role(work.db, DAN, "owner")
    about_ana = await tell_owners(house, CLEO, ANA)
    await run_jobs(house)
    assert await open_reports(house, ANA) == []
    assert [view.report.id for view in await open_reports(house, DAN)] == [about_ana.id]
    assert await told(house, ANA) == []
    for deed in (finish, reopen):
        with pytest.raises(NotFound):
            await act(house, ANA, deed, about_ana.id)
    with pytest.raises(NotFound):
        await act(house, ANA, note, about_ana.id, "Who was it?")
    with pytest.raises(Refused):
        await act(house, CLEO, finish, about_ana.id)


async def test_who_handled_it_first_has_handled_it(house: House) -> None:
    """Twice is once; what is done is kept for a year."""
    await gather_village(house)
    async with house.work() as work:
        await set_role(work.db, DAN, "owner")
    made = await tell_owners(house, CLEO, BEN)
    for owner in (ANA, DAN):
        await act(house, owner, finish, made.id)
    [view] = await open_reports(house, DAN, open_=False)
    assert view.handled_by is not None
    assert view.handled_by.id == ANA
    await act(house, DAN, reopen, made.id)
    assert len(await open_reports(house, ANA)) == 1


async def test_what_is_done_is_forgotten_after_a_year(house: House, clock: TestClock) -> None:
    """What is open is not."""
    await gather_village(house)
    done, _open = await tell_owners(house, CLEO, BEN), await tell_owners(house, DAN, BEN)
    await act(house, ANA, finish, done.id)
    clock.tick(days=REPORTS_KEPT_DAYS - 1)
    await act(house, ANA, forget_old_reports)
    assert len(await open_reports(house, ANA, open_=False)) == 1
    clock.tick(days=2)
    await act(house, ANA, forget_old_reports)
    assert await open_reports(house, ANA, open_=False) == []
    assert len(await open_reports(house, ANA)) == 1


async def test_a_report_is_not_opened_again_beside_one_that_is_being_made(house: House) -> None:
    """Of one person about another there is one open report, whoever was first."""
    await gather_village(house)
    first = await tell_owners(house, CLEO, BEN)
    await act(house, ANA, finish, first.id)
    async with house.work(actor=CLEO) as work:
        second = await report(work, ReportWish(account_id=BEN, comment="Again."))
        opening = asyncio.create_task(act(house, ANA, reopen, first.id))
        await asyncio.wait({opening}, timeout=0.3)
    with pytest.raises(Refused):
        await opening
    assert [view.report.id for view in await open_reports(house, ANA)] == [second.id]


async def test_who_leaves_takes_along_what_is_reported_of_them(house: House, clock: TestClock) -> None:
    """What they reported themselves stays, without their name: others may be in need of it."""
    await gather_village(house)
    async with house.work() as work:
        gone = (await join(work, JoinForm(handle="gone", password=PASSWORD))).id
    await tell_owners(house, CLEO, gone)
    await tell_owners(house, gone, BEN)
    await act(house, gone, leave, password=PASSWORD)
    clock.tick(days=31)
    async with house.work() as work:
        await delete_who_left(work)
    await run_jobs(house)
    [view] = await open_reports(house, ANA)
    assert (view.report.account_id, view.report.reporter_id, view.reporter) == (BEN, None, None)


async def test_collections_are_kept_as_they_stood(house: House) -> None:
    """Each once, with the words it had first; what somebody else made is not theirs to be reported for."""
    await gather_village(house)
    made, other = await makes(house, BEN, DAN), await makes(house, DAN, BEN)
    wish = ReportWish(account_id=BEN, collection_ids=(made.id,))
    await act(house, CLEO, report, wish)
    await act(house, BEN, change_collection, made.id, Change(name="Only a joke"))
    await act(house, CLEO, report, wish)
    [view] = await open_reports(house, ANA)
    assert [(one.id, one.name) for one in view.report.collections] == [(made.id, "Who bakes")]
    for wrong in (other.id, Id(77)):
        with pytest.raises(NotFound):
            await act(house, CLEO, report, ReportWish(account_id=BEN, collection_ids=(wrong,)))


async def test_one_comes_from_a_collection_to_the_form(house: House, client: httpx.AsyncClient) -> None:
    """Which is chosen then; the owner reads its name."""
    await gather_village(house)
    made = await makes(house, BEN, DAN, discoverable=False)
    await sign_in(house, client, CLEO)
    path = f"/@ben/report?collection={made.id}"
    assert path in (await client.get(f"/collections/{made.id}")).text
    assert f'value="{made.id}" checked' in (await client.get(path)).text
    await send(client, path, "/@ben/report", **{"collections[]": str(made.id)})
    [view] = await open_reports(house, ANA)
    await sign_in(house, client, ANA)
    assert "Who bakes" in (await client.get(f"/owner/reports/{view.report.id}")).text
