"""The entity `ScheduledStatus`: words that go out by themselves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer, listing, posts_paging
from kith.gateways.mastodon.attachment import MediaEntity, present_medium
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.quoting import POLICY_NAMES
from kith.gateways.mastodon.status import VISIBILITY
from kith.media import own_media
from kith.media.model import Medium
from kith.posts import delete_draft, drafts_of, get_draft, reschedule
from kith.posts.model import Draft


class ScheduledEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Words and their time."""

    id: str
    scheduled_at: str
    params: dict[str, Any]
    media_attachments: tuple[MediaEntity, ...]


class TimeForm(msgspec.Struct, frozen=True, kw_only=True):
    """Another time."""

    scheduled_at: datetime


async def present_draft(work: Work, draft: Draft) -> ScheduledEntity:
    """Give the entity of something that is scheduled."""
    return (await present_drafts(work, [draft]))[0]


async def present_drafts(work: Work, drafts: Sequence[Draft]) -> list[ScheduledEntity]:
    """Give the entities of some, with one statement for all their media."""
    media = await media_of(work, drafts)
    return [_entity(draft, media, work.house.settings.url) for draft in drafts]


async def media_of(work: Work, drafts: Iterable[Draft]) -> dict[Id, Medium]:
    """Read the media of one's own drafts, by id; those that are gone meanwhile are left out."""
    ids = [one for draft in drafts for one in draft.words.media_ids]
    return {medium.id: medium for medium in await own_media(work, ids)}


def _entity(draft: Draft, media: Mapping[Id, Medium], url: str) -> ScheduledEntity:
    assert draft.publish_at is not None
    words = draft.words
    poll = words.poll and {
        "options": words.poll.options,
        "expires_in": words.poll.lasts_s,
        "multiple": words.poll.multiple,
        "hide_totals": words.poll.hide_totals,
    }
    return ScheduledEntity(
        id=str(draft.id),
        scheduled_at=date_text(draft.publish_at),
        params={
            "text": words.text,
            "spoiler_text": words.warning,
            "sensitive": words.sensitive,
            "visibility": VISIBILITY[words.audience],
            "language": words.language,
            "quoted_status_id": str(words.quote_of_id) if words.quote_of_id else None,
            "quote_approval_policy": POLICY_NAMES[words.quote_policy],
            "in_reply_to_id": str(words.reply_to_id) if words.reply_to_id else None,
            "media_ids": [str(one) for one in words.media_ids] or None,
            "poll": poll,
            "idempotency": None,
            "with_rate_limit": False,
            "application_id": 0,  # of no use, but clients made from Mastodon's description insist on a number
            "scheduled_at": None,
        },
        media_attachments=tuple(present_medium(media[one], url) for one in words.media_ids if one in media),
    )


async def show_all(work: Work, request: Request) -> Response:
    """`GET /api/v1/scheduled_statuses`."""
    assert work.actor is not None
    part = await drafts_of(work.db, work.actor, posts_paging(request), scheduled=True)
    return listing(work, request, await present_drafts(work, part.items), part)


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/v1/scheduled_statuses/ID`."""
    return json_answer(await present_draft(work, await _scheduled(work, request)))


async def do_reschedule(work: Work, request: Request) -> Response:
    """`PUT /api/v1/scheduled_statuses/ID`."""
    draft, form = await _scheduled(work, request), await read_form(request, TimeForm)
    if form.scheduled_at.tzinfo is None:
        raise Invalid(_("“scheduled_at” must be a time like 2026-03-02T09:00:00Z."), field="scheduled_at")
    return json_answer(await present_draft(work, await reschedule(work, draft.id, form.scheduled_at)))


async def do_cancel(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/scheduled_statuses/ID`."""
    await delete_draft(work, (await _scheduled(work, request)).id)
    return json_answer({})


async def _scheduled(work: Work, request: Request) -> Draft:
    assert work.actor is not None
    draft = await get_draft(work.db, work.actor, path_id(request))
    if draft.publish_at is None:
        raise NotFound
    return draft


_ALL, _ONE = "/api/v1/scheduled_statuses", "/api/v1/scheduled_statuses/{id}"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_all, scope="read:statuses", gives=list[ScheduledEntity], paged=True),
    Route(method="GET", path=_ONE, handler=show_one, scope="read:statuses", gives=ScheduledEntity),
    Route(
        method="PUT", path=_ONE, handler=do_reschedule, scope="write:statuses", asks=(TimeForm,), gives=ScheduledEntity
    ),
    Route(method="DELETE", path=_ONE, handler=do_cancel, scope="write:statuses", gives=Nothing),
)
