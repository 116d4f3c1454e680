"""The pages of the report, without script."""

import csv
import io
import re
from datetime import date, timedelta

import httpx
import msgspec
import pytest

from kith.base.work import House
from kith.desk.tests.scene import Scene, act, gather, only_case, person, reply, write_to
from kith.people import change_profile, find_account_by_handle, wish_of
from kith.posts.tests.cast import send, sign_in
from kith.report import sort_questions
from tests.clock import TestClock

PATH = "/desk/clinic/report"


async def _after_a_week(house: House, client: httpx.AsyncClient, clock: TestClock, who: str = "samira") -> Scene:
    monday = (clock() + timedelta(days=7 - clock().weekday())).replace(hour=9, minute=0)
    clock.tick(seconds=(monday - clock()).total_seconds())
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Do you give <b>flu shots</b> without an appointment?")
    await reply(house, scene.mara, await only_case(house, scene), "Every morning until ten.")
    await write_to(house, scene.ben, scene.clinic, "Can I come for a flu shot without an appointment?")
    clock.tick(days=6)
    await act(house, scene.samira, sort_questions, scene.clinic)
    await sign_in(house, client, getattr(scene, who))
    return scene


def _that_day(clock: TestClock) -> date:
    """Give the day on which they wrote: the clock stands anywhere when a test begins."""
    return (clock() - timedelta(days=6)).date()


async def test_the_report_is_read_by_week_and_by_month(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Its numbers, its charts with their tables, the team by name, and the questions; as a link on the desk."""
    await _after_a_week(house, client, clock)
    assert f'href="{PATH}"' in (await client.get("/desk/clinic")).text
    on = _that_day(clock)
    for by in ("week", "month"):
        page = (await client.get(f"{PATH}?by={by}&on={on}")).text
        assert "People answered" in page
        assert page.count('<svg class="chart__picture"') == page.count("<table") - 1 == 6
        assert "Can I come for a flu shot without an appointment?" in page
        assert "Write an answer for everybody" in page
        assert f"the {by} before: 0" in page
        assert re.search(r"<bdi>Mara</bdi></th><td>1</td>", page)
        assert "follower" not in page.lower().replace("followers</option>", "")
    earlier = re.search(r'href="([^"]+)" rel="prev"', (await client.get(f"{PATH}?by=week&on={on}")).text)
    assert earlier
    assert (await client.get(earlier[1].replace("&amp;", "&"))).status_code == 200


async def test_a_question_is_answered_for_everybody(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """From the report to the page of questions and answers; what does not fit comes back with its words."""
    await _after_a_week(house, client, clock)
    found = re.search(
        r'href="(/desk/clinic/questions/\d+)#answer"', (await client.get(f"{PATH}?on={_that_day(clock)}")).text
    )
    assert found
    path = found[1]
    page = (await client.get(path)).text
    assert "&lt;b&gt;flu shots&lt;/b&gt;" in page
    wrong = await send(client, path, path, question="Flu shots?", answer=" ")
    assert (wrong.status_code, 'value="Flu shots?"' in wrong.text) == (422, True)
    sent = await send(client, path, path, question="Flu shots without an appointment?", answer="Every morning.")
    assert sent.status_code == 303
    assert "It is answered there." in (await client.get(path)).text
    assert "Every morning." in (await client.get("/@clinic/answers")).text
    assert "Answered on your page: Flu shots" in (await client.get(f"{PATH}?on={_that_day(clock)}")).text


async def test_a_table_is_one_for_owners(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Named after what is in it; no name in it is taken for a formula; and the team's record tells of it."""
    scene = await _after_a_week(house, client, clock)
    async with house.work(actor=scene.mara) as work:
        account = await find_account_by_handle(work.db, "mara")
        assert account
        await change_profile(work, msgspec.structs.replace(wish_of(account), name='=HYPERLINK("x")'))
    on = _that_day(clock)
    form = {"by": "month", "on": f"{on}", "table": "team"}
    sent = await send(client, f"{PATH}?on={on}", f"{PATH}/export", **form)
    assert sent.headers["content-type"].startswith("text/csv")
    assert sent.headers["content-disposition"] == f'attachment; filename="clinic-team-month-{on.replace(day=1)}.csv"'
    rows = list(csv.reader(io.StringIO(sent.text.removeprefix("\ufeff"))))
    assert next(row[3:6] for row in rows if row[2] == '\'=HYPERLINK("x")') == ["mara", "1", "1"]
    assert "took the report along" in (await client.get(f"/organisations/{scene.clinic}/acts")).text
    await sign_in(house, client, scene.mara)
    assert "Take it along" not in (await client.get(f"{PATH}?on={on}")).text
    assert (await send(client, PATH, f"{PATH}/export", **form)).status_code == 403


@pytest.mark.parametrize("who", ["gus", "ana"])
async def test_to_others_it_is_not_there(house: House, client: httpx.AsyncClient, clock: TestClock, who: str) -> None:
    """To guests of the team as to everybody else: whatever they ask for, it answers as where no desk is."""
    scene = await _after_a_week(house, client, clock)
    found = re.search(
        r'href="(/desk/clinic/questions/\d+)#answer"', (await client.get(f"{PATH}?on={_that_day(clock)}")).text
    )
    assert found
    await sign_in(house, client, getattr(scene, who))
    for path in (PATH, f"{PATH}?by=week", found[1], "/desk/nobody/report"):
        assert (await client.get(path)).status_code == 404, path
    for path in (f"{PATH}/export", found[1], "/desk/nobody/report/export"):
        sent = await send(client, "/settings", path, question="q", answer="a", table="team")
        assert sent.status_code == 404, path


async def test_a_bad_address_is_no_accident(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Whatever stands in it."""
    await _after_a_week(house, client, clock)
    for query in ("on=x", "on=0001-01-01", "by=year", "on=%00", "on=9999-12-31", "on=" + "1" * 4000):
        assert (await client.get(f"{PATH}?{query}")).status_code == 422, query
    for query in ("on=1971-01-01", "on=8000-01-01&by=week", "by=week", ""):
        assert (await client.get(f"{PATH}?{query}")).status_code == 200, query
    for path in ("/desk/%00/report", "/desk/clinic/questions/0", "/desk/clinic/questions/x", "/desk/samira/report"):
        assert (await client.get(path)).status_code == 404, path
    for form in ({"table": "all"}, {"on": "x"}, {"by": "year"}):
        assert (await send(client, PATH, f"{PATH}/export", **form)).status_code == 422, form


async def test_an_empty_report_is_calm(house: House, client: httpx.AsyncClient) -> None:
    """Where nothing happened yet."""
    scene = await gather(house)
    await person(house, "dora")
    await sign_in(house, client, scene.samira)
    page = (await client.get(PATH)).text
    assert "No question came up again" in page
    assert "Nobody answered anything in this time." in page
