"""oEmbed (https://oembed.com): a public post for a page elsewhere, as a quotation without script."""

from html import escape

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import parse_id
from kith.base.core.words import _
from kith.base.web.form import read_query
from kith.base.web.routing import Route
from kith.base.web.shown import address
from kith.base.work import Work
from kith.gateways.mastodon.answers import json_answer
from kith.people.model import PASSER_BY
from kith.posts import get_post, hydrate_one
from kith.posts.model import Card

WIDTH_DEFAULT, WIDTH_MAX = 400, 1000  # pixels; the words take what room they are given
KEPT_S = 3600  # an edit or a deletion is seen elsewhere within the hour


class EmbedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """The address of a post of this server, and how wide it may be shown."""

    url: str
    maxwidth: int = WIDTH_DEFAULT


class EmbedEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A post to put into a page."""

    type: str = "rich"
    version: str = "1.0"
    title: str
    author_name: str
    author_url: str
    provider_name: str
    provider_url: str
    cache_age: int = KEPT_S
    html: str
    width: int
    height: str | None = None


async def show_embed(work: Work, request: Request) -> Response:
    """`GET /api/oembed`: what a passer-by may see, whoever asks: it goes where everybody reads."""
    query = read_query(request, EmbedQuery)
    settings = work.house.settings
    if not query.url.startswith(f"{settings.url}/"):
        raise NotFound
    path = query.url.removeprefix(settings.url).partition("?")[0].partition("#")[0].rstrip("/")
    post_id = parse_id(path.rpartition("/")[2])
    if post_id is None:
        raise NotFound
    card = await hydrate_one(work.db, PASSER_BY, await get_post(work.db, PASSER_BY, post_id))
    if card is None or card.original is not None or card.author.domain is not None:
        raise NotFound
    page = f"/{address(card.author)}"
    if path not in (f"{page}/{post_id}", f"/posts/{post_id}"):
        raise NotFound
    name = card.author.name or card.author.handle
    return json_answer(
        EmbedEntity(
            title=_("{name} wrote").format(name=name),
            author_name=name,
            author_url=settings.url + page,
            provider_name=settings.name,
            provider_url=settings.url,
            html=_quotation(card, name=name, url=f"{settings.url}{page}/{post_id}"),
            width=min(max(query.maxwidth, 1), WIDTH_MAX),
        )
    )


def _quotation(card: Card, *, name: str, url: str) -> str:
    """Write the post as a quotation. What stands behind a warning stays there. The post's own HTML is cleaned."""
    post = card.post
    behind = post.warning or (_("Behind a warning.") if post.sensitive else "")
    words = f"<p>{escape(behind)}</p>" if behind else post.html
    day = post.published_at.date().isoformat()
    by = f'<p>— {escape(name)}, <a href="{escape(url)}"><time datetime="{day}">{day}</time></a></p>'
    return f'<blockquote cite="{escape(url)}">{words}{by}</blockquote>'


ROUTES = (
    Route(
        method="GET",
        path="/api/oembed",
        handler=show_embed,
        access="anyone",
        query=(EmbedQuery,),
        gives=EmbedEntity,
    ),
)
