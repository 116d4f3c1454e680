"""The entities `Announcement` and `Reaction`: what the owners say to everybody, and how people react."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.announcements import Announced, load_current, put_away, react, take_reaction_back
from kith.base.web.form import read_query
from kith.base.web.routing import Handler, Method, Route, path_id
from kith.base.web.shown import media_url
from kith.base.work import Work
from kith.emoji import all_emoji
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.emoji import EmojiEntity, present_emoji


class ReactionEntity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many reacted with an emoji; with an address where it is one of this server's own."""

    name: str
    count: int
    me: bool | msgspec.UnsetType = msgspec.UNSET
    url: str | None = None
    static_url: str | None = None


class AnnouncementTagEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A hashtag in an announcement."""

    name: str
    url: str


class AnnouncementEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What the owners say. It names people and posts in words alone."""

    id: str
    content: str
    starts_at: str | None
    ends_at: str | None
    all_day: bool = False
    published_at: str
    updated_at: str
    read: bool
    mentions: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    tags: tuple[AnnouncementTagEntity, ...]
    emojis: tuple[EmojiEntity, ...]
    reactions: tuple[ReactionEntity, ...]


class AnnouncementsQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Older apps ask to have those along that they dismissed; they come always, and say so."""

    with_dismissed: bool = True


async def show_all(work: Work, request: Request) -> Response:
    """`GET /api/v1/announcements`: those that are shown now."""
    query = read_query(request, AnnouncementsQuery)
    found = [one for one in await load_current(work) if query.with_dismissed or not one.read]
    return json_answer(await present_announcements(work, found))


async def do_dismiss(work: Work, request: Request) -> Response:
    """`POST /api/v1/announcements/ID/dismiss`."""
    await put_away(work, path_id(request))
    return json_answer(Nothing())


async def do_react(work: Work, request: Request) -> Response:
    """`PUT /api/v1/announcements/ID/reactions/NAME`."""
    await react(work, path_id(request), request.path_params["name"])
    return json_answer(Nothing())


async def do_take_back(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/announcements/ID/reactions/NAME`."""
    await take_reaction_back(work, path_id(request), request.path_params["name"])
    return json_answer(Nothing())


async def present_announcements(work: Work, announced: Sequence[Announced]) -> list[AnnouncementEntity]:
    """Give the entities of announcements for whoever asks."""
    names = {reaction.name for one in announced for reaction in one.reactions if reaction.name.isascii()}
    pictures = await _pictures(work, names)
    return [_entity(work.house.settings.url, one, pictures) for one in announced]


def _entity(url: str, one: Announced, pictures: dict[str, str]) -> AnnouncementEntity:
    said = one.announcement
    ends_at = date_text(said.ends_at) if said.ends_at else None
    return AnnouncementEntity(
        id=str(said.id),
        content=said.html,
        starts_at=date_text(said.shows_at) if ends_at else None,  # apps show them as a pair, or not at all
        ends_at=ends_at,
        published_at=date_text(said.shows_at),
        updated_at=date_text(max(said.updated_at, said.shows_at)),
        read=one.read,
        tags=tuple(AnnouncementTagEntity(name=tag, url=f"{url}/tags/{quote(tag)}") for tag in said.hashtags),
        emojis=present_emoji(said.emojis, url),
        reactions=tuple(
            ReactionEntity(
                name=reaction.name,
                count=reaction.count,
                me=reaction.me,
                url=pictures.get(reaction.name),
                static_url=pictures.get(reaction.name),
            )
            for reaction in one.reactions
        ),
    )


async def _pictures(work: Work, names: Iterable[str]) -> dict[str, str]:
    """Give the addresses of this server's emoji among these."""
    if not names:
        return {}
    site = work.house.settings.url
    return {one.shortcode: site + media_url(one.picture_key) for one in await all_emoji(work.db)}


_ALL = "/api/v1/announcements"
_REACTION = _ALL + "/{id}/reactions/{name}"


def _reacting(method: Method, handler: Handler) -> Route:
    return Route(
        method=method, path=_REACTION, handler=handler, scope="write:favourites", limit="reaction", gives=Nothing
    )


ROUTES = (
    Route(
        method="GET",
        path=_ALL,
        handler=show_all,
        scope="read:accounts",
        query=(AnnouncementsQuery,),
        gives=list[AnnouncementEntity],
    ),
    Route(method="POST", path=_ALL + "/{id}/dismiss", handler=do_dismiss, scope="write:accounts", gives=Nothing),
    _reacting("PUT", do_react),
    _reacting("DELETE", do_take_back),
)
