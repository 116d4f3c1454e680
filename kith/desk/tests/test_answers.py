"""Answers with pictures, what stands beside them, and where an organisation's Home is."""

import io
import re

import httpx
import pytest
from PIL import Image

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.conversations import conversations_of, messages_of
from kith.conversations.actions.opening import REQUESTS
from kith.conversations.rules import sign
from kith.desk.actions.answering import AnswerWish, take_private
from kith.desk.actions.moving import settle
from kith.desk.tests.scene import act, gather, look, only_case, opened, person, reply, say, write_to
from kith.organisations import end_seat
from kith.posts.tests.cast import send, sign_in


def _picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(drawn, "PNG")
    return drawn.getvalue()


@pytest.mark.parametrize("ends", [False, True])
async def test_a_kept_address_of_a_file_ends_with_the_seat(
    house: House, client: httpx.AsyncClient, *, ends: bool
) -> None:
    """It names whose hand it was made for; whoever writes another's there finds nothing."""
    scene = await gather(house)
    await sign_in(house, client, scene.mara)
    await write_to(house, scene.ana, scene.clinic, "Where is your door?")
    case = await only_case(house, scene)
    path = f"/desk/clinic/cases/{case.id}"
    files = [("files[]", ("door.png", _picture(), "image/png"))]
    await send(client, path, f"{path}/answer", text="Here.", files=files)
    found = re.search(rf"/talk/files/\d+/{scene.clinic}-{scene.mara}/[^\"\s]+", (await client.get(path)).text)
    assert found
    assert (await client.get(found[0])).status_code == 200
    assert (await client.get(found[0].replace(f"-{scene.mara}", ""))).status_code == 404
    assert (await client.get(found[0].replace(f"-{scene.mara}", f"-{scene.samira}"))).status_code == 404
    message_id, part = re.findall(r"/files/(\d+)/[^/]+/(\d+s?)-", found[0])[0]
    of_nobody = f"{part}-{sign(house.secret, Id(int(message_id)), str(scene.clinic), part)}.png"
    assert (await client.get(f"/talk/files/{message_id}/{scene.clinic}/{of_nobody}")).status_code == 404
    if ends:
        await act(house, scene.samira, end_seat, scene.clinic, scene.mara)
    assert (await client.get(found[0])).status_code == (404 if ends else 200)


async def test_an_answer_takes_pictures_along(house: House, client: httpx.AsyncClient) -> None:
    """In private and in public; what did not go out in a first try is there for the second."""
    scene = await gather(house)
    await sign_in(house, client, scene.mara)
    await write_to(house, scene.ana, scene.clinic, "Where is your door?")
    case = await only_case(house, scene)
    path = f"/desk/clinic/cases/{case.id}"
    files = [("files[]", ("door.png", _picture(), "image/png"))]
    stopped = await send(client, path, f"{path}/answer", text="Here, {{name}}.", files=files)
    assert stopped.status_code == 422
    assert "1 file is added already." in stopped.text
    [kept] = [part.split('"')[0] for part in stopped.text.split('name="media_ids[]" value="')[1:]]
    await send(client, path, f"{path}/answer", text="Here, Ana.", **{"media_ids[]": kept})
    assert "/talk/files/" in (await client.get(path)).text
    said = await look(house, scene.ana, messages_of, case.thread_id)
    assert [len(one.message.attachments) for one in said] == [0, 1]
    await say(house, scene.ben, "@clinic which door is it?")
    public = await only_case(house, scene, "unassigned")
    path = f"/desk/clinic/cases/{public.id}"
    await send(client, path, f"{path}/answer", text="This one.", files=files)
    assert len((await opened(house, scene.mara, public)).cards[-1].post.attachments) == 1
    assert 'src="/media/' in (await client.get(path)).text
    too_many = await send(client, path, f"{path}/answer", text="All of them.", files=files * 5)
    assert too_many.status_code == 422
    await sign_in(house, client, scene.gus)
    assert (await send(client, "/desk/clinic", f"{path}/answer", text="Mine?", files=files)).status_code == 404


async def test_no_day_has_few_answers_of_an_organisation(house: House) -> None:
    """Whoever spoke to it is answered, however many they are; the answer does not wait among requests."""
    scene = await gather(house)
    for _number in range(20):
        await house.limits.take(REQUESTS, str(scene.clinic))
    await say(house, scene.ana, "@clinic my results are late.")
    case = await only_case(house, scene)
    private = await act(house, scene.mara, take_private, scene.clinic, case.id, AnswerWish(text="Here they are."))
    for number in range(8):
        await reply(house, scene.mara, private, f"And page {number}.")
    found = await look(house, scene.ana, conversations_of, Paging())
    assert [one.conversation.id for one in found.items] == [private.thread_id]


async def test_how_soon_they_answer_stands_before_the_first_word(house: House, client: httpx.AsyncClient) -> None:
    """Where one begins to write to them, and on their page."""
    scene = await gather(house)
    for number in range(5):
        await write_to(house, await person(house, f"guest{number}"), scene.clinic, "Hello?")
        await reply(house, scene.mara, await only_case(house, scene, "ours"), "Hello!")
    await sign_in(house, client, scene.ana)
    for page in ("/talk/to/clinic", "/@clinic"):
        assert "Usually answers within" in (await client.get(page)).text, page
    assert "Usually answers within" not in (await client.get("/talk/to/ben")).text


async def test_the_record_says_whom_it_is_about(house: House, client: httpx.AsyncClient) -> None:
    """What was done, by whom, about whom."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    await act(house, scene.mara, settle, scene.clinic, (await only_case(house, scene)).id)
    await sign_in(house, client, scene.samira)
    shown = (await client.get("/desk/clinic/record")).text
    assert "<strong>Mara</strong> settled it" in shown
    assert "<bdi>Ana</bdi>" in shown


async def test_an_organisations_home_is_its_desk(house: House, client: httpx.AsyncClient) -> None:
    """What others post is behind a way of its own; whoever is themself has their own Home."""
    scene = await gather(house)
    await sign_in(house, client, scene.mara)
    assert (await client.get("/")).status_code == 200
    await send(client, "/desk/clinic", f"/organisations/{scene.clinic}/act")
    assert (await client.get("/")).headers["location"] == "/desk/clinic"
    shown = await client.get("/?feed=on")
    assert shown.status_code == 200
    assert 'href="/?feed=on"' in shown.text
    assert (await client.get("/?new=1")).headers["location"] == "/?feed=on"
    assert (await send(client, "/?feed=on", "/home/order", order="newest")).headers["location"] == "/?feed=on"
