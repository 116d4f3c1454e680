"""Whole servers that somebody keeps away."""

from datetime import datetime
from typing import Annotated

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

DOMAIN_MAX = 253  # RFC 1035, 2.3.4, without the dot of the root
DOMAIN_BLOCKS_MAX = 1000  # far more than anybody types in; a viewer is loaded with all of their people


class DomainBlock(
    Record,
    frozen=True,
    kw_only=True,
    table="domain_blocks",
    key=("person_id", "domain"),
    indexes=("(person_id, id)", "(domain, person_id)"),
):
    """Nobody of another server and this person shall see each other: as if each of them were blocked."""

    person_id: Id
    domain: Annotated[str, Length(DOMAIN_MAX)]
    id: Id
    created_at: datetime
