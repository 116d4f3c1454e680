"""What every answer of this API has in common: JSON, never kept by others, and `Link` to walk a list."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id, parse_id
from kith.base.core.paging import Paging, Slice
from kith.base.core.words import _
from kith.base.web.bearer import without_token
from kith.base.work import Work


class Nothing(msgspec.Struct, frozen=True):
    """An empty object: it is done."""


SAME_STILL = {304: "It is what was sent before, by the mark in If-None-Match."}
LIMIT_DEFAULT, LIMIT_MAX = 20, 40
PEOPLE_DEFAULT, PEOPLE_MAX = 40, 80
LINK_MAX = 6_000  # characters: for a longer head of an answer many proxies say 502

_encode = msgspec.json.Encoder().encode


def json_answer(entity: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer with an entity, or a list of them."""
    common = {"cache-control": "private, no-store"}
    return Response(_encode(entity), status, common | (headers or {}), media_type="application/json")


def marked_answer(request: Request, entity: Any) -> Response:
    """Answer with something that seldom changes and is asked for at every start of an app: once sent, it is only said
    to be the same still (RFC 9110, `If-None-Match`).
    """
    body = _encode(entity)
    mark = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"etag": mark, "cache-control": "private, no-cache"}
    known = {one.strip() for one in request.headers.get("if-none-match", "").split(",")}
    if mark in known:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


def listing(work: Work, request: Request, entities: Sequence[Any], part: Slice[Any]) -> Response:
    """Answer with a part of a list, and say where it goes on (RFC 8288). `part.items` have the ids it is walked by."""
    newest = part.items[0].id if part.items else None
    return json_answer(entities, headers=link_header(work, request, newest=newest, older_than=part.older_than))


def listing_by(
    work: Work, request: Request, entities: Sequence[Any], *, newest: Id | None, older_than: Id | None
) -> Response:
    """Answer as `listing`, with places that the entities do not carry themselves."""
    return json_answer(entities, headers=link_header(work, request, newest=newest, older_than=older_than))


def link_header(work: Work, request: Request, *, newest: Id | None, older_than: Id | None) -> dict[str, str]:
    """Write `Link` as Mastodon's clients follow it: the same question, with another end."""
    kept = without_token([one for one in request.query_params.multi_items() if one[0] not in _ENDS])
    links = []
    for relation, name, place in (("next", "max_id", older_than), ("prev", "min_id", newest)):
        if place is not None:
            query = urlencode([*kept, (name, str(place))])
            links.append(f'<{work.house.settings.url}{request.url.path}?{query}>; rel="{relation}"')
    link = ", ".join(links)
    return {"link": link} if 0 < len(link) <= LINK_MAX else {}


def posts_paging(request: Request) -> Paging:
    """Read which part of a list of statuses is wanted."""
    return Paging.from_query(request.query_params, limit_default=LIMIT_DEFAULT, limit_max=LIMIT_MAX)


def people_paging(request: Request) -> Paging:
    """Read which part of a list of accounts is wanted."""
    return Paging.from_query(request.query_params, limit_default=PEOPLE_DEFAULT, limit_max=PEOPLE_MAX)


def some_ids(texts: Sequence[str], *, count_max: int = 100) -> list[Id]:
    """Read ids that a client asks for together. What is no id names nothing, and is left out, as Mastodon does."""
    if len(texts) > count_max:
        raise Invalid(_("That is too many at once: {count} can be asked for.").format(count=count_max), field="id")
    found = (parse_id(text) for text in texts)
    return list(dict.fromkeys(one for one in found if one is not None))


def one_id(text: str | None, field: str) -> Id | None:
    """Read an id that may be left out. Raises `Invalid` for what is none."""
    if not text:
        return None
    found = parse_id(text)
    if found is None:
        raise Invalid(_("“{field}” must be an id from an earlier answer.").format(field=field), field=field)
    return found


_ENDS = frozenset({"max_id", "since_id", "min_id"})
