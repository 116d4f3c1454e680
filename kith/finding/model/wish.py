"""By what somebody lets themselves be found."""

from datetime import datetime
from typing import Annotated

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

ELSEWHERE_MAX = 300  # characters of a handle with its server


class FindingWishes(Record, frozen=True, kw_only=True, table="finding_wishes", key=("owner_id",)):
    """What somebody decided. Where there is no row they were not asked yet, and are found by none of it."""

    owner_id: Id
    by_address: bool = False  # whoever has their confirmed mail address in an address book finds them
    mastodon: Annotated[str, Length(ELSEWHERE_MAX)] = ""  # who they say they are elsewhere
    x: Annotated[str, Length(ELSEWHERE_MAX)] = ""
    instagram: Annotated[str, Length(ELSEWHERE_MAX)] = ""
    decided_at: datetime
