"""`/talk/files/…` and `/talk/pictures/…`: what belongs to a message, or to a group, for whom its address names."""

import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, parse_id
from kith.base.storage.blobs import parse_key
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.conversations.actions.changing import find_place
from kith.conversations.actions.room import enter
from kith.conversations.model import LookFor
from kith.conversations.rules import key_of, picture_key_of, sign, sign_picture, written
from kith.media import give_file

_NAME = re.compile(r"(?P<part>[0-9]{1,19}s?)-(?P<signature>[0-9a-f]{32})\.[a-z0-9]{2,4}\Z")
A_DAY = "private, max-age=86400"  # in their own browser; everywhere else it ends at once


async def show_file(work: Work, request: Request) -> Response:
    """`GET /talk/files/MESSAGE/PERSON/NAME`: asked anew each time, whether that person may see the message now."""
    return await _given(work, request, "message", sign, _key)


async def show_picture(work: Work, request: Request) -> Response:
    """`GET /talk/pictures/CONVERSATION/PERSON/NAME`: the same for a group's picture, while that person is in it."""
    return await _given(work, request, "conversation", sign_picture, _picture_key)


async def _given(
    work: Work,
    request: Request,
    of: str,
    signing: Callable[[bytes, Id, str, str], str],
    find: Callable[[Work, Id, str], Awaitable[str]],
) -> Response:
    subject_id, whom = parse_id(request.path_params[of]), request.path_params["person"]
    viewer_text, _dash, hand_text = whom.partition("-")
    viewer_id, hand_id = parse_id(viewer_text), parse_id(hand_text or viewer_text)
    name = _NAME.match(request.path_params["name"])
    if subject_id is None or viewer_id is None or hand_id is None or name is None:
        raise NotFound
    signature = signing(work.house.secret, subject_id, written(viewer_id, hand_id), name["part"])
    if not hmac.compare_digest(signature, name["signature"]):
        raise NotFound
    own = replace(work, actor=viewer_id, hand=hand_id, memo={})
    await own.permit(LookFor(owner_id=viewer_id, hand_id=hand_id))
    key = parse_key(await find(own, subject_id, name["part"]))
    return give_file(work, request, key, tag=name["signature"], keep=A_DAY)


async def _key(work: Work, message_id: Id, part: str) -> str:
    room, message = await find_place(work, message_id)
    if work.actor not in room.accounts:
        raise NotFound
    return key_of(message, part)


async def _picture_key(work: Work, conversation_id: Id, part: str) -> str:
    return picture_key_of((await enter(work, conversation_id)).conversation, part)


ROUTES = (
    Route(
        method="GET",
        path="/talk/pictures/{conversation}/{person}/{name}",
        handler=show_picture,
        access="anyone",
        limit="none",
    ),
    Route(method="GET", path="/talk/files/{message}/{person}/{name}", handler=show_file, access="anyone", limit="none"),
)
