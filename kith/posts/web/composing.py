"""From the composer's form to words, and back when something did not fit."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from kith.base.core.errors import Invalid
from kith.base.core.ids import parse_id
from kith.base.core.words import _
from kith.base.web.form import Upload
from kith.base.web.shown import media_url
from kith.base.work import Work
from kith.media import change_details, own_media, take_in, tools_of, unusable, wait_until_ready
from kith.posts.model import ATTACHMENTS_MAX, OPTIONS_MAX, Audience, PollWish, QuotePolicy, Words

WAIT_S = 15  # for a video to be made ready, before the page asks to try again

Act = Literal["publish", "draft", "schedule"]


class PictureField(msgspec.Struct, frozen=True, kw_only=True):
    """One of the composer's places for a picture: a new file, or the id of one that is kept already."""

    id: str = ""
    file: Upload | None = None
    alt: str = ""
    focus_x: str = "0"
    focus_y: str = "0"
    remove: str = ""


class AddingPart(msgspec.Struct, frozen=True, kw_only=True):
    """What the composer's places show: small pictures by id, what is made ready in percent, what failed and why.

    `film_bytes_max` is 0 where the server takes neither video nor sound.
    """

    previews: Mapping[str, str]
    waiting: Mapping[str, int]
    problems: Mapping[str, str]
    picture_bytes_max: int
    film_bytes_max: int


class PollField(msgspec.Struct, frozen=True, kw_only=True):
    """The composer's poll. It counts when an answer is filled in."""

    options: tuple[str, ...] = ()
    lasts_s: str = "86400"
    multiple: str = ""
    hide_totals: str = ""


class WriteForm(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the composer sends, as text: what cannot be read is named to the person, and the rest is kept."""

    act: Act = "publish"
    text: str = ""
    warning: str = ""
    sensitive: bool = False
    language: str = ""
    audience: Audience = "everyone"
    reply_to_id: str = ""
    quote_id: str = ""
    quote_policy: QuotePolicy = "everyone"
    pictures: tuple[PictureField, ...] = ()
    poll: PollField = PollField()
    publish_at: str = ""
    once: Annotated[str, msgspec.Meta(max_length=100)] = ""
    draft_id: str = ""
    version: str = ""
    answers: dict[str, Any] = {}  # a field that is there twice comes as a list: the last one holds


async def keep_pictures(work: Work, form: WriteForm) -> WriteForm:
    """Take in the files of a form, each in work of its own, so that they are there whatever becomes of the post.

    Gives the form with ids in place of files: shown again, it asks for no file a second time. A short video is made
    ready while this waits; a longer one is asked for again.
    """
    kept, waiting = [], []
    for field in form.pictures[:ATTACHMENTS_MAX]:
        if field.remove:
            continue
        if field.file is not None:
            await work.rest()  # whoever holds a connection must not wait for another
            async with work.house.work(actor=work.actor, hand=work.hand) as inner:
                medium = await take_in(inner, field.file)
            if medium.state == "waiting":
                waiting.append(medium.id)
            kept.append(msgspec.structs.replace(field, id=str(medium.id), file=None))
        elif parse_id(field.id) is not None:
            kept.append(field)
    if waiting and form.act == "publish" and work.actor is not None:
        await work.rest()
        await wait_until_ready(work.house, work.actor, waiting, wait_s=WAIT_S)
    return msgspec.structs.replace(form, pictures=tuple(kept))


async def note_details(work: Work, form: WriteForm) -> None:
    """Write down what the form says of each picture: the words for those who do not see it, and its focal point."""
    for field in form.pictures:
        medium_id = parse_id(field.id)
        if medium_id is not None:
            await change_details(
                work, medium_id, alt=field.alt, focus_x=_share(field.focus_x), focus_y=_share(field.focus_y)
            )


def words_of(form: WriteForm) -> Words:
    """Read the words out of the form."""
    ids = [parse_id(field.id) for field in form.pictures]
    media_ids = tuple(medium_id for medium_id in ids if medium_id is not None)
    return Words(
        text=form.text,
        warning=form.warning,
        sensitive=form.sensitive and (bool(media_ids) or bool(form.version)),  # a new post veils what it shows
        language=form.language or None,
        audience=form.audience,
        reply_to_id=parse_id(form.reply_to_id),
        quote_of_id=parse_id(form.quote_id),
        quote_policy=form.quote_policy,
        media_ids=media_ids,
        poll=_poll_of(form.poll),
        answers=answers_of(form),
    )


def answers_of(form: WriteForm) -> dict[str, str]:
    """Read what the author says to those who ask; what is no text is no answer."""
    last = {name: said[-1] if isinstance(said, list) and said else said for name, said in form.answers.items()}
    return {name: said for name, said in last.items() if isinstance(said, str)}


def form_of(words: Words, **more: Any) -> WriteForm:
    """Fill the form with words: a draft, or a post that is edited."""
    poll = PollField()
    if words.poll is not None:
        poll = PollField(
            options=words.poll.options,
            lasts_s=str(words.poll.lasts_s),
            multiple="on" if words.poll.multiple else "",
            hide_totals="on" if words.poll.hide_totals else "",
        )
    return WriteForm(
        text=words.text,
        warning=words.warning,
        sensitive=words.sensitive,
        language=words.language or "",
        audience=words.audience,
        reply_to_id=str(words.reply_to_id or ""),
        quote_id=str(words.quote_of_id or ""),
        quote_policy=words.quote_policy,
        pictures=tuple(PictureField(id=str(medium_id)) for medium_id in words.media_ids),
        poll=poll,
        answers=dict(words.answers),
        **more,
    )


def publish_at_of(form: WriteForm, timezone: str) -> datetime:
    """Read the time of a scheduled post, which a browser sends as the person's wall clock shows it."""
    try:
        wall = datetime.fromisoformat(form.publish_at)
        return (wall if wall.tzinfo else wall.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)
    except (ValueError, KeyError, OverflowError) as error:
        raise Invalid(_("Choose a day and a time for it to go out."), field="publish_at") from error


def _poll_of(field: PollField) -> PollWish | None:
    options = tuple(option.strip() for option in field.options[: OPTIONS_MAX + 1] if option.strip())
    if not options:
        return None
    lasts = field.lasts_s if field.lasts_s.isascii() and field.lasts_s.isdecimal() else "0"
    return PollWish(
        options=options,
        lasts_s=int(lasts[:9]),
        multiple=bool(field.multiple),
        hide_totals=bool(field.hide_totals),
    )


def _share(text: str) -> float:
    """Read a focal point's coordinate, -1 to 1; what is no number is the middle."""
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return max(-1.0, min(1.0, number)) if number == number else 0.0  # noqa: PLR0124 - NaN is not itself


async def adding_part(work: Work, form: WriteForm, *, known: Mapping[str, str] | None = None) -> AddingPart:
    """Gather what the composer's places for files show; `known` are small pictures that need not be looked up."""
    ids = [medium_id for field in form.pictures if (medium_id := parse_id(field.id)) is not None]
    media = await own_media(work, ids)
    settings = work.house.settings
    return AddingPart(
        previews=dict(known or {}) | {str(one.id): media_url(one.small_key) for one in media if one.small_key},
        waiting={str(one.id): one.progress for one in media if one.state == "waiting"},
        problems={str(one.id): unusable(one.problem).text for one in media if one.state == "failed"},
        picture_bytes_max=settings.media_max_mb * 1_000_000,
        film_bytes_max=settings.video_max_mb * 1_000_000 if tools_of(settings) else 0,
    )
