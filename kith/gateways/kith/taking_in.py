"""How much one takes in, and at which pace: the entities `Cap`, `Pace` and `TakingIn`. Nobody else is told of any."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id, parse_id
from kith.base.web.form import read_form, read_query
from kith.base.web.routing import Route, path_id
from kith.base.web.zone import zone_for
from kith.base.work import Work
from kith.caps import EVERYONE, CapRow, CapWish, Pace, PaceWish, drop_cap, set_cap, set_pace, taken_in
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of

NOBODY = Id(-1)  # no account has it, so that what is no id is not there


class TopicEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A topic: its key stays the same, its name speaks the reader's language."""

    key: str
    name: str


class CapEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A cap: of one account, or of everyone where that is null; about a topic, or about anything where that is null.

    `posts_a_week` is null where only the newest is wanted; `left_this_week` counts the cards that are left.
    """

    id: str
    account: AccountEntity | None
    topic: TopicEntity | None
    posts_a_week: int | None
    for_closest: bool
    left_this_week: int


class MuteEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody from whom one has a break until `expires_at`, or whom one mutes until further notice."""

    account: AccountEntity
    notifications: bool
    expires_at: str | None


class PaceEntity(msgspec.Struct, frozen=True, kw_only=True):
    """When Home comes, in minutes of the day by the clock of `time_zone`; null where it comes all the time.

    `minutes_a_day` is after how long Home asks whether that is enough.
    """

    minutes_a_day: int | None
    comes_at: int | None
    comes_again_at: int | None
    time_zone: str


class TakingInEntity(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; filters are at `/api/v2/filters`."""

    caps: list[CapEntity]
    mutes: list[MuteEntity]
    pace: PaceEntity
    topics: list[TopicEntity]


class CapForm(msgspec.Struct, frozen=True, kw_only=True):
    """A cap as one wants it. On the same account and topic it takes the place of the one before."""

    account_id: str | None = None
    topic: str = ""
    posts_a_week: int | None = None
    for_closest: bool = False


class PaceForm(msgspec.Struct, frozen=True, kw_only=True):
    """A pace as one wants it; all of it is sent."""

    minutes_a_day: int | None = None
    comes_at: int | None = None
    comes_again_at: int | None = None
    time_zone: str = "UTC"


class ZoneQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Whose week it is: the name of a time zone."""

    time_zone: str = "UTC"


async def show(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/taking_in`: show all by which one limits what one takes in."""
    taken = await taken_in(work, zone=zone_for(read_query(request, ZoneQuery).time_zone, None))
    people = [*(row.author for row in taken.caps if row.author), *(row.account for row in taken.mutes)]
    accounts = {entity.id: entity for entity in await present_accounts_of(work, people)}
    entity = TakingInEntity(
        caps=[_cap(row, accounts) for row in taken.caps],
        mutes=[
            MuteEntity(
                account=accounts[str(row.account.id)],
                notifications=row.mute.notices,
                expires_at=date_text(row.mute.until_at) if row.mute.until_at else None,
            )
            for row in taken.mutes
        ],
        pace=_pace(taken.pace),
        topics=[TopicEntity(key=topic.key, name=topic.label) for topic in taken.topics],
    )
    return json_answer(entity)


async def do_set_cap(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/caps`: cap an account, a topic, or both. Nobody is told."""
    form = await read_form(request, CapForm)
    author_id = EVERYONE
    if form.account_id is not None:
        author_id = parse_id(form.account_id) or NOBODY
    wish = CapWish(author_id=author_id, topic=form.topic, posts_a_week=form.posts_a_week, for_closest=form.for_closest)
    made = await set_cap(work, wish)
    row = next(row for row in (await taken_in(work, zone="UTC")).caps if row.cap.id == made.id)
    accounts = await present_accounts_of(work, [row.author] if row.author else [])
    return json_answer(_cap(row, {entity.id: entity for entity in accounts}))


async def do_drop_cap(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/caps/ID`: take a cap back."""
    await drop_cap(work, path_id(request))
    return json_answer({})


async def do_set_pace(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/pace`: let Home come once or twice a day, or all the time."""
    form = await read_form(request, PaceForm)
    wish = PaceWish(
        minutes_a_day=form.minutes_a_day,
        comes_at=form.comes_at,
        comes_again_at=form.comes_again_at,
        zone=zone_for(form.time_zone, None),
    )
    return json_answer(_pace(await set_pace(work, wish)))


def _cap(row: CapRow, accounts: dict[str, AccountEntity]) -> CapEntity:
    return CapEntity(
        id=str(row.cap.id),
        account=accounts[str(row.author.id)] if row.author else None,
        topic=TopicEntity(key=row.topic.key, name=row.topic.label) if row.topic else None,
        posts_a_week=row.cap.posts_a_week,
        for_closest=row.cap.for_closest,
        left_this_week=row.left,
    )


def _pace(pace: Pace | None) -> PaceEntity:
    return PaceEntity(
        minutes_a_day=pace.minutes_a_day if pace else None,
        comes_at=pace.comes_at if pace else None,
        comes_again_at=pace.comes_again_at if pace else None,
        time_zone=pace.zone if pace else "UTC",
    )


_CAPS = "/api/kith/v1/caps"
ROUTES = (
    Route(
        method="GET",
        path="/api/kith/v1/taking_in",
        handler=show,
        scope="read:filters",
        query=(ZoneQuery,),
        gives=TakingInEntity,
    ),
    Route(method="POST", path=_CAPS, handler=do_set_cap, scope="write:filters", asks=(CapForm,), gives=CapEntity),
    Route(method="DELETE", path=f"{_CAPS}/{{id}}", handler=do_drop_cap, scope="write:filters", gives=Nothing),
    Route(
        method="PUT",
        path="/api/kith/v1/pace",
        handler=do_set_pace,
        scope="write:filters",
        asks=(PaceForm,),
        gives=PaceEntity,
    ),
)
