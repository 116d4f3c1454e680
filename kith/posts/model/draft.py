"""Words before they are a post."""

from datetime import datetime
from typing import Annotated

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.posts.model.poll import PollWish
from kith.posts.model.post import Audience, QuotePolicy

DRAFTS_MAX = 200
SCHEDULED_MAX = 200
SCHEDULE_MINUTES_MIN = 5
ONCE_KEY_MAX = 200  # characters
ANSWERS_MAX = 40
ANSWER_MAX = 60  # characters of a question's name, or of an answer


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A post as its author asks for it: what the composer, a client app and another server all make."""

    text: str = ""
    warning: str = ""
    sensitive: bool = False
    language: str | None = None
    audience: Audience = "everyone"
    reply_to_id: Id | None = None
    media_ids: tuple[Id, ...] = ()
    poll: PollWish | None = None
    app: str | None = None
    quote_of_id: Id | None = None
    quote_policy: QuotePolicy = "everyone"
    answers: dict[
        str, str
    ] = {}  # what the author says to those who ask before it goes out, by the name of the question


class Draft(
    Record,
    frozen=True,
    kw_only=True,
    table="drafts",
    key=("person_id", "id"),
    indexes=("(publish_at) WHERE publish_at IS NOT NULL", "(hand_id) WHERE hand_id IS NOT NULL"),
):
    """Words kept for later; with `publish_at`, they go out by themselves then."""

    person_id: Id
    id: Id
    words: Words
    publish_at: datetime | None = None
    held_because: str | None = None  # why a scheduled post could not go out; shown to its author
    updated_at: datetime
    hand_id: Id | None = None  # who wrote it, where it is an organisation's


class SentOnce(
    Record, frozen=True, kw_only=True, table="sent_once", key=("person_id", "once_key"), indexes=("(created_at)",)
):
    """An idempotency key and what it made, for a day: a double click or a retry makes nothing twice."""

    person_id: Id
    once_key: Annotated[str, Length(ONCE_KEY_MAX)]
    made_id: Id
    created_at: datetime
