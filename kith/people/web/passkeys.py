"""The pages of one's passkeys."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError, Refused
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.people.actions.passkeys import (
    begin_passkey,
    get_passkey,
    make_passkey,
    remove_passkey,
    rename_passkey,
    way_to_prove,
)
from kith.people.actions.two_step import TwoStepView, load_two_step
from kith.people.model import Passkey
from kith.people.rules.devices import device_words
from kith.people.web.entering import status_of
from kith.people.web.second_step import SETTINGS, ProofForm, again, show_settings, unkept, wrong_with

_KEYS = f"{SETTINGS}/passkeys"


@dataclass(frozen=True)
class NewPasskeyPage:
    """First a proof is asked for; then `options` say what the browser needs to make one."""

    view: TwoStepView
    passkey: str = ""
    options: str = ""
    name: str = ""
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    asked: str = "passkeys/new"


@dataclass(frozen=True)
class PasskeyPage:
    """One passkey, to be named otherwise or removed."""

    one: Passkey
    view: TwoStepView
    passkey: str = ""
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    asked: str = ""


class MakingForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the browser made, and what it shall be called."""

    passkey: str = ""
    name: str = ""


class NameForm(msgspec.Struct, frozen=True, kw_only=True):
    """What it shall be called."""

    name: str = ""


async def show_new(work: Work, request: Request) -> Response:
    """`GET /settings/two-step/passkeys/new`."""
    return await _new(work, request)


async def do_prove(work: Work, request: Request) -> Response:
    """`POST /settings/two-step/passkeys/new`: with a proof the browser may make one."""
    form = await read_form(request, ProofForm)
    try:
        options = await begin_passkey(work, form.proof())
    except (Invalid, Refused) as error:
        work.undo()
        return await _new(work, request, status=status_of(request, error), **wrong_with(error))
    return await _new(work, request, options=options, name=device_words(request.headers.get("user-agent", "")))


async def do_make(work: Work, request: Request) -> Response:
    """`POST /settings/two-step/passkeys`: keep what the browser made."""
    form = await read_form(request, MakingForm)
    agent = request.headers.get("user-agent", "")
    try:
        codes = await make_passkey(work, answer=form.passkey, name=form.name, user_agent=agent)
    except (Invalid, Refused) as error:
        return await again(work, request, error, "passkeys")
    if not codes:
        return RedirectResponse(f"{SETTINGS}?said=made", 303)
    return await show_settings(work, request, codes=codes, done=_("Your passkey is there. Two-step sign-in is on."))


async def show_one(work: Work, request: Request) -> Response:
    """`GET /settings/two-step/passkeys/ID`."""
    return await _one(work, request)


async def do_rename(work: Work, request: Request) -> Response:
    """`POST /settings/two-step/passkeys/ID`: another name."""
    form = await read_form(request, NameForm)
    try:
        await rename_passkey(work, path_id(request), form.name)
    except (Invalid, Refused) as error:
        return await _wrong(work, request, error, "name")
    return RedirectResponse(SETTINGS, 303)


async def do_remove(work: Work, request: Request) -> Response:
    """`POST /settings/two-step/passkeys/ID/remove`."""
    form, passkey_id = await read_form(request, ProofForm), path_id(request)
    try:
        is_on = await remove_passkey(work, passkey_id, form.proof())
    except (Invalid, Refused) as error:
        return await _wrong(work, request, error, f"passkeys/{passkey_id}/remove")
    return RedirectResponse(f"{SETTINGS}?said={'removed' if is_on else 'off'}", 303)


async def _wrong(work: Work, request: Request, error: KithError, asked: str) -> Response:
    work.undo()
    return await _one(work, request, status=status_of(request, error), asked=asked, **wrong_with(error))


async def _new(work: Work, request: Request, *, status: int = 200, **more: Any) -> Response:
    content = NewPasskeyPage(view=await load_two_step(work), passkey=await way_to_prove(work), **more)
    return unkept(await page(work, request, "people/settings_passkey_new.html", content, status=status))


async def _one(work: Work, request: Request, *, status: int = 200, **more: Any) -> Response:
    one = await get_passkey(work, path_id(request))
    content = PasskeyPage(one=one, view=await load_two_step(work), passkey=await way_to_prove(work), **more)
    return unkept(await page(work, request, "people/settings_passkey.html", content, status=status))


PASSKEY_ROUTES = (
    Route(method="GET", path=f"{_KEYS}/new", handler=show_new),
    Route(method="POST", path=f"{_KEYS}/new", handler=do_prove, limit="sign-in", before_confirmed=True),
    Route(method="POST", path=_KEYS, handler=do_make, limit="sign-in", before_confirmed=True),
    Route(method="GET", path=f"{_KEYS}/{{id}}", handler=show_one),
    Route(method="POST", path=f"{_KEYS}/{{id}}", handler=do_rename, before_confirmed=True),
    Route(method="POST", path=f"{_KEYS}/{{id}}/remove", handler=do_remove, limit="sign-in", before_confirmed=True),
)
