"""What reaches somebody, and how: their own choices, in one row."""

from datetime import datetime
from typing import Literal

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Record
from kith.notices.model.notice import NoticeKind

DIGEST_HOUR = 7  # by the reader's clock: what came is read over breakfast
DIGEST_LINES_MAX = 30  # past this a mail is not read any more
SILENCES_MAX = 1000

# What somebody can be told of, in the words of the page, and the kinds of notices behind each. What is in none of
# these concerns the account itself: it always stands among the notices, and is always pushed.
What = Literal["messages", "knocks", "brightened", "spoken", "liked", "followed", "posts", "polls", "named", "desk"]
WHATS: dict[What, tuple[NoticeKind, ...]] = {
    "messages": ("message",),
    "knocks": ("knock",),
    "spoken": ("mention", "reply", "quote"),
    "brightened": ("brightened",),
    "followed": ("follow", "request", "accepted", "joined", "newcomer"),
    "liked": ("like", "repost"),
    "posts": ("post", "requoted", "edited"),
    "polls": ("poll",),
    "named": ("collected", "recollected", "witness", "doubt"),
    "desk": ("case", "case_note"),
}
WHAT_OF: dict[NoticeKind, What] = {kind: what for what, kinds in WHATS.items() for kind in kinds}

OWN_DEEDS: frozenset[NoticeKind] = frozenset({"severed"})  # what one did oneself a moment ago rings no bell

Treatment = Literal["accept", "filter", "drop"]
Rhythm = Literal["never", "daily", "weekly"]


class NoticePolicy(
    Record,
    frozen=True,
    kw_only=True,
    table="notice_policies",
    key=("owner_id",),
    indexes=("(digest_due_at) WHERE digest_due_at IS NOT NULL",),
    checks=(
        "(quiet_from IS NULL) = (quiet_until IS NULL)",
        "quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439",
        "inner_circle IN (0, 5, 15, 50, 150)",
    ),
):
    """Whose notices somebody takes, holds back as requests, or never wants, by what stands between them; and how what
    they take reaches them.

    `hidden` are the whats that do not stand among the notices, `pushed` those told where its owner is signed in,
    `mailed` those in the digest. `inner_circle` is the circle beyond which nobody interrupts; 0: anybody may. Quiet
    hours are minutes of the day by the clock of `zone`; that and `language` are what their browser told when they
    chose, for whoever set none. Up to `digest_id` notices stood in a digest.
    """

    owner_id: Id
    not_following: Treatment = "accept"
    not_followers: Treatment = "accept"
    new_accounts: Treatment = "accept"
    private_mentions: Treatment = "accept"
    limited_accounts: Treatment = "accept"
    hidden: tuple[str, ...] = ("messages", "knocks")  # they stand under Talk, with a number of their own
    pushed: tuple[str, ...] = ("messages", "spoken", "brightened", "followed")
    mailed: tuple[str, ...] = (
        "messages",
        "spoken",
        "brightened",
        "followed",
        "liked",
        "posts",
        "polls",
        "named",
        "desk",
    )
    inner_circle: int = 0
    quiet_from: int | None = None
    quiet_until: int | None = None
    zone: str = "UTC"
    language: str = "en"
    digest: Rhythm = "never"
    digest_words: bool = False
    digest_due_at: datetime | None = None
    digest_id: Id = Id(0)


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody chooses on the page about what reaches them, and how; as it stands in their policy."""

    hidden: tuple[What, ...]
    pushed: tuple[What, ...]
    mailed: tuple[What, ...]
    inner_circle: Literal[0, 5, 15, 50, 150]
    quiet_from: int | None
    quiet_until: int | None
    digest: Rhythm
    digest_words: bool


class DigestDue(Fact, frozen=True, kw_only=True):
    """It is time for somebody's digest. One that was put to another time since then is told by itself."""

    owner_id: Id
    due_at: datetime
