"""What clients send to post and to edit, as words."""

from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
from starlette.requests import Request

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.base.web.caller import Caller
from kith.base.web.form import raw_body, read_form
from kith.base.work import Work
from kith.gateways.mastodon.answers import one_id, some_ids
from kith.gateways.mastodon.quoting import POLICIES
from kith.media import change_details, own_media
from kith.people import Habits, habits_of
from kith.posts.model import POLL_MINUTES_MIN, Audience, Card, PollWish, Words

AUDIENCES: dict[str, Audience] = {
    "public": "everyone", "unlisted": "unlisted", "private": "followers", "direct": "mentioned",
}  # fmt: skip
MEDIA_MAX = 4


class PollForm(msgspec.Struct, frozen=True, kw_only=True):
    """A poll that is asked for."""

    options: tuple[str, ...] = ()
    expires_in: int = 86_400
    multiple: bool = False
    hide_totals: bool = False


class MediaWords(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit says of a picture."""

    id: str
    description: str | None = None
    focus: str | None = None


class StatusForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a client sends to post."""

    status: str = ""
    spoiler_text: str = ""
    sensitive: bool | None = None
    visibility: Literal["public", "unlisted", "private", "direct"] | None = None
    language: str | None = None
    in_reply_to_id: str | None = None
    media_ids: tuple[str, ...] = ()
    poll: PollForm | None = None
    scheduled_at: str | None = None
    quoted_status_id: str | None = None
    quote_approval_policy: Literal["public", "followers", "nobody"] | None = None


class EditForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a client sends to edit."""

    status: str = ""
    spoiler_text: str = ""
    sensitive: bool = False
    language: str | None = None
    media_ids: tuple[str, ...] = ()
    media_attributes: tuple[MediaWords, ...] = ()
    poll: PollForm | None = None


async def words_to_post(work: Work, request: Request) -> tuple[Words, datetime | None]:
    """Read a new status, and when it shall go out: `None` for now."""
    form = await read_form(request, StatusForm)
    caller: Caller = request.state.caller
    member = await habits_of(work)
    audience: Audience = member.post_audience if form.visibility is None else AUDIENCES[form.visibility]
    policy = POLICIES[form.quote_approval_policy] if form.quote_approval_policy else member.quote_policy
    words = Words(
        text=form.status,
        warning=form.spoiler_text,
        sensitive=_veiled(form, member),
        language=form.language or member.post_language,
        audience=audience,
        reply_to_id=one_id(form.in_reply_to_id, "in_reply_to_id"),
        media_ids=tuple(_media_ids(form.media_ids)),
        poll=_poll(form.poll),
        app=caller.app,
        quote_of_id=one_id(form.quoted_status_id, "quoted_status_id"),
        quote_policy=policy,
    )
    return words, _instant(form.scheduled_at)


async def words_to_edit(work: Work, request: Request, card: Card) -> Words:
    """Read what a status shall say. What is not sent stays as it is, as Mastodon has it."""
    sent: dict[str, Any] = await raw_body(request)
    form = await read_form(request, EditForm)
    await _describe(work, form.media_attributes)
    post = card.post
    kept_media = tuple(one.id for one in post.attachments)
    return Words(
        text=form.status if "status" in sent else post.text,
        warning=form.spoiler_text if "spoiler_text" in sent else post.warning,
        sensitive=form.sensitive if "sensitive" in sent else post.sensitive,
        language=form.language or post.language,
        audience=post.audience,
        reply_to_id=post.reply_to_id,
        media_ids=tuple(_media_ids(form.media_ids)) if "media_ids" in sent else kept_media,
        poll=_poll(form.poll) if "poll" in sent else _kept_poll(work, card),
    )


def read_focus(text: str | None) -> tuple[float, float]:
    """Read `x,y`, each from -1 to 1. Raises `Invalid`."""
    if not text:
        return 0.0, 0.0
    x, comma, y = text.partition(",")
    try:
        point = float(x), float(y)
    except ValueError:
        point = (2.0, 2.0)
    if not comma or not all(-1.0 <= part <= 1.0 for part in point):
        raise Invalid(_("“focus” is two numbers from -1 to 1, with a comma between."), field="focus")
    return point


async def _describe(work: Work, said: tuple[MediaWords, ...]) -> None:
    for one in said[:MEDIA_MAX]:
        medium_id = one_id(one.id, "media_attributes")
        known = await own_media(work, [medium_id] if medium_id else [])
        for medium in known:
            point = (medium.focus_x, medium.focus_y) if one.focus is None else read_focus(one.focus)
            alt = medium.alt if one.description is None else one.description
            await change_details(work, medium.id, alt=alt, focus_x=point[0], focus_y=point[1])


def _veiled(form: StatusForm, member: Habits) -> bool:
    """Tell whether pictures are veiled: as it was said, or else as their author usually wants it."""
    return member.post_sensitive and bool(form.media_ids) if form.sensitive is None else form.sensitive


def _media_ids(texts: tuple[str, ...]) -> list[Any]:
    found = some_ids(texts)
    if len(found) != len(set(texts)):
        raise Invalid(_("“media_ids” must be ids of your uploads."), field="media_ids")
    return found


def _poll(form: PollForm | None) -> PollWish | None:
    if form is None or not form.options:
        return None
    return PollWish(options=form.options, lasts_s=form.expires_in, multiple=form.multiple, hide_totals=form.hide_totals)


def _kept_poll(work: Work, card: Card) -> PollWish | None:
    """Ask for the poll as it stands, with the time it has left."""
    poll = card.poll
    if poll is None:
        return None
    left_s = int((poll.ends_at - work.now).total_seconds())
    return PollWish(
        options=poll.options,
        lasts_s=max(POLL_MINUTES_MIN * 60, left_s),
        multiple=poll.multiple,
        hide_totals=poll.hide_totals,
    )


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid(_("“scheduled_at” must be a time like 2026-03-02T09:00:00Z."), field="scheduled_at") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
