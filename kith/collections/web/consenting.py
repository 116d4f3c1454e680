"""`/settings/collections`: who may put one into a collection, and where one stands."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.collections import store
from kith.collections.actions.consenting import say_yes, set_policy, take_oneself_out
from kith.collections.actions.making import acting
from kith.collections.actions.reading import collections_with_me
from kith.collections.model import CollectionView, FeaturePolicy
from kith.collections.rules import is_asked_of, policy_or_usual
from kith.people import find_account

PAGE_SIZE = 40


class PolicyForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who may put one in."""

    policy: FeaturePolicy


@dataclass(frozen=True, kw_only=True)
class ConsentPage:
    """One's policy, where one is asked, and where one stands; `more` is where the list goes on."""

    policy: FeaturePolicy
    asked: tuple[CollectionView, ...]
    standing: tuple[CollectionView, ...]
    more: str | None
    said: str


async def show_consent(work: Work, request: Request) -> Response:
    """`GET /settings/collections`."""
    person_id = acting(work)
    account = await find_account(work.db, person_id)
    assert account is not None
    offset = _offset(request)
    views = await collections_with_me(work, limit=PAGE_SIZE, offset=offset)
    asked = tuple(one for one in views if is_asked_of(one.place_of(person_id)))
    content = ConsentPage(
        policy=policy_or_usual((await store.policies_of(work.db, [person_id])).get(person_id), account),
        asked=asked,
        standing=tuple(one for one in views if one not in asked),
        more=f"/settings/collections?offset={offset + PAGE_SIZE}" if len(views) == PAGE_SIZE else None,
        said=request.query_params.get("said", ""),
    )
    return await page(work, request, "collections/consent.html", content)


async def do_policy(work: Work, request: Request) -> Response:
    """`POST /settings/collections`."""
    await set_policy(work, (await read_form(request, PolicyForm)).policy)
    return RedirectResponse("/settings/collections?said=kept", 303)


async def do_yes(work: Work, request: Request) -> Response:
    """`POST /collections/ID/yes`."""
    collection_id = path_id(request)
    await say_yes(work, collection_id)
    return RedirectResponse(f"/collections/{collection_id}", 303)


async def do_no(work: Work, request: Request) -> Response:
    """`POST /collections/ID/no`: to being asked, or to standing there any longer."""
    await take_oneself_out(work, path_id(request))
    return RedirectResponse("/settings/collections?said=out", 303)


def _offset(request: Request) -> int:
    text = request.query_params.get("offset", "")
    if text and not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise Invalid(_("“offset” must be a whole number."), field="offset")
    return int(text or 0)


ROUTES = (
    Route(method="GET", path="/settings/collections", handler=show_consent),
    Route(method="POST", path="/settings/collections", handler=do_policy),
    Route(method="POST", path="/collections/{id}/yes", handler=do_yes),
    Route(method="POST", path="/collections/{id}/no", handler=do_no),
)
