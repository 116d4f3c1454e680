"""The pages of words and ways, without script."""

import re
from datetime import timedelta

import httpx

from kith.base.work import House
from kith.desk.tests.scene import Scene, desk, gather, only_case, opened, reply, run_jobs, write_to
from kith.posts.tests.cast import send, sign_in
from tests.clock import TestClock

HERE = "/@clinic/between"


async def _tells(
    house: House, client: httpx.AsyncClient, scene: Scene, clock: TestClock, **more: str
) -> httpx.Response:
    await sign_in(house, client, scene.ana)
    until = (clock() + timedelta(days=30)).date().isoformat()
    form = {"text": "Stairs, one a day", "until": until, "wants_word": "on", "every_days": "7"} | more
    return await send(client, HERE, f"{HERE}/ways", **form)


async def test_a_way_is_told_on_one_page_and_a_word_written_on_another(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """No word is there before somebody wrote it; it comes with a way to say "no more" in one tap."""
    scene = await gather(house)
    assert (await _tells(house, client, scene, clock)).status_code == 303
    shown = (await client.get(HERE)).text
    assert "<bdi>Stairs, one a day</bdi>" in shown
    assert "A way: Stairs, one a day" in shown
    await sign_in(house, client, scene.mara)
    assert 'href="/desk/clinic/words"' in (await client.get("/desk/clinic")).text
    page = (await client.get("/desk/clinic/words")).text
    assert "Stairs, one a day" in page
    assert re.search(r"<textarea[^>]*>\n</textarea>", page)
    ids = dict(re.findall(r'name="(person_id|way_id|key|kind)" value="(\w+)"', page))
    refused = await send(client, "/desk/clinic/words", "/desk/clinic/words", **ids, text="Go, {{name}}!")
    assert (refused.status_code, "Go, {{name}}!</textarea>" in refused.text) == (422, True)
    assert (
        await send(client, "/desk/clinic/words", "/desk/clinic/words", **ids, text="Nine today?")
    ).status_code == 303
    page = (await client.get("/desk/clinic/words")).text
    assert "The next word can go from" in page
    assert "<textarea" not in page
    await run_jobs(house)
    await sign_in(house, client, scene.ana)
    assert "had a word for you" in (await client.get("/@clinic")).text
    tapped = await send(client, "/@clinic", f"{HERE}/words", wish="never")
    assert tapped.headers["location"] == "/@clinic"
    assert "had a word for you" not in (await client.get("/@clinic")).text
    await sign_in(house, client, scene.mara)
    assert "Nobody told you anything yet" in (await client.get("/desk/clinic/words")).text
    assert "said a word to somebody" in await _acts(house, client, scene)


async def test_where_an_answer_is_awaited_a_way_leads_there(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """In the place of the field: a word would count as the answer."""
    scene = await gather(house)
    await _tells(house, client, scene, clock)
    await write_to(house, scene.ana, scene.clinic, "Is the pool open?")
    case = await only_case(house, scene)
    await sign_in(house, client, scene.mara)
    page = (await client.get("/desk/clinic/words")).text
    assert "They wait for an answer of yours." in page
    assert page.count(f'href="/desk/clinic/cases/{case.id}"') == 1
    assert "<textarea" not in page


async def _acts(house: House, client: httpx.AsyncClient, scene: Scene) -> str:
    await sign_in(house, client, scene.samira)
    return (await client.get(f"/organisations/{scene.clinic}/acts")).text


async def test_good_news_is_marked_on_the_case(house: House, client: httpx.AsyncClient) -> None:
    """By one button below what they said; below what the team said there is none."""
    scene = await gather(house)
    message = await write_to(house, scene.ana, scene.clinic, "It is a girl!")
    case = await only_case(house, scene)
    await reply(house, scene.mara, case, "Welcome to her.")
    await sign_in(house, client, scene.mara)
    path = f"/desk/clinic/cases/{case.id}"
    assert (await client.get(path)).text.count("Good news") == 1
    marked = await send(client, path, f"{path}/news", subject_id=str(message.id), good="on")
    assert marked.headers["location"] == f"{path}#line-{message.id}"
    assert 'value="off" aria-pressed="true"' in (await client.get(path)).text
    shown = (await client.get("/desk/clinic/words")).text
    assert "Told good news" in shown
    assert f'href="{path}"' in shown
    assert (await opened(house, scene.mara, case)).news == {message.id}
    for wrong in ("", "x", "5"):
        assert (await send(client, path, f"{path}/news", subject_id=wrong, good="on")).status_code in {404, 422}


async def test_what_is_kept_is_erased_by_one_button(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """The page lists it first."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "My knee.")
    await _tells(house, client, scene, clock)
    shown = (await client.get(HERE)).text
    assert "A case in private: open" in shown
    assert (await send(client, HERE, f"{HERE}/erase")).status_code == 303
    assert "Nothing." in (await client.get(HERE)).text
    assert not (await desk(house, scene.mara, scene)).rows


async def test_what_does_not_fit_comes_back_and_others_find_nothing(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Whatever is sent; guests and strangers have no such page, and an organisation tells of no way."""
    scene = await gather(house)
    for wrong in ({"until": "soon"}, {"until": ""}, {"text": " "}, {"every_days": "3"}, {"until": "1999-01-01"}):
        answer = await _tells(house, client, scene, clock, **wrong)
        assert answer.status_code == 422, wrong
        assert "Tell them" in answer.text
    assert (await client.get("/@ben/between")).status_code == 404
    assert (await client.get("/@nobody/between")).status_code == 404
    assert (await client.get("/desk/clinic/words")).status_code == 404
    assert (await send(client, HERE, f"{HERE}/ways/5/end")).status_code == 404
    assert (await send(client, HERE, f"{HERE}/words", wish="maybe")).status_code == 422
    await sign_in(house, client, scene.gus)
    assert (await client.get("/desk/clinic/words")).status_code == 403
    assert 'href="/desk/clinic/words"' not in (await client.get("/desk/clinic")).text
    await sign_in(house, client, scene.mara)
    for wrong in ({}, {"person_id": "x"}, {"person_id": "5"}, {"person_id": str(scene.ana), "way_id": "7"}):
        sent = await send(client, "/desk/clinic/words", "/desk/clinic/words", text="Hello.", **wrong)
        assert sent.status_code in {404, 422}, wrong
    await send(client, "/desk/clinic", f"/organisations/{scene.clinic}/act")
    assert (await client.get(HERE)).status_code == 403
