"""Asking once more for the mail that confirms one's address."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.form import read_form
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.people import ask_again_to_confirm


class EmailForm(msgspec.Struct, frozen=True, kw_only=True):
    """One's address, where a client names it."""

    email: str = ""


async def do_ask_again(work: Work, request: Request) -> Response:
    """`POST /api/v1/emails/confirmations`."""
    await ask_again_to_confirm(work, (await read_form(request, EmailForm)).email)
    return json_answer(Nothing())


ROUTES = (
    Route(
        method="POST",
        path="/api/v1/emails/confirmations",
        handler=do_ask_again,
        scope="write:accounts",
        limit="mail",
        before_confirmed=True,
        asks=(EmailForm,),
        gives=Nothing,
    ),
)
