"""A post, what belongs to it, and how it is found."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.people.model import OfferPace

TEXT_COLUMN_MAX = 100_000  # characters; people are held to `Settings.post_text_max`, other servers may write more
WARNING_MAX = 500
ATTACHMENTS_MAX = 4
HASHTAGS_MAX = 30
FIRST_READERS_MAX = 2_000  # of a new post; so many, and only the first so many, are told while its author waits
MENTIONS_MAX = 50
SIGNATURE_MAX = 60  # as long as a name

Audience = Literal["everyone", "unlisted", "followers", "mentioned"]
QuotePolicy = Literal["everyone", "followers", "nobody"]


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A picture, video or recording of a post: a copy of what `media` knows, so that a card needs no second read.

    `key` is the file, `small_key` the picture in its place, which a recording may not have: then it is empty. `peaks`
    are a recording's waveform; a file of another kind, which only a message has, has a `name`.
    """

    id: Id
    kind: str  # image, moving, gifv, video, audio, file
    key: str
    small_key: str
    width: int
    height: int
    small_width: int
    small_height: int
    blurhash: str
    alt: str = ""
    focus_x: float = 0.0
    focus_y: float = 0.0
    seconds: float = 0.0
    frame_rate: float = 0.0
    bit_rate: int = 0
    peaks: str = ""
    name: str = ""
    size_bytes: int = 0


class Emoji(msgspec.Struct, frozen=True, kw_only=True):
    """A custom emoji used in a post: `:bread:` and where its picture lies."""

    shortcode: str
    url: str


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody named in a post, as the text named them."""

    account_id: Id
    handle: str  # with the domain of another server
    url: str


class Post(
    Record,
    frozen=True,
    kw_only=True,
    table="posts",
    key=("author_id", "id"),
    indexes=(
        "(id)",
        "UNIQUE (author_id, repost_of_id) WHERE repost_of_id IS NOT NULL",
        "(repost_of_id) WHERE repost_of_id IS NOT NULL",
        "(link_id, id) WHERE link_id IS NOT NULL",
        "(quote_of_id, id) WHERE quote_of_id IS NOT NULL",
        "(quote_of_author_id, author_id) WHERE quote_of_id IS NOT NULL",
        "(id) WHERE audience = 'everyone' AND repost_of_id IS NULL AND reply_to_id IS NULL",
        "USING gin (to_tsvector('simple'::regconfig, text))",
    ),
):
    """Something a person said, or passed on (`repost_of_id`: then it has no words of its own).

    `root_id` is the first post of the thread, the post itself where it answers nothing. `mentioned_ids` are the
    people named: they see it whatever the audience. `link_id` names the card of the first page it links to.
    """

    author_id: Id
    id: Id
    text: Annotated[str, Length(TEXT_COLUMN_MAX)] = ""
    html: str = ""
    warning: Annotated[str, Length(WARNING_MAX)] = ""
    sensitive: bool = False
    language: str | None = None
    audience: Audience = "everyone"
    reply_to_id: Id | None = None
    reply_to_author_id: Id | None = None
    root_id: Id
    root_author_id: Id
    repost_of_id: Id | None = None
    repost_of_author_id: Id | None = None
    quote_of_id: Id | None = None  # a post that stands inside this one
    quote_of_author_id: Id | None = None
    quote_revoked: bool = False  # whether the quoted one's author took it out again
    quote_policy: QuotePolicy = "everyone"  # who may quote this post
    mentioned_ids: tuple[Id, ...] = ()
    mentions: tuple[Mention, ...] = ()
    hashtags: tuple[str, ...] = ()
    emojis: tuple[Emoji, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    has_poll: bool = False
    link_id: Id | None = None
    app: Annotated[str, Length(200)] | None = None  # the app it was sent with
    published_at: datetime
    edited_at: datetime | None = None
    version: int = 1
    signature: Annotated[str, Length(SIGNATURE_MAX)] = ""  # "Mara", under what she wrote for an organisation
    # Of an organisation's offer, and of what passes it on: it comes to those alone who asked for offers as often as
    # this, or oftener. Its original says the same; `offers` writes both.
    offer: OfferPace | None = None


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """Whose name shall stand under a post that is being published: a gate puts it into the memo of the work."""

    post_id: Id
    name: str


class OfferMark(msgspec.Struct, frozen=True, kw_only=True):
    """How far a post goes that is being published as an offer: a gate puts it into the memo of the work."""

    post_id: Id
    pace: OfferPace


class ThreadPost(Record, frozen=True, kw_only=True, table="thread_posts", key=("root_id", "id")):
    """Which posts belong to a thread: stored under its root, so that a whole tree is one read."""

    root_id: Id
    id: Id
    author_id: Id
    reply_to_id: Id | None = None


class TaggedPost(
    Record,
    frozen=True,
    kw_only=True,
    table="tagged_posts",
    key=("hashtag", "id"),
    indexes=("(author_id, hashtag, id)",),
):
    """Which public posts carry a hashtag."""

    hashtag: str
    id: Id
    author_id: Id


class PostVersion(
    Record,
    frozen=True,
    kw_only=True,
    table="post_versions",
    key=("author_id", "post_id", "version"),
    references=("(author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE",),
):
    """What a post said before an edit."""

    author_id: Id
    post_id: Id
    version: int
    text: str
    html: str
    warning: str
    sensitive: bool = False
    attachments: tuple[Attachment, ...] = ()
    poll_options: tuple[str, ...] = ()
    written_at: datetime


class AuthorTally(Record, frozen=True, kw_only=True, table="author_tallies", key=("author_id",)):
    """How much somebody said to everybody, or passed on to them. What few may see is not counted: it would tell."""

    author_id: Id
    posts: int = 0


class Tally(
    Record,
    frozen=True,
    kw_only=True,
    table="tallies",
    key=("author_id", "post_id"),
    references=("(author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE",),
):
    """How often a post was liked, passed on and answered. Apart from the post, so that a like rewrites no text."""

    author_id: Id
    post_id: Id
    likes: int = 0
    reposts: int = 0
    replies: int = 0
    quotes: int = 0
