"""What a post may say, and for whom."""

import re
from collections.abc import Collection

from kith.base.core.errors import Invalid, Refused
from kith.base.core.text import length
from kith.base.core.words import _
from kith.posts.model import (
    ATTACHMENTS_MAX,
    MENTIONS_MAX,
    OPTION_MAX,
    OPTIONS_MAX,
    OPTIONS_MIN,
    POLL_DAYS_MAX,
    POLL_MINUTES_MIN,
    TEXT_COLUMN_MAX,
    WARNING_MAX,
    Audience,
    PollWish,
    Post,
    Words,
)

WIDTH: dict[Audience, int] = {"everyone": 3, "unlisted": 2, "followers": 1, "mentioned": 0}
# A language tag as browsers and apps send it (BCP 47): "pt", "pt-BR", "zh-Hant".
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}")


def check_words(words: Words, *, text_max: int) -> None:
    """Raise `Invalid` unless these cleaned words can become a post. Characters are counted as people see them."""
    if not words.text and not words.media_ids and words.poll is None:
        raise Invalid(_("There is nothing in it yet. Write something, or add a picture."), field="text")
    if length(words.text) > text_max or len(words.text) > TEXT_COLUMN_MAX:
        raise Invalid(
            _("That is too long: {most} characters fit. Your text is kept.").format(most=text_max), field="text"
        )
    if len(words.warning) > WARNING_MAX:
        raise Invalid(
            _("The line that stands before the post can have {most} characters.").format(most=WARNING_MAX),
            field="warning",
        )
    if len(words.media_ids) > ATTACHMENTS_MAX:
        raise Invalid(_("A post can have {most} pictures.").format(most=ATTACHMENTS_MAX), field="media_ids")
    if words.language is not None and not _LANGUAGE.fullmatch(words.language):
        raise Invalid(_("This is not a language that can be noted."), field="language")
    if words.poll is not None:
        _check_poll(words, words.poll)


def _check_poll(words: Words, poll: PollWish) -> None:
    if words.media_ids:
        raise Invalid(_("A post can have pictures or a poll. Take one of them out."), field="poll")
    if not OPTIONS_MIN <= len(poll.options) <= OPTIONS_MAX:
        raise Invalid(
            _("A poll has {fewest} to {most} answers to choose from.").format(fewest=OPTIONS_MIN, most=OPTIONS_MAX),
            field="poll",
        )
    if any(not option or len(option) > OPTION_MAX for option in poll.options):
        raise Invalid(
            _("An answer of a poll can have {most} characters.").format(most=OPTION_MAX),
            field="poll",
        )
    if len(set(poll.options)) < len(poll.options):
        raise Invalid(_("Two answers of the poll are the same."), field="poll")
    if not POLL_MINUTES_MIN * 60 <= poll.lasts_s <= POLL_DAYS_MAX * 86_400:
        raise Invalid(
            _("A poll lasts from {minutes} minutes to {days} days.").format(
                minutes=POLL_MINUTES_MIN, days=POLL_DAYS_MAX
            ),
            field="poll",
        )


def check_mentions(mentioned: Collection[object]) -> None:
    """Raise `Refused` when a post names more people than anybody talks to at once."""
    if len(mentioned) > MENTIONS_MAX:
        raise Refused(_("A post can name {most} people.").format(most=MENTIONS_MAX))


def narrower(asked: Audience, parent: Post | None) -> Audience:
    """Give the audience of an answer: as asked, but what was said among few is not answered before all."""
    if parent is None or parent.audience not in ("followers", "mentioned"):
        return asked
    return min(asked, parent.audience, key=lambda audience: WIDTH[audience])


def check_passing_on(post: Post, *, person_id: object) -> None:
    """Raise `Refused` unless this person may pass on this post, which they may see."""
    own = post.author_id == person_id
    if post.audience in ("everyone", "unlisted") or (own and post.audience == "followers"):
        return
    raise Refused(_("This was not said to everyone, so it cannot be passed on."))


def check_version(*, known: int | None, current: int) -> None:
    """Raise `Refused` when a post was changed since the one who edits it has read it."""
    if known is not None and known != current:
        raise Refused(
            _(
                "This post was changed in another window meanwhile. What you wrote is below; "
                "what stands now is beside it. Bring them together and save again."
            )
        )
