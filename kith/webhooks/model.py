"""Records, facts and limits of webhooks."""

from datetime import datetime
from typing import Annotated, Literal, get_args

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.desk.model import EventKind

WEBHOOKS_MAX = 10  # of one organisation
ADDRESS_MAX = 1000
SAID_MAX = 200  # characters of what an address answered, for the log
WAITING_MAX = 10_000  # of one webhook: beyond it nobody catches up, and the webhook is paused
KEPT_DAYS = 14  # deliveries, in the log
SEND_WITHIN_S = 10
ANSWER_MAX_BYTES = 4096
SECRETS_OVERLAP_HOURS = 24  # in which what is sent is signed with the last secret, too

TEST = "test"  # what is told to see whether it arrives
# What happens at a desk and can be told, by the words of the API.
EVENTS: tuple[EventKind, ...] = get_args(EventKind)
# Whose words go along: nobody's; those that stand in public; also those of private conversations.
Words = Literal["none", "public", "all"]
DeliveryState = Literal["waiting", "arrived", "failed"]
# failing: nothing arrived for days. full: too much waited. gone: the address wants nothing more. by_hand: somebody did.
Why = Literal["failing", "full", "gone", "by_hand"]


class Webhook(
    Record,
    frozen=True,
    kw_only=True,
    table="webhooks",
    key=("organisation_id", "id"),
):
    """An address to which a desk's events are told. Its secrets are made of the server's and these salts.

    `busy_until` is how long the job has that delivers at the moment. `failures` counts the tries since something
    arrived.
    """

    organisation_id: Id
    id: Id
    address: Annotated[str, Length(ADDRESS_MAX)]
    events: tuple[str, ...]
    words: Words = "none"
    salt: bytes
    last_salt: bytes | None = None
    last_salt_until: datetime | None = None
    made_at: datetime
    paused_at: datetime | None = None
    paused_why: Why | None = None
    failures: int = 0
    failing_since: datetime | None = None
    held_until: datetime | None = None
    busy_until: datetime | None = None


class WebhookDelivery(
    Record,
    frozen=True,
    kw_only=True,
    table="webhook_deliveries",
    key=("organisation_id", "id"),
    indexes=(
        "(organisation_id, webhook_id, id)",
        "(organisation_id, webhook_id, due_at, id) WHERE state = 'waiting'",
        "(made_at)",
        "USING gin (people)",
    ),
):
    """One event on its way to one address, written in the transaction of the act. `body` holds nobody's words.

    `people` are those whom the body names, by whom it is found when one of them leaves for good.
    """

    organisation_id: Id
    id: Id
    webhook_id: Id
    kind: Annotated[str, Length(40)]  # one of `EVENTS`, or `TEST`
    case_id: Id | None = None
    subject_id: Id | None = None
    people: tuple[Id, ...] = ()
    body: bytes
    state: DeliveryState = "waiting"
    tries: int = 0
    due_at: datetime
    status: int | None = None  # what the address answered last; none, where it did not
    said: Annotated[str, Length(SAID_MAX)] = ""
    made_at: datetime
    done_at: datetime | None = None


class WebhookDue(Fact, frozen=True, kw_only=True):
    """There is something to deliver."""

    organisation_id: Id
    webhook_id: Id


class WebhookPaused(Fact, frozen=True, kw_only=True):
    """A webhook was paused, because its address failed for long or too much waited."""

    organisation_id: Id
    webhook_id: Id
