"""The pages of the desk, without script."""

import re
from datetime import timedelta

import httpx

from kith.base.core.ids import Id
from kith.base.work import House
from kith.desk.actions.moving import settle
from kith.desk.actions.notes import save_reply
from kith.desk.tests.scene import Scene, act, desk, gather, only_case, opened, reply, run_jobs, say, write_to
from kith.posts.tests.cast import send, sign_in
from tests.clock import TestClock


async def _at_the_desk(house: House, client: httpx.AsyncClient, who: str = "mara") -> Scene:
    scene = await gather(house)
    await sign_in(house, client, getattr(scene, who))
    return scene


async def test_a_morning_at_the_desk(house: House, client: httpx.AsyncClient) -> None:
    """From the list into the case, an answer, a note, and it is settled."""
    scene = await _at_the_desk(house, client)
    await write_to(house, scene.ana, scene.clinic, "Soup <b>tonight</b>?")
    assert (await client.get("/desk")).headers["location"] == "/desk/clinic"
    listing = (await client.get("/desk/clinic")).text
    case = await only_case(house, scene)
    path = f"/desk/clinic/cases/{case.id}"
    assert "Soup &lt;b&gt;tonight&lt;/b&gt;?" in listing
    assert f'href="{path}?view=ours"' in listing
    page = (await client.get(path)).text
    key = re.search(r'name="key" value="(\d+)"', page)
    assert key
    sent = await send(client, path, f"{path}/answer", text="No, lunch.", key=key[1], seen="0", how="answer")
    assert sent.headers["location"] == f"{path}#write"
    await send(client, path, f"{path}/notes", text="Ask @samira about the soup.")
    page = (await client.get(path)).text
    assert "No, lunch." in page
    assert "Ask @samira about the soup." in page
    assert "Waiting for them" in page
    await send(client, path, f"{path}/labels", labels="kitchen, ,lunch")
    await send(client, path, f"{path}/settle")
    assert (await only_case(house, scene, "settled")).labels == ("kitchen", "lunch")
    assert "lunch" in (await client.get("/desk/clinic?q=lunch")).text
    await sign_in(house, client, scene.samira)
    acts = (await client.get(f"/organisations/{scene.clinic}/acts")).text
    assert "wrote a note in a case" in acts
    assert "settled a case" in acts
    assert "case." not in acts


async def test_whatever_is_done_leaves_the_list_beside_it_as_it_was(house: House, client: httpx.AsyncClient) -> None:
    """The view, and what was searched for; also where words came back."""
    scene = await _at_the_desk(house, client)
    await write_to(house, scene.ana, scene.clinic, "Soup tonight?")
    case = await only_case(house, scene)
    path = f"/desk/clinic/cases/{case.id}"
    assert f'href="{path}?q=soup"' in (await client.get("/desk/clinic?q=soup")).text
    for kept in ("?view=all", "?q=soup"):
        page = (await client.get(path + kept)).text
        for deed in ("settle", "labels", "give", "notes", "answer"):
            assert f'action="{path}/{deed}{kept}"' in page, deed
        done = await send(client, path, f"{path}/labels{kept}", labels="soup")
        assert done.headers["location"] == path + kept
    empty = (await send(client, path, f"{path}/answer?view=all", text="", key="k", seen="0")).text
    assert re.search(r'data-view="all" aria-current="page"', empty)


async def test_a_case_is_put_aside_until_a_day(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Until the desk opens then; what is no day, is over or is too far off is refused in words."""
    scene = await _at_the_desk(house, client)
    await write_to(house, scene.ana, scene.clinic, "After the holidays, please.")
    path = f"/desk/clinic/cases/{(await only_case(house, scene)).id}"
    day = clock().date() + timedelta(days=12)
    assert (await send(client, path, f"{path}/snooze", day=day.isoformat())).status_code == 303
    until = (await only_case(house, scene, "snoozed")).snoozed_until
    assert until is not None
    assert (until.date(), until.hour) == (day, 9)
    for wrong in ("", "soon", "0001-01-01", clock().date().replace(day=1).isoformat(), "9999-12-31"):
        assert (await send(client, path, f"{path}/snooze", day=wrong)).status_code == 422, wrong


async def test_what_began_in_public_is_found_from_where_it_goes_on(house: House, client: httpx.AsyncClient) -> None:
    """At the desk, and by the person."""
    scene = await _at_the_desk(house, client)
    post = await say(house, scene.ana, "@clinic my results are late again.")
    path = f"/desk/clinic/cases/{(await only_case(house, scene)).id}"
    sent = await send(client, path, f"{path}/answer", text="May I call you?", key="k", seen="0", how="private")
    private = (await client.get(sent.headers["location"])).text
    assert f'href="/posts/{post.id}"' in private
    await sign_in(house, client, scene.ana)
    talk = await client.get("/talk/to/clinic", follow_redirects=True)
    assert f'href="/posts/{post.id}"' in talk.text


async def test_anybody_begins_to_write_to_an_organisation(house: House, client: httpx.AsyncClient) -> None:
    """By the page on which one begins with people: it is a case then."""
    scene = await _at_the_desk(house, client, "ana")
    path = "/talk/to/clinic"
    page = await client.get(path)
    assert page.status_code == 200
    key = re.search(r'name="key" value="(\d+)"', page.text)
    sent = await send(client, path, path, text="Is the doctor in?", key=key[1] if key else "")
    assert sent.status_code == 303
    await run_jobs(house)
    assert (await only_case(house, scene)).channel == "talk"


async def test_the_second_answer_is_kept_and_told_what_was_said(house: House, client: httpx.AsyncClient) -> None:
    """409, with both on the page: the words of the colleague and one's own, which can go out after that."""
    scene = await _at_the_desk(house, client)
    await write_to(house, scene.ana, scene.clinic, "Is the doctor in?")
    case = await only_case(house, scene)
    path = f"/desk/clinic/cases/{case.id}"
    await reply(house, scene.samira, case, "She is, until six.")
    late = await send(client, path, f"{path}/answer", text="Yes, she is.", key="k", seen="0", how="settle")
    assert late.status_code == 409
    assert "Samira has just answered: “She is, until six.”" in late.text
    assert "Yes, she is.</textarea>" in late.text
    assert 'name="seen" value="1"' in late.text
    assert (await only_case(house, scene)).state == "theirs"
    again = await send(client, path, f"{path}/answer", text="Yes, she is.", key="k", seen="1", how="settle")
    assert again.status_code == 303
    assert (await only_case(house, scene)).state == "settled"


async def test_blanks_stop_an_answer_and_lose_nothing(house: House, client: httpx.AsyncClient) -> None:
    """A saved reply comes in with the name filled; the rest is to be filled by hand."""
    scene = await _at_the_desk(house, client)
    await write_to(house, scene.ana, scene.clinic, "When?")
    case = await only_case(house, scene)
    kept = await act(house, scene.samira, save_reply, scene.clinic, title="A time", text="{{name}}, on {{day}}.")
    path = f"/desk/clinic/cases/{case.id}"
    assert "Ana, on {{day}}.</textarea>" in (await client.get(f"{path}?reply={kept.id}")).text
    stopped = await send(client, path, f"{path}/answer", text="Ana, on {{day}}.", how="answer")
    assert stopped.status_code == 422
    assert "Ana, on {{day}}.</textarea>" in stopped.text
    assert (await only_case(house, scene)).answers == 0


async def test_what_is_public_is_taken_private_by_one_button(house: House, client: httpx.AsyncClient) -> None:
    """And the thread hears of it, where one wants that."""
    scene = await _at_the_desk(house, client)
    await say(house, scene.ana, "@clinic my results are late.")
    case = await only_case(house, scene)
    path = f"/desk/clinic/cases/{case.id}"
    assert "Answer in public" in (await client.get(path)).text
    gone = await send(client, path, f"{path}/answer", text="Shall I call you?", how="private", tells="on")
    there = (await client.get(gone.headers["location"])).text
    assert "Shall I call you?" in there
    assert "Answer in public" not in there
    view = await opened(house, scene.mara, case)
    assert view.cards[-1].post.text == "We are talking about this in private."


async def test_nobody_else_finds_the_desk(house: House, client: httpx.AsyncClient) -> None:
    """Every path of it answers like one that is not there; so does a case that is not a guest's."""
    scene = await _at_the_desk(house, client, "ana")
    await write_to(house, scene.ben, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    for who, open_to in (("ana", ()), ("gus", ("/desk/clinic", "/desk/clinic/replies"))):
        await sign_in(house, client, getattr(scene, who))
        for path in ("", "?q=hello", "/replies", "/record", f"/cases/{case.id}", f"/cases/{case.id + 1}"):
            answer = await client.get(f"/desk/clinic{path}")
            expected = {200, 403} if who == "gus" and not path.startswith("/cases") else {404}
            assert answer.status_code in expected, (who, path)
        for deed in ("answer", "take", "settle", "notes", "labels", "writing", "give", "reopen"):
            for one in (case.id, Id(case.id + 1)):
                done = await send(client, "/settings", f"/desk/clinic/cases/{one}/{deed}", text="x", labels="x")
                assert done.status_code == 404, (who, deed, open_to)
    assert (await only_case(house, scene)).answers == 0


async def test_the_person_says_how_it_was_by_one_tap(house: House, client: httpx.AsyncClient) -> None:
    """On the organisation's page, and where they wrote to it."""
    scene = await _at_the_desk(house, client, "ana")
    await write_to(house, scene.ana, scene.clinic, "My knee hurts.")
    case = await only_case(house, scene)
    await reply(house, scene.mara, case, "Cool it.")
    assert "How was it?" not in (await client.get("/@clinic")).text
    await act(house, scene.mara, settle, scene.clinic, case.id)
    for place in ("/@clinic", f"/talk/{case.thread_id}"):
        assert "How was it?" in (await client.get(place)).text, place
    tapped = await send(client, "/@clinic", f"/helped/{scene.clinic}/{case.id}", feedback="thanks")
    assert tapped.headers["location"] == "/@clinic"
    assert "You said how it was." in (await client.get("/@clinic")).text
    assert (await send(client, "/@clinic", f"/helped/{scene.clinic}/{case.id}", feedback="so-so")).status_code == 422


async def test_an_empty_desk_invites_and_a_bad_address_is_no_accident(house: House, client: httpx.AsyncClient) -> None:
    """Whatever stands in the address."""
    await _at_the_desk(house, client, "samira")
    assert "The desk is ready" in (await client.get("/desk/clinic")).text
    for query in ("view=nothing", "max_id=x", "q=%00", "q=" + "a" * 5000, "view=overdue", "view=all&max_id=5"):
        assert (await client.get(f"/desk/clinic?{query}")).status_code in {200, 422}, query
    for path in ("/desk/clinic/bundles/1", "/desk/%00", "/desk/nobody", "/desk/clinic/cases/0", "/desk/samira"):
        assert (await client.get(path)).status_code == 404, path
    assert "That is all the team did" in (await client.get("/desk/clinic/record")).text
    kept = await send(client, "/desk/clinic/replies", "/desk/clinic/replies", title="", text="Words")
    assert (kept.status_code, "Words</textarea>" in kept.text) == (422, True)
    await send(client, "/desk/clinic/replies", "/desk/clinic/replies", title="Hours", text="From {{hour}} on.")
    assert "To fill in: hour" in (await client.get("/desk/clinic/replies")).text
    assert (await send(client, "/desk/clinic/replies", "/desk/clinic/aim", aim_minutes="0")).status_code == 422
    await send(client, "/desk/clinic/replies", "/desk/clinic/aim", aim_minutes="60")


async def test_a_desk_is_named_by_its_own_team_alone(house: House, client: httpx.AsyncClient) -> None:
    """Whoever has no seat sits at no desk."""
    scene = await _at_the_desk(house, client, "ben")
    assert "You sit at no desk" in (await client.get("/desk")).text
    assert (await desk(house, scene.mara, scene)).counts["all"] == 0
