"""The entity `Draft`: words kept on the server, to go on with on another device."""

from collections.abc import Mapping, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer, listing, posts_paging
from kith.gateways.mastodon.attachment import MediaEntity, present_medium
from kith.gateways.mastodon.composing import PollForm, StatusForm, words_to_post
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.deeds import present_sent
from kith.gateways.mastodon.quoting import POLICY_NAMES
from kith.gateways.mastodon.scheduled import media_of
from kith.gateways.mastodon.status import VISIBILITY, StatusEntity
from kith.media.model import Medium
from kith.posts import change_draft, delete_draft, drafts_of, get_draft, publish_draft, save_draft
from kith.posts.model import Draft, Words


class DraftEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A draft, in the words in which a status is sent. `held_because` says why it could not go out at its time."""

    id: str
    status: str
    spoiler_text: str
    sensitive: bool
    visibility: str
    language: str | None
    in_reply_to_id: str | None
    quoted_status_id: str | None
    quote_approval_policy: str
    poll: PollForm | None
    media_attachments: tuple[MediaEntity, ...]
    held_because: str | None
    updated_at: str


async def present_draft(work: Work, draft: Draft) -> DraftEntity:
    """Give the entity. Pictures that are gone meanwhile are left out."""
    return (await present_drafts(work, [draft]))[0]


async def present_drafts(work: Work, drafts: Sequence[Draft]) -> list[DraftEntity]:
    """Give the entities of some, with one statement for all their pictures."""
    media = await media_of(work, drafts)
    return [_entity(draft, media, work.house.settings.url) for draft in drafts]


def _entity(draft: Draft, media: Mapping[Id, Medium], url: str) -> DraftEntity:
    words = draft.words
    poll = words.poll
    return DraftEntity(
        id=str(draft.id),
        status=words.text,
        spoiler_text=words.warning,
        sensitive=words.sensitive,
        visibility=VISIBILITY[words.audience],
        language=words.language,
        in_reply_to_id=str(words.reply_to_id) if words.reply_to_id else None,
        quoted_status_id=str(words.quote_of_id) if words.quote_of_id else None,
        quote_approval_policy=POLICY_NAMES[words.quote_policy],
        poll=None
        if poll is None
        else PollForm(
            options=poll.options, expires_in=poll.lasts_s, multiple=poll.multiple, hide_totals=poll.hide_totals
        ),
        media_attachments=tuple(present_medium(media[one], url) for one in words.media_ids if one in media),
        held_because=draft.held_because,
        updated_at=date_text(draft.updated_at),
    )


async def show_all(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/drafts`: list one's drafts, the newest first."""
    assert work.actor is not None
    part = await drafts_of(work.db, work.actor, posts_paging(request), scheduled=False)
    return listing(work, request, await present_drafts(work, part.items), part)


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/drafts/ID`: show a draft."""
    return json_answer(await present_draft(work, await _draft(work, request)))


async def do_save(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/drafts`: keep words for later, once for each `Idempotency-Key`."""
    key = request.headers.get("idempotency-key") or None
    return json_answer(
        await present_draft(work, await save_draft(work, await _words(work, request), idempotency_key=key))
    )


async def do_change(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/drafts/ID`: let a draft say something else; all of it is sent."""
    draft, words = await _draft(work, request), await _words(work, request)
    return json_answer(await present_draft(work, await change_draft(work, draft.id, words)))


async def do_delete(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/drafts/ID`: throw a draft away."""
    await delete_draft(work, (await _draft(work, request)).id)
    return json_answer({})


async def do_publish(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/drafts/ID/publish`: send a draft now; it may be a scheduled status, too."""
    return json_answer(await present_sent(work, await publish_draft(work, path_id(request))))


async def _draft(work: Work, request: Request) -> Draft:
    """Get a draft of one's own. What has a time is a scheduled status, and none here."""
    assert work.actor is not None
    draft = await get_draft(work.db, work.actor, path_id(request))
    if draft.publish_at is not None:
        raise NotFound
    return draft


async def _words(work: Work, request: Request) -> Words:
    words, publish_at = await words_to_post(work, request)
    if publish_at is not None:
        raise Invalid(_("A draft has no time. Send it as a status with “scheduled_at”."), field="scheduled_at")
    return words


_ALL, _ONE = "/api/kith/v1/drafts", "/api/kith/v1/drafts/{id}"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_all, scope="read:statuses", gives=list[DraftEntity], paged=True),
    Route(method="POST", path=_ALL, handler=do_save, scope="write:statuses", asks=(StatusForm,), gives=DraftEntity),
    Route(method="GET", path=_ONE, handler=show_one, scope="read:statuses", gives=DraftEntity),
    Route(method="PUT", path=_ONE, handler=do_change, scope="write:statuses", asks=(StatusForm,), gives=DraftEntity),
    Route(method="DELETE", path=_ONE, handler=do_delete, scope="write:statuses", gives=Nothing),
    Route(
        method="POST",
        path=f"{_ONE}/publish",
        handler=do_publish,
        scope="write:statuses",
        limit="post",
        gives=StatusEntity,
    ),
)
