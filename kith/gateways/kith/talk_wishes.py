"""What is said of one conversation with something to say: its name, for how long it keeps, silence, a draft."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.conversations import (
    find_conversation,
    keep_for,
    rename,
    save_draft,
    set_history,
    set_memories,
    set_picture,
    silence,
)
from kith.gateways.kith.talk import TalkEntity, present_conversation
from kith.gateways.mastodon.answers import json_answer, one_id


class TalkNameForm(msgspec.Struct, frozen=True, kw_only=True):
    """How a group is called."""

    name: str


class TalkPictureForm(msgspec.Struct, frozen=True, kw_only=True):
    """A medium that one has uploaded; none takes the picture away."""

    media_id: str = ""


class TalkHistoryForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether who comes later sees what was said before."""

    shows_history: bool


class TalkKeepingForm(msgspec.Struct, frozen=True, kw_only=True):
    """After how many days messages vanish: 1, 7 or 90; without it they stay."""

    days: int | None = None


class TalkSilenceForm(msgspec.Struct, frozen=True, kw_only=True):
    """Until when it is silent; without it no longer. `silent_until` says the same, as one reads it."""

    until_at: datetime | None = None
    silent_until: datetime | None = None


class TalkDraftForm(msgspec.Struct, frozen=True, kw_only=True):
    """Words that were begun."""

    text: str


class TalkMemoriesForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the two may be reminded of it."""

    memories: bool


async def _rename(work: Work, conversation_id: Id, form: TalkNameForm) -> None:
    await rename(work, conversation_id, form.name)


async def _picture(work: Work, conversation_id: Id, form: TalkPictureForm) -> None:
    await set_picture(work, conversation_id, one_id(form.media_id, "media_id"))


async def _history(work: Work, conversation_id: Id, form: TalkHistoryForm) -> None:
    await set_history(work, conversation_id, shows_history=form.shows_history)


async def _keep(work: Work, conversation_id: Id, form: TalkKeepingForm) -> None:
    await keep_for(work, conversation_id, form.days)


async def _silence(work: Work, conversation_id: Id, form: TalkSilenceForm) -> None:
    until_at = form.until_at or form.silent_until
    if until_at is not None and until_at.tzinfo is None:
        raise Invalid(_("Say in which time zone, or end it with “Z”."), field="until_at")
    await silence(work, conversation_id, until_at)


async def _draft(work: Work, conversation_id: Id, form: TalkDraftForm) -> None:
    await save_draft(work, conversation_id, form.text)


async def _memories(work: Work, conversation_id: Id, form: TalkMemoriesForm) -> None:
    await set_memories(work, conversation_id, wanted=form.memories)


Wish = tuple[str, type[msgspec.Struct], Callable[[Work, Id, Any], Awaitable[None]], str]
_WISHES: tuple[Wish, ...] = (
    ("name", TalkNameForm, _rename, "Give a group another name."),
    ("picture", TalkPictureForm, _picture, "Give a group another picture."),
    ("history", TalkHistoryForm, _history, "Let who comes later see what was said before, or not."),
    ("keeping", TalkKeepingForm, _keep, "Let messages vanish after some days: of two both must ask for it."),
    ("silence", TalkSilenceForm, _silence, "Let it interrupt one no more, for a time."),
    ("draft", TalkDraftForm, _draft, "Keep words that were begun."),
    ("memories", TalkMemoriesForm, _memories, "Let the two be reminded of it, or not."),
)


def _setting(into: type[msgspec.Struct], deed: Callable[[Work, Id, Any], Awaitable[None]]) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        await deed(work, path_id(request), await read_form(request, into))
        return json_answer(await present_conversation(work, await find_conversation(work, path_id(request))))

    return handler


ROUTES = tuple(
    Route(
        method="PUT",
        path=f"/api/kith/v1/conversations/{{id}}/{name}",
        handler=_setting(into, deed),
        scope="write",
        asks=(into,),
        gives=TalkEntity,
        summary=summary,
    )
    for name, into, deed, summary in _WISHES
)
