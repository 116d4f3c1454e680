"""Whom people recommend on their page, and whom they wish to be suggested no more."""

from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Record

RECOMMENDED_MAX = 50  # past this it recommends nobody
PASSED_DAYS = 180  # in which somebody who was passed over is suggested no more


class Recommendation(
    Record,
    frozen=True,
    kw_only=True,
    table="recommendations",
    key=("person_id", "account_id"),
    indexes=("(person_id, id)", "(account_id)"),
):
    """Somebody whom a person follows and names on their page. Ends with the follow."""

    person_id: Id
    account_id: Id
    id: Id
    created_at: datetime


class PassedOver(
    Record, frozen=True, kw_only=True, table="passed_over", key=("person_id", "account_id"), indexes=("(account_id)",)
):
    """Somebody who was suggested to a person: "not this one"."""

    person_id: Id
    account_id: Id
    created_at: datetime


class ShownAbove(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands above a list of people already, and so not in it once more. Kept in the memo of the work."""

    people: tuple[Id, ...] = ()
