"""Calling a post an offer, as its reader or as its organisation; and the question in the composer."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.ids import Id
from kith.base.web.back import came_from
from kith.base.web.form import read_form
from kith.base.web.page import Pages, Slot, fragment, is_htmx, page
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.offers.actions.correcting import call_offer, called_card, is_called_offer, take_back
from kith.offers.actions.declaring import declare, is_organisation
from kith.offers.model import OfferQuestion
from kith.offers.rules import ANSWER_KEY
from kith.posts import WriteForm, answers_of
from kith.posts.model import Card


class CalledPart(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a post's menu after it was called an offer, or that was taken back."""

    post_id: Id
    called: bool


class CalledPage(msgspec.Struct, frozen=True, kw_only=True):
    """The post, and whether one calls it an offer."""

    card: Card
    called: bool


class KindForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a post is, as its organisation says."""

    kind: Literal["conversation", "offer"]


class KindPart(msgspec.Struct, frozen=True, kw_only=True):
    """The choice in the composer, or what was asked there. `answered` is what was said to others who ask."""

    key: str
    said: str
    is_edit: bool
    answered: dict[str, str]


def _calling(deed: Callable[[Work, Id], Awaitable[object]], *, called: bool) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        post_id = path_id(request)
        await deed(work, post_id)
        if not is_htmx(request):
            return RedirectResponse(f"/posts/{post_id}/is-offer", 303)
        return await fragment(work, request, "offers/called.html", CalledPart(post_id=post_id, called=called))

    return handler


async def show_called(work: Work, request: Request) -> Response:
    """`GET /posts/ID/is-offer`: where one comes to without script."""
    card = await called_card(work, path_id(request))
    called = await is_called_offer(work, card.shown.post.id)
    return await page(work, request, "offers/called_alone.html", CalledPage(card=card, called=called))


async def do_declare(work: Work, request: Request) -> Response:
    """`POST /posts/ID/kind`: say as an organisation what a post of its own is."""
    form, post_id = await read_form(request, KindForm), path_id(request)
    await declare(work, post_id, form.kind)
    return RedirectResponse(came_from(request, otherwise="/"), 303)


async def fill_composer(work: Work, request: Request) -> Any | None:
    """Fill the composer of an organisation: what kind of post this is; or the question, where one was asked."""
    if work.actor is None or work.actor == work.hand or not await is_organisation(work, work.actor):
        return None
    form: WriteForm = request.state.composer
    if form.reply_to_id and not isinstance(request.state.question, OfferQuestion):
        return None
    answers = answers_of(form)
    part = KindPart(
        key=ANSWER_KEY,
        said=answers.pop(ANSWER_KEY, "conversation"),
        is_edit=bool(form.version),
        answered=answers,
    )
    asked = isinstance(request.state.question, OfferQuestion)
    if not asked and part.is_edit:
        return None
    pages: Pages = request.app.pages
    return pages.render("offers/question.html" if asked else "offers/kind.html", page=part)


CORRECTING_ROUTES = (
    Route(method="GET", path="/posts/{id}/is-offer", handler=show_called),
    Route(method="POST", path="/posts/{id}/is-offer", handler=_calling(call_offer, called=True)),
    Route(method="POST", path="/posts/{id}/is-no-offer", handler=_calling(take_back, called=False)),
    Route(method="POST", path="/posts/{id}/kind", handler=do_declare),
)
CORRECTING_SLOTS = (Slot(name="composer.offers", fill=fill_composer),)
