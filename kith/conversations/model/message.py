"""A message, and what is done with it."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.base.core.text.emoji import EMOJI_MAX
from kith.conversations.model.conversation import Conversation, ConversationMember, Seat
from kith.people.model import Account
from kith.posts.model import TEXT_COLUMN_MAX as POST_TEXT_MAX
from kith.posts.model import WARNING_MAX, Attachment, Emoji, Mention

TEXT_MAX = 5_000  # characters, as people count them: as many as a post has unless the server says otherwise
TEXT_COLUMN_MAX = 20_000  # code points
KEY_MAX = 100
DELETE_FOR_ALL_MINUTES = 60
FORWARDED_TO_MAX = 5
REQUEST_MESSAGES_MAX = 5  # that wait with somebody who has not accepted
REQUESTS_A_DAY = 20
HEART = "\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}"  # what a like is on a message
WORDS_SOUGHT_MAX = 100
LETTERS_SOUGHT_IN = 5_000  # messages, where what is sought is no word
MESSAGES_READ_MAX = 200
VERSIONS_READ_MAX = 100  # of one message: the first and so on

MessageKind = Literal["said", "founded", "added", "left", "removed", "renamed", "keeping", "taken", "pinned"]


class About(msgspec.Struct, frozen=True, kw_only=True):
    """A public post that a private talk began with."""

    author_id: Id
    post_id: Id


class Message(
    Record,
    frozen=True,
    kw_only=True,
    table="messages",
    key=("conversation_id", "seq"),
    uniques=(("conversation_id", "author_id", "once_key"), ("conversation_id", "id")),
    indexes=(
        "(conversation_id, changed)",
        "(author_id)",
        "(vanishes_at) WHERE vanishes_at IS NOT NULL",
        # Written at once: what is put off comes all together some day, and somebody waits for it.
        "USING gin (conversation_id, to_tsvector('simple'::regconfig, text)) WITH (fastupdate='off')",
    ),
):
    """Something said in a conversation, or something that happened in it, by whom and to whom.

    `changed` is the number of the conversation's change in which it became what it is.
    """

    conversation_id: Id
    seq: int
    id: Id
    author_id: Id
    once_key: Annotated[str, Length(KEY_MAX)]
    kind: MessageKind = "said"
    text: Annotated[str, Length(TEXT_COLUMN_MAX)] = ""
    html: str = ""
    warning: Annotated[str, Length(WARNING_MAX)] = ""  # what stands before the folded words
    sensitive: bool = False  # whether pictures are veiled
    language: str | None = None
    mentions: tuple[Mention, ...] = ()
    emojis: tuple[Emoji, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    reply_seq: int | None = None  # what it answers; of a line that something was pinned, what
    about: About | None = None
    whom: tuple[Id, ...] = ()  # whom something happened to
    forwarded: bool = False
    app: Annotated[str, Length(200)] | None = None
    changed: int
    sent_at: datetime
    vanishes_at: datetime | None = None  # gone for everybody from that instant on
    edited_at: datetime | None = None
    deleted_at: datetime | None = None

    @property
    def opening(self) -> str:
        """What is read of it where there is room for a line: the warning before it, or its words."""
        return self.warning or self.text


class MessageVersion(
    Record,
    frozen=True,
    kw_only=True,
    table="message_versions",
    key=("conversation_id", "message_id", "id"),
):
    """What a message said before an edit, for whoever may see the message. It goes where the message goes."""

    conversation_id: Id
    message_id: Id
    id: Id
    text: Annotated[str, Length(POST_TEXT_MAX)] = ""
    html: str = ""
    warning: Annotated[str, Length(WARNING_MAX)] = ""
    sensitive: bool = False
    emojis: tuple[Emoji, ...] = ()
    written_at: datetime


class MessageId(
    Record,
    frozen=True,
    kw_only=True,
    table="message_ids",
    key=("id",),
    indexes=("(conversation_id)",),
):
    """Where a message lies: never changed, for whoever knows nothing but its id."""

    id: Id
    conversation_id: Id
    seq: int


class MessageReaction(
    Record,
    frozen=True,
    kw_only=True,
    table="message_reactions",
    key=("conversation_id", "seq", "account_id"),
    indexes=("(account_id)", "(account_id, placed_id) WHERE placed_id IS NOT NULL"),
):
    """An emoji that somebody put on a message; one a person. A heart has a place among all that they like."""

    conversation_id: Id
    seq: int
    account_id: Id
    emoji: Annotated[str, Length(EMOJI_MAX)]
    placed_id: Id | None = None


class Heart(msgspec.Struct, frozen=True, kw_only=True):
    """A message that somebody put a heart on, and the place of that among what they like."""

    id: Id
    message_id: Id


class HiddenMessage(
    Record,
    frozen=True,
    kw_only=True,
    table="hidden_messages",
    key=("conversation_id", "account_id", "seq"),
    indexes=("(account_id)", "(conversation_id, account_id, changed)"),
):
    """A message that somebody deleted for themselves, with which change of its conversation: theirs alone, of which the
    message itself knows nothing.
    """

    conversation_id: Id
    account_id: Id
    seq: int
    changed: int


class MessageBookmark(
    Record,
    frozen=True,
    kw_only=True,
    table="message_bookmarks",
    key=("owner_id", "message_id"),
    indexes=("(owner_id, id)", "(conversation_id)", "(message_id)"),
):
    """A message that somebody keeps for themselves. Nobody else is told. `id` is the place among what they keep."""

    owner_id: Id
    message_id: Id
    conversation_id: Id
    id: Id


class SeenMessage(Message, frozen=True, kw_only=True):
    """A message as one member has it; `hidden` where they deleted it for themselves."""

    hidden: bool


class MessageWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is about to say. `reply_to_id` is the message that it answers."""

    text: str = ""
    warning: str = ""
    sensitive: bool = False
    media_ids: tuple[Id, ...] = ()
    reply_to_id: Id | None = None
    language: str | None = None
    app: str | None = None


class MessageView(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it is shown to one member. What is `gone` has no words any more, here or for this member alone."""

    message: Message
    author: Account | None  # nobody, where they left for good
    gone: bool
    mine: bool
    reactions: tuple[tuple[str, tuple[Id, ...]], ...]  # each emoji and who put it there, the first first
    reply_to: Message | None  # as far as it may be seen


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Up to where somebody else has received and read; both show it, or neither."""

    account_id: Id
    read_seq: int
    delivered_seq: int


class ConversationGlance(msgspec.Struct, frozen=True, kw_only=True):
    """What is seen of a conversation at a glance: who the others are in it, and what was said last."""

    conversation: Conversation
    people: tuple[Account, ...]
    last: MessageView | None


class ConversationView(ConversationGlance, frozen=True, kw_only=True):
    """A conversation as one member has it. `marks` are those of the others that may be seen; it `waits` while the other
    has accepted nothing: who declined looks like who has not answered.
    """

    seat: Seat
    me: ConversationMember
    founder: bool
    unread: int  # messages; counted up to 100
    marks: tuple[Mark, ...]
    may_write: bool
    waits: bool

    @property
    def id(self) -> Id:
        """The place in the list."""
        return self.seat.last_id
