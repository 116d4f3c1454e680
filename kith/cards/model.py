"""Records, facts and limits of link cards."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

ADDRESS_MAX = 2000  # characters; what is longer is a link without a card
TITLE_MAX = 300
WORDS_MAX = 500
NAME_MAX = 100
ALT_MAX = 500

PAGE_BYTES_MAX = 1_000_000  # what stands in a page's head lies well within
PICTURE_BYTES_MAX = 8_000_000
OEMBED_BYTES_MAX = 200_000
PAGE_WAIT_S, OEMBED_WAIT_S, PICTURE_WAIT_S = 8, 5, 10  # in whole, whatever comes drop by drop
PICTURE_SIDE_MIN = 32  # pixels; below it is a dot that counts visitors, or a sign in a corner

READ_AGAIN_DAYS = 7
ASKED_IN_VAIN_HOURS = 6  # a job that has not come by then was lost
TRY_AGAIN_HOURS = (1, 6, 24, 24 * 7)  # after the first failure, the second, …; from then on the last one
KEPT_DAYS = 30  # a card that no post links to

Kind = Literal["link", "photo", "video", "rich"]
State = Literal["wanted", "known", "silent"]


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """The picture of a page, as it is kept here."""

    key: str
    small_key: str
    width: int
    height: int
    small_width: int
    small_height: int
    blurhash: str
    alt: str = ""


class LinkCard(
    Record,
    frozen=True,
    kw_only=True,
    table="link_cards",
    key=("id",),
    indexes=("(asked_at)",),
):
    """What a page says of itself. `id` is a keyed hash of its address, so that both are found by either.

    `creator_id` is whom of this server the page names as its creator, which only they can confirm.
    `asked_at` is when a job was last sent to read it; `failures` counts those in a row that came back with nothing.
    """

    id: Id
    address: Annotated[str, Length(ADDRESS_MAX)]
    state: State = "wanted"
    kind: Kind = "link"
    title: Annotated[str, Length(TITLE_MAX)] = ""
    words: Annotated[str, Length(WORDS_MAX)] = ""
    provider: Annotated[str, Length(NAME_MAX)] = ""
    provider_url: Annotated[str, Length(ADDRESS_MAX)] = ""
    author: Annotated[str, Length(NAME_MAX)] = ""
    author_url: Annotated[str, Length(ADDRESS_MAX)] = ""
    creator_id: Id | None = None
    language: Annotated[str, Length(NAME_MAX)] | None = None
    published_at: datetime | None = None
    picture: Picture | None = None
    asked_at: datetime
    read_at: datetime | None = None
    failures: int = 0


class LinkWanted(Fact, frozen=True, kw_only=True):
    """Somebody linked to a page that is not known, or not for long."""

    card_id: Id


class LinkRead(Fact, frozen=True, kw_only=True):
    """A page's card is there, or says something else than before."""

    card_id: Id
