"""Who can be followed and can write, and what they tell about themselves."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

HANDLE_MAX = 30  # characters; what Mastodon takes, so that every handle is valid on every other server
NAME_MAX = 60
BIO_MAX = 1000
PRONOUNS_MAX = 40
FIELDS_MAX = 4
FIELD_NAME_MAX = 60
FIELD_TEXT_MAX = 300

PICTURE_ALT_MAX = 1500  # as for every picture that is described

# What a profile says yes or no to, by the names of its columns.
PROFILE_SWITCHES = (
    "locked",
    "discoverable",
    "indexable",
    "hides_ties",
    "automated",
    "shows_media",
    "shows_media_replies",
    "shows_featured",
)

AccountKind = Literal["person", "organisation"]


class ProfileField(msgspec.Struct, frozen=True, kw_only=True):
    """One of the four free lines of a profile: "Village" — "Upper Mill"."""

    name: str
    text: str
    html: str


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """An avatar or a header: blob keys of its sizes and a blurhash. A copy, so that a card needs no second read."""

    medium_id: Id
    key: str
    small_key: str
    blurhash: str
    alt: str = ""


class Account(
    Record,
    frozen=True,
    kw_only=True,
    table="accounts",
    key=("id",),
    indexes=(
        "(domain, handle)",
        "(gone_at) WHERE gone_at IS NOT NULL",
        "(remembered_at) WHERE remembered_at IS NOT NULL",
    ),
):
    """Someone who can be followed and who can write: here or, with a `domain`, on another server."""

    id: Id
    handle: Annotated[str, Length(HANDLE_MAX)]  # as it was typed; compared in lower case
    domain: Annotated[str, Length(253)] | None = None
    kind: AccountKind = "person"
    name: Annotated[str, Length(NAME_MAX)]
    bio: Annotated[str, Length(BIO_MAX)] = ""
    bio_html: str = ""
    pronouns: Annotated[str, Length(PRONOUNS_MAX)] = ""
    fields: tuple[ProfileField, ...] = ()
    avatar: Picture | None = None
    header: Picture | None = None
    locked: bool = False  # follows must be asked for
    discoverable: bool = True  # may stand in lists of people to find
    indexable: bool = True  # whether words of theirs that are for everyone may be searched
    hides_ties: bool = False  # whom they follow and who follows them is shown to nobody
    automated: bool = False  # a program writes here, whoever answers for it
    shows_media: bool = True  # their page has a place for pictures
    shows_media_replies: bool = False  # with the pictures they answered with
    shows_featured: bool = True  # their page names the hashtags and people they chose
    born_on: date | None = None
    created_at: datetime
    gone_at: datetime | None = None  # is leaving, or was sent away: hidden from everybody else
    remembered_at: datetime | None = None  # has died: since when the account is kept in remembrance


class Handle(Record, frozen=True, kw_only=True, table="handles", key=("handle",)):
    """Who has a handle: `ana`, or `ana@hav.social` of another server. A small table of its own, because a globally
    unique name cannot be a constraint on a table that is spread by owner.
    """

    handle: str  # lower case
    account_id: Id


class Skeleton(Record, frozen=True, kw_only=True, table="handle_skeletons", key=("skeleton",)):
    """What a local handle looks like to the eye; taken once, so nobody can pass for somebody else."""

    skeleton: str
    account_id: Id


class ProfileWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants their profile to say. `fields` are pairs of a name and a text."""

    name: str
    bio: str = ""
    pronouns: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    locked: bool = False
    discoverable: bool = True
    indexable: bool = True
    hides_ties: bool = False
    automated: bool = False
    shows_media: bool = True
    shows_media_replies: bool = False
    shows_featured: bool = True

    def switches(self) -> dict[str, bool]:
        """Give what it says yes or no to, by name."""
        return {name: getattr(self, name) for name in PROFILE_SWITCHES}
