"""Names by which an organisation is spoken of without its handle, and who lets it hear that."""

from datetime import datetime
from typing import Annotated

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

NAMES_MAX = 10  # an organisation: what it is called, and how people spell that
NAME_MAX = 60
NAME_LETTERS_MIN = 4  # shorter ones stand in every other sentence
COMMON_FROM = 30  # posts of a month: a name that stands in more of them is a word of everybody's
COMMON_DAYS = 30


class DeskName(
    Record,
    frozen=True,
    kw_only=True,
    table="desk_names",
    key=("organisation_id", "words"),
):
    """What an organisation listens for: `words` are those of `text`, in small letters, one blank between.

    From `added_at` on: nobody hears what was said before they began to listen.
    """

    organisation_id: Id
    words: Annotated[str, Length(NAME_MAX * 2)]
    text: Annotated[str, Length(NAME_MAX)]
    added_at: datetime


class NamesRead(Record, frozen=True, kw_only=True, table="desk_names_read", key=("name",)):
    """Up to which post this server was read for names. One row; none while nobody listens."""

    name: str  # "posts"
    post_id: Id


class NamingWish(Record, frozen=True, kw_only=True, table="naming_wishes", key=("owner_id",)):
    """Whether organisations hear when somebody names them in public, and whether they may answer that once.

    Whoever said nothing is heard, and not answered.
    """

    owner_id: Id
    heard: bool = True
    answered: bool = False


class NameDropped(Fact, frozen=True, kw_only=True):
    """A post names organisations that listen for it."""

    author_id: Id
    post_id: Id
    organisation_ids: tuple[Id, ...]


class NamesToRead(Fact, frozen=True, kw_only=True):
    """There is more to be read for names."""


class NamingChanged(Fact, frozen=True, kw_only=True):
    """Somebody decided anew whether organisations hear when they name them."""

    person_id: Id
