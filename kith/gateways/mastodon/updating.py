"""Changing one's own account by `update_credentials`: the profile, and how one usually posts."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.form import read_form
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.me import CredentialEntity, credentials, keep_taste
from kith.gateways.mastodon.profile import ProfileForm, change_own
from kith.gateways.mastodon.quoting import POLICIES
from kith.media import UPLOAD_MAX_BYTES
from kith.people import set_posting

_AUDIENCES = {"public": "everyone", "unlisted": "unlisted", "private": "followers"}


class SourceForm(msgspec.Struct, frozen=True, kw_only=True):
    """How one usually posts."""

    privacy: Literal["public", "unlisted", "private"] | None = None
    sensitive: bool | None = None
    language: str | None = None
    quote_policy: Literal["public", "followers", "nobody"] | None = None


class UpdateForm(ProfileForm, frozen=True, kw_only=True):
    """What shall change of a profile and of how one posts; what is not sent stays."""

    source: SourceForm | None = None


async def do_update(work: Work, request: Request) -> Response:
    """`PATCH /api/v1/accounts/update_credentials`."""
    assert work.actor is not None
    form = await read_form(request, UpdateForm)
    await change_own(work, form)
    if form.source is not None:
        taste: dict[str, object] = {}
        if form.source.privacy is not None:
            taste["post_audience"] = _AUDIENCES[form.source.privacy]
        if form.source.quote_policy is not None:
            taste["quote_policy"] = POLICIES[form.source.quote_policy]
        if taste:
            await keep_taste(work, work.actor, **taste)
        await set_posting(work, language=form.source.language, sensitive=form.source.sensitive)
    return json_answer(await credentials(work))


ROUTES = (
    Route(
        method="PATCH",
        path="/api/v1/accounts/update_credentials",
        handler=do_update,
        scope="write:accounts",
        body_max_bytes=UPLOAD_MAX_BYTES,
        asks=(UpdateForm,),
        gives=CredentialEntity,
    ),
)
