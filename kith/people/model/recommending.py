"""Whom people recommend on their page, and whom they wish to be suggested no more."""

from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Record
from kith.people.model.account import Account

RECOMMENDED_MAX = 50  # past this it recommends nobody
SUGGESTING_PEOPLE_MIN = (
    2  # of my people who follow somebody: one alone would tell me whom a friend follows, not who fits
)


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


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody one may know: followed by so many of one's people, of whom some are `known`; none where they are new."""

    account: Account
    people: int = 0
    known: tuple[Account, ...] = ()
