"""The entity `CustomEmoji`."""

from collections.abc import Iterable

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.routing import Route
from kith.base.web.shown import media_url
from kith.base.work import Work
from kith.emoji import all_emoji
from kith.gateways.mastodon.answers import SAME_STILL, marked_answer
from kith.posts.model import Emoji


class EmojiEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A picture to write with."""

    shortcode: str
    url: str
    static_url: str
    visible_in_picker: bool = True
    category: str | None = None


def present_emoji(emojis: Iterable[Emoji], url: str) -> tuple[EmojiEntity, ...]:
    """Give the entities of the emoji in a post."""
    return tuple(EmojiEntity(shortcode=one.shortcode, url=url + one.url, static_url=url + one.url) for one in emojis)


async def show_all(work: Work, request: Request) -> Response:
    """`GET /api/v1/custom_emojis`."""
    found = (Emoji(shortcode=one.shortcode, url=media_url(one.picture_key)) for one in await all_emoji(work.db))
    return marked_answer(request, present_emoji(found, work.house.settings.url))


ROUTES = (
    Route(
        method="GET",
        path="/api/v1/custom_emojis",
        handler=show_all,
        access="anyone",
        gives=list[EmojiEntity],
        also_gives=SAME_STILL,
    ),
)
