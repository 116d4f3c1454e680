"""Records and limits of notices: what somebody is told because it was meant for them."""

from datetime import datetime
from typing import Annotated, Literal, get_args

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.collections.model import CollectionView
from kith.conversations.model import ConversationView, MessageView
from kith.desk.model import CaseGlance
from kith.people.model import Account
from kith.pledges import PledgeView
from kith.posts.model import Card

UNREAD_COUNTED_MAX = 100  # "99+" says as much as any larger number
NOTICES_KEPT_DAYS = 365
GROUP_HOURS = 12  # what happens to one thing within half a day is told in one sentence, as Mastodon has it
NEW_DAYS = 30  # an account is new for so long
WORDS_MAX = 140  # characters of somebody's words, where there is one line for them
NAME_SHOWN_MAX = 60
TOLD_AT_ONCE_MAX = 200  # people a job; the next ones are told by the next job

NoticeKind = Literal[
    "mention",
    "reply",
    "like",
    "repost",
    "follow",
    "request",
    "accepted",
    "poll",
    "post",
    "joined",
    "held",
    "quote",
    "requoted",
    "newcomer",
    "report",
    "edited",
    "collected",
    "recollected",
    "message",
    "knock",
    "brightened",
    "witness",
    "doubt",
    "severed",
    "case",
    "case_note",
    "seat",
    "two_step_on",
    "two_step_off",
    "code_used",
    "line",
    "line_decided",
    "appeal",
    "webhook",
    "trusted",
    "trust_answered",
    "death",
    "own_death",
    "passkey_new",
    "passkey_gone",
]
KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)
ADDRESSED: tuple[NoticeKind, ...] = ("mention", "reply")  # somebody spoke to the owner
# For the owners of the server, whoever it is from.
OFFICE: tuple[NoticeKind, ...] = ("newcomer", "report", "appeal", "death")
ABOUT_TALKS: tuple[NoticeKind, ...] = ("message", "knock")  # as long as it is new to the owner
ABOUT_PLEDGES: tuple[NoticeKind, ...] = ("witness", "doubt")  # one is asked to be a witness; a witness asks
ABOUT_CASES: tuple[NoticeKind, ...] = ("case", "case_note")  # one was given it; one was named in a note
ABOUT_SIGN_IN: tuple[NoticeKind, ...] = (  # from oneself
    "two_step_on",
    "two_step_off",
    "code_used",
    "passkey_new",
    "passkey_gone",
)
ABOUT_LINES: tuple[NoticeKind, ...] = ("line", "line_decided")  # to an organisation, and to its team
ABOUT_COLLECTIONS: tuple[NoticeKind, ...] = ("collected", "recollected")


class Notice(
    Record,
    frozen=True,
    kw_only=True,
    table="notices",
    key=("owner_id", "id"),
    indexes=(
        # The same is told once, however often the job that tells it runs.
        "UNIQUE (owner_id, kind, from_id, post_id, about_id) NULLS NOT DISTINCT",
        "(post_id) WHERE post_id IS NOT NULL",
        "(owner_id, group_key, id)",
        "(owner_id, from_id) WHERE waits",
        "(id)",
        "(from_id) WHERE kind IN ('joined', 'newcomer', 'report')",
    ),
):
    """Somebody (`from_id`) did something that the owner may want to know of; with a post where it is about one.
    `about_id` is what else it is about: a report, a collection, a conversation, a bright message, a pledge,
    a case, a time beyond the line.

    Notices of one `group_key` are told in one sentence. One that `waits` is held back by the owner's policy, among the
    requests.
    """

    owner_id: Id
    id: Id
    kind: NoticeKind
    from_id: Id
    post_id: Id | None = None
    post_author_id: Id | None = None
    group_key: Annotated[str, Length(80)]
    waits: bool = False
    created_at: datetime
    about_id: Id | None = None


class NoticeRequest(
    Record,
    frozen=True,
    kw_only=True,
    table="notice_requests",
    key=("owner_id", "from_id"),
    indexes=("UNIQUE (owner_id, id)",),
):
    """Somebody whose notices are held back, until the owner says yes or no."""

    owner_id: Id
    from_id: Id
    id: Id
    created_at: datetime
    updated_at: datetime


class NoticeWelcome(Record, frozen=True, kw_only=True, table="notice_welcomes", key=("owner_id", "from_id")):
    """Somebody whose request was accepted: their notices come, whatever the policy says."""

    owner_id: Id
    from_id: Id


class NoticeSilence(
    Record, frozen=True, kw_only=True, table="notice_silences", key=("owner_id", "other_id"), indexes=("(other_id)",)
):
    """Somebody of whom the owner wishes no notice, in whatever way. They are never told, and all else stays."""

    owner_id: Id
    other_id: Id
    created_at: datetime


class Severance(Record, frozen=True, kw_only=True, table="notice_severances", key=("owner_id", "id")):
    """What somebody lost when they kept a server away: so many who followed them, and whom they followed."""

    owner_id: Id
    id: Id
    domain: Annotated[str, Length(253)]
    followers_count: int
    following_count: int
    created_at: datetime


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a notice is from, as far as a policy asks."""

    followed: bool = False
    follows: bool = False
    is_new: bool = False
    is_private_mention: bool = False


class RequestView(msgspec.Struct, frozen=True, kw_only=True):
    """A request, with who it is from, how many notices wait, and the last post or message that is
    among them."""

    request: NoticeRequest
    account: Account
    count: int
    card: Card | None
    said_id: Id | None = None  # where that is a message


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """How many notices a group has in all."""

    group_key: str
    count: int


class NoticeMark(Record, frozen=True, kw_only=True, table="notice_marks", key=("owner_id",)):
    """Up to where somebody has read. Also the row that whoever tells them something locks first."""

    owner_id: Id
    read_id: Id


class NoticeView(msgspec.Struct, frozen=True, kw_only=True):
    """A notice with whom it is from and what it is about, as its owner may see both now."""

    notice: Notice
    account: Account
    card: Card | None
    unread: bool
    collection: CollectionView | None = None
    talk: ConversationView | None = None
    bright: MessageView | None = None
    pledge: PledgeView | None = None
    severance: Severance | None = None
    case: CaseGlance | None = None
    said_id: Id | None = None  # of what is new in a conversation, the message; for apps alone


class NoticePage(msgspec.Struct, frozen=True, kw_only=True):
    """Some groups for an app, by their keys: each as its views of this page, the newest first.

    `counts` are the people of each in all; `older_than` is where the list goes on.
    """

    groups: dict[str, list[NoticeView]]
    counts: dict[str, int]
    older_than: Id | None = None


class NoticeGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Notices of one kind about one thing, told in one sentence: "Ana and 3 others like this." Newest first.

    `count` is how many people there are in all, those who are not named included.
    """

    kind: NoticeKind
    people: tuple[Account, ...]
    count: int
    card: Card | None
    newest: Notice
    unread: bool
    collection: CollectionView | None = None
    talk: ConversationView | None = None
    bright: MessageView | None = None
    pledge: PledgeView | None = None
    severance: Severance | None = None
    case: CaseGlance | None = None


class Noticed(Fact, frozen=True, kw_only=True):
    """Somebody has a new notice. `pushed`: of such they wish to be told where they are signed in; `shown`: apps find
    it among the notices.
    """

    owner_id: Id
    notice_id: Id
    kind: NoticeKind
    pushed: bool = True
    shown: bool = True


class NoticedTogether(Fact, frozen=True, kw_only=True):
    """All of these have a new notice of one kind, each the one at the same place; apps find it among the notices.
    `pushed_ids` are those of them who wish to be told of such where they are signed in.
    """

    owner_ids: tuple[Id, ...]
    notice_ids: tuple[Id, ...]
    pushed_ids: tuple[Id, ...]
    kind: NoticeKind


class PollTold(Fact, frozen=True, kw_only=True):
    """The voters up to `after_id` know that a poll has ended; the others are told next."""

    author_id: Id
    post_id: Id
    after_id: Id


class EditTold(Fact, frozen=True, kw_only=True):
    """Those up to `after_id` who passed a post on know that it was changed; the others are told next."""

    author_id: Id
    post_id: Id
    after_id: Id


class PostTold(Fact, frozen=True, kw_only=True):
    """The followers up to `after_id` who wish to hear of each post know of this one; the others are told next."""

    author_id: Id
    post_id: Id
    after_id: Id
