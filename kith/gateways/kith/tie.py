"""The entities of ties: what is between whoever asks and one other, and what they declare to be."""

from collections.abc import Sequence
from types import SimpleNamespace

import msgspec
from starlette.requests import Request

from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.friends import how_long_ago, true_line
from kith.friends.model import OldFriend, PersonAt
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of
from kith.people.model import Account
from kith.ties import my_relations, my_wishes, path_through, sentence
from kith.ties.model import DeclaredRelation, Tie


class RelationEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What two declare to be. `state` is `waiting` (for the other), `asked` (by the other) or `confirmed`."""

    account_id: str
    kind: str
    state: str
    from_year: int | None
    until_year: int | None
    place: str


class TieEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody among one's people.

    `circle` is 5, 15, 50 or 150, or nothing outside of all; `kept` tells that it is there by one's own word.
    `sentence` is exact, and made of the same days and of the last talk.
    """

    account: AccountEntity
    circle: int | None
    kept: bool
    not_close: bool
    wrote_days: int
    heard_days: int
    last_talk_at: str | None
    sentence: str


class UsEntity(TieEntity, frozen=True, kw_only=True):
    """The same with what is declared and wished. `both_hope` is told to both, and to neither before. `path` is
    whether one lets others be found through this tie.
    """

    relations: list[RelationEntity]
    hopes: bool
    both_hope: bool
    never: bool
    parted: bool
    path: bool


class UnansweredEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, and when the words were written that nobody has answered yet."""

    account: AccountEntity
    at: str


class OldFriendEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody long not heard of, one true sentence about both, and whether one hopes to hear from them."""

    account: AccountEntity
    sentence: str
    hopes: bool
    last_talk_at: str | None


def present_relation(one: DeclaredRelation) -> RelationEntity:
    """Give the entity."""
    return RelationEntity(
        account_id=str(one.other_id),
        kind=one.kind,
        state=one.state,
        from_year=one.from_year,
        until_year=one.until_year,
        place=one.place,
    )


async def present_ties(work: Work, people: Sequence[tuple[Account, Tie]]) -> list[TieEntity]:
    """Give the entities, with one statement for what stands in all accounts."""
    entities = await present_accounts_of(work, [account for account, _tie in people])
    return [_tie(work, entity, account, tie) for entity, (account, tie) in zip(entities, people, strict=True)]


async def present_us(work: Work, account: Account, tie: Tie) -> UsEntity:
    """Give all that is between whoever asks and somebody."""
    [entity] = await present_accounts_of(work, [account])
    wish = (await my_wishes(work, [account.id]))[account.id]
    return UsEntity(
        **msgspec.structs.asdict(_tie(work, entity, account, tie)),
        relations=[present_relation(one) for one in await my_relations(work, account.id)],
        hopes=wish.hopes_at is not None,
        both_hope=wish.both_hope_at is not None,
        never=wish.never,
        parted=wish.parted,
        path=await path_through(work, account.id),
    )


async def present_unanswered(work: Work, people: Sequence[PersonAt]) -> list[UnansweredEntity]:
    """Give the entities."""
    entities = await present_accounts_of(work, [one.account for one in people])
    return [
        UnansweredEntity(account=entity, at=date_text(one.at)) for entity, one in zip(entities, people, strict=True)
    ]


async def present_old_friends(work: Work, request: Request, friends: Sequence[OldFriend]) -> list[OldFriendEntity]:
    """Give the entities."""
    speaking = SimpleNamespace(now=work.now, language=request.state.language)
    entities = await present_accounts_of(work, [one.account for one in friends])
    return [
        OldFriendEntity(
            account=entity,
            sentence=true_line(
                one.reunion, first_name(one.account), how_long_ago(one.reunion.tie.last_talk_at, speaking)
            ),
            hopes=one.hopes,
            last_talk_at=date_text(one.reunion.tie.last_talk_at) if one.reunion.tie.last_talk_at else None,
        )
        for entity, one in zip(entities, friends, strict=True)
    ]


def _tie(work: Work, entity: AccountEntity, account: Account, tie: Tie) -> TieEntity:
    return TieEntity(
        account=entity,
        circle=tie.circle or None,
        kept=tie.kept,
        not_close=tie.not_close,
        wrote_days=tie.wrote_days,
        heard_days=tie.heard_days,
        last_talk_at=date_text(tie.last_talk_at) if tie.last_talk_at else None,
        sentence=sentence(tie, first_name(account), work.now, has_died=account.remembered_at is not None),
    )
