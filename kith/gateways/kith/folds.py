"""What the reader's caps fold on Home: the entities `Fold` and `FoldedStatus`. One request away, and never lost."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import ID_MAX, Id, parse_id
from kith.base.web.form import read_query
from kith.base.web.routing import Route
from kith.base.web.zone import zone_for
from kith.base.work import Work
from kith.feed import AskedOver, open_over, over_folds, sitting_for
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.status import StatusEntity, present_statuses


class FoldEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A fold: of a topic by its key, or with an empty one of people, whatever they write about. `accounts` are some."""

    topic: str
    name: str
    statuses_count: int
    accounts_count: int
    accounts: list[AccountEntity]


class FoldedStatusEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A status in a fold, and whose word it is that it is about the topic: the author's, one's own, or a machine's."""

    status: StatusEntity
    evidence: Literal["author", "reader", "machine"] | None


class FoldsQuery(msgspec.Struct, frozen=True, kw_only=True):
    """By whose clock a week begins: the name of a time zone."""

    time_zone: str = "UTC"


class FoldQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which fold, and older than which status."""

    topic: str = ""
    max_id: str = ""
    time_zone: str = "UTC"


async def show_folds(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/timelines/folds`: list what one's caps fold on Home now, by topic."""
    query = read_query(request, FoldsQuery)
    folds = await over_folds(work, await sitting_for(work, None, zone=zone_for(query.time_zone, None)))
    people = {one.id: one for fold in folds for one in fold.named}
    accounts = {entity.id: entity for entity in await present_accounts_of(work, list(people.values()))}
    entities = [
        FoldEntity(
            topic=fold.topic,
            name=fold.words,
            statuses_count=fold.count,
            accounts_count=fold.people,
            accounts=[accounts[str(one.id)] for one in fold.named],
        )
        for fold in folds
    ]
    return json_answer(entities)


async def show_fold(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/timelines/folds/statuses`: open a fold; what it shows is marked as read."""
    query = read_query(request, FoldQuery)
    below, zone = parse_id(query.max_id) or Id(ID_MAX), zone_for(query.time_zone, None)
    opened = await open_over(work, AskedOver(topic=query.topic), below=below, zone=zone)
    statuses = await present_statuses(work, opened.cards)
    entities = [
        FoldedStatusEntity(
            status=status,
            evidence=next((one.evidence for one in opened.topics[card.post.id] if one.topic == query.topic), None),
        )
        for status, card in zip(statuses, opened.cards, strict=True)
    ]
    return json_answer(entities)


_FOLDS = "/api/kith/v1/timelines/folds"
ROUTES = (
    Route(
        method="GET",
        path=_FOLDS,
        handler=show_folds,
        scope="read:statuses",
        query=(FoldsQuery,),
        gives=list[FoldEntity],
    ),
    Route(
        method="GET",
        path=f"{_FOLDS}/statuses",
        handler=show_fold,
        scope="read:statuses",
        query=(FoldQuery,),
        gives=list[FoldedStatusEntity],
    ),
)
