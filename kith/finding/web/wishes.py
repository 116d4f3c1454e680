"""`/settings/finding`: by what one lets oneself be found."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.finding.actions import own_wishes, set_wishes
from kith.people import get_member


class WishesForm(msgspec.Struct, frozen=True, kw_only=True):
    """The wishes as they are filled in."""

    by_address: bool = False
    mastodon: str = ""
    x: str = ""
    instagram: str = ""


class AnswerForm(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to the one question that is asked before the first file."""

    by_address: bool = False


@dataclass(frozen=True, kw_only=True)
class WishesPage:
    """The wishes, whether the address is one that counts, and what was wrong with the form."""

    form: WishesForm
    has_address: bool
    error: str = ""
    field: str = ""
    done: str = ""


async def show_wishes(work: Work, request: Request) -> Response:
    """`GET /settings/finding`."""
    known = await own_wishes(work)
    form = WishesForm()
    if known is not None:
        form = WishesForm(by_address=known.by_address, mastodon=known.mastodon, x=known.x, instagram=known.instagram)
    done = _("Kept.") if request.query_params.get("said") == "kept" else ""
    return await _show(work, request, form, done=done)


async def do_set(work: Work, request: Request) -> Response:
    """`POST /settings/finding`."""
    form = await read_form(request, WishesForm)
    try:
        await set_wishes(work, by_address=form.by_address, mastodon=form.mastodon, x=form.x, instagram=form.instagram)
    except Invalid as error:
        work.undo()
        return await _show(work, request, form, error=error)
    return RedirectResponse("/settings/finding?said=kept", 303)


async def do_answer(work: Work, request: Request) -> Response:
    """`POST /people/known/answer`: yes or no, asked once; whoever decided already stays by it until the settings."""
    form = await read_form(request, AnswerForm)
    if await own_wishes(work) is None:
        await set_wishes(work, by_address=form.by_address)
    return RedirectResponse("/people/known?said=kept", 303)


async def _show(
    work: Work, request: Request, form: WishesForm, *, error: Invalid | None = None, done: str = ""
) -> Response:
    assert work.actor is not None
    member = await get_member(work.db, work.actor)
    content = WishesPage(
        form=form,
        has_address=member.email is not None and member.email_confirmed_at is not None,
        error=error.text if error else "",
        field=(error.field or "") if error else "",
        done=done,
    )
    return await page(work, request, "finding/wishes.html", content, status=422 if error else 200)


ROUTES = (
    Route(method="GET", path="/settings/finding", handler=show_wishes),
    Route(method="POST", path="/settings/finding", handler=do_set),
    Route(method="POST", path="/people/known/answer", handler=do_answer),
)
