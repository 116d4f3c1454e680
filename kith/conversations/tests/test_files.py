"""Who may fetch a message's file: who may see the message, at that moment, and nobody else."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.conversations import (
    accept,
    delete_for_all,
    delete_for_me,
    find_conversation,
    forward,
    leave,
    messages_of,
    remove,
    reword,
    send,
    set_picture,
)
from kith.conversations.model import Message, MessageWish
from kith.conversations.tests.scene import ANA, BEN, CLEO, DAN, act, group, look, pair
from kith.media import upload
from kith.posts.tests.cast import block


async def _picture(house: House, conversation_id: Id) -> Message:
    """Let Ana show a picture."""
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(drawn, "PNG")
    medium = await act(house, ANA, upload, drawn.getvalue())
    message: Message = await act(house, ANA, send, conversation_id, MessageWish(media_ids=(medium.id,)))
    return message


async def _paths(house: House, person: Id, conversation_id: Id) -> list[str]:
    """List where somebody finds the files of a conversation."""
    views = await look(house, person, messages_of, conversation_id)
    files = [one for view in views for one in view.message.attachments]
    return [path for one in files for path in (one.key, one.small_key)]


async def _deleted(house: House, talk: Id, message: Message) -> None:
    await act(house, ANA, delete_for_all, message.id)


async def _hidden(house: House, talk: Id, message: Message) -> None:
    await act(house, CLEO, delete_for_me, message.id)


async def _left(house: House, talk: Id, message: Message | None) -> None:
    await act(house, CLEO, leave, talk)


async def _removed(house: House, talk: Id, message: Message | None) -> None:
    await act(house, ANA, remove, talk, CLEO)


async def _taken_down(house: House, talk: Id, message: Message | None) -> None:
    await act(house, ANA, set_picture, talk, None)


async def _blocked(house: House, talk: Id, message: Message) -> None:
    await block(house, CLEO, ANA)


@pytest.mark.parametrize("happens", [_deleted, _hidden, _left, _removed, _blocked])
async def test_a_file_is_there_as_long_as_its_message(
    house: House, client: httpx.AsyncClient, happens: Callable[..., Awaitable[Any]]
) -> None:
    """For each person at an address of their own, without a cookie; and from that instant on no more."""
    talk = await group(house, BEN, CLEO)
    message = await _picture(house, talk)
    paths = await _paths(house, CLEO, talk)
    for path in paths:
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert "private" in answer.headers["cache-control"]
    await happens(house, talk, message)
    for path in paths:
        assert (await client.get(path)).status_code == 404
        assert (await client.get(path, headers={"if-none-match": "*"})).status_code == 404
    if happens is not _deleted:
        assert (await client.get((await _paths(house, BEN, talk))[0])).status_code == 200


async def test_an_address_is_for_nobody_else_and_tells_nothing(house: House, client: httpx.AsyncClient) -> None:
    """Neither another person, nor another file, nor the file itself leads there."""
    talk = await pair(house)
    message = await _picture(house, talk)
    path, small = await _paths(house, BEN, talk)
    content = (await client.get(path)).content
    assert content
    name, file_id = path.rpartition("/")[2], message.attachments[0].id
    for wrong in (
        path.replace(str(BEN), str(CLEO)),
        path.replace(str(BEN), str(DAN)),
        path.replace(str(message.id), str(message.id + 1)),
        path.replace("-", "s-"),
        path.replace(f"/{file_id}-", f"/{file_id + 1}-"),
        f"/talk/files/{message.id}/{BEN}/{file_id}-{'0' * 32}.jpg",
        f"/talk/files/x/{BEN}/{name}",
        small.replace("s-", "-"),
        f"/media/{sha256(content).hexdigest()}.jpg",
    ):
        assert (await client.get(wrong)).status_code == 404
    assert message.attachments[0].key not in path
    assert (await client.get(path)).content == content


@pytest.mark.parametrize("happens", [_left, _removed, _taken_down])
async def test_the_picture_of_a_group_is_there_for_its_members(
    house: House, client: httpx.AsyncClient, happens: Callable[..., Awaitable[Any]]
) -> None:
    """At an address of their own; from the instant on in which they are not in it, or it has another, no more."""
    talk = await group(house, BEN, CLEO)
    drawn = BytesIO()
    Image.new("RGB", (90, 90), "teal").save(drawn, "PNG")
    medium = await act(house, ANA, upload, drawn.getvalue(), purpose="avatar")
    await act(house, ANA, set_picture, talk, medium.id)

    async def address(person: Id) -> str:
        picture = (await look(house, person, find_conversation, talk)).conversation.picture
        assert picture is not None
        return str(picture.small_key)

    hers, his = await address(CLEO), await address(BEN)
    assert medium.small_key not in hers
    for path in (hers, his):
        assert (await client.get(path)).status_code == 200
    assert (await client.get(hers.replace(str(CLEO), str(DAN)))).status_code == 404
    assert (await client.get(hers.replace(f"/{CLEO}/", f"/{BEN}/"))).status_code == 404
    await happens(house, talk, None)
    assert (await client.get(hers)).status_code == 404
    assert (await client.get(his)).status_code == (404 if happens is _taken_down else 200)


async def test_what_is_passed_on_stays_when_the_first_is_taken_back(house: House, client: httpx.AsyncClient) -> None:
    """Each message has its own address of the one file."""
    first, second = await pair(house), await group(house, CLEO)
    message = await _picture(house, first)
    await act(house, ANA, forward, message.id, [second])
    await act(house, ANA, delete_for_all, message.id)
    [path, _small] = await _paths(house, CLEO, second)
    assert (await client.get(path)).status_code == 200


async def test_no_picture_comes_to_a_stranger_by_an_edit(house: House) -> None:
    """Neither at first nor afterwards, until they have accepted; words may be changed meanwhile."""
    talk = await pair(house, ANA, DAN)
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(drawn, "PNG")
    medium = await act(house, ANA, upload, drawn.getvalue())
    message: Message = await act(house, ANA, send, talk, MessageWish(text="Hello"))
    await act(house, ANA, reword, message.id, MessageWish(text="Hello, Dan"))
    with pytest.raises(Refused, match="once they have accepted"):
        await act(house, ANA, reword, message.id, MessageWish(text="Look", media_ids=(medium.id,)))
    await act(house, DAN, accept, talk)
    shown = await act(house, ANA, reword, message.id, MessageWish(text="Look", media_ids=(medium.id,)))
    assert len(shown.attachments) == 1
