"""The entity `Profile`: one's own profile as it was typed; and changing it, in every form in which clients send it."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.base.web.form import Upload, read_form
from kith.base.web.routing import Route
from kith.base.web.shown import banner_url, media_url
from kith.base.work import Work
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.me import CredentialEntity, credentials
from kith.media import UPLOAD_MAX_BYTES, wear
from kith.people import (
    change_part_of_profile,
    describe_pictures,
    get_account,
    get_member,
    set_attribution_domains,
    set_avatar,
    set_header,
)
from kith.people.model import FIELDS_MAX, Account


class FieldForm(msgspec.Struct, frozen=True, kw_only=True):
    """A free line."""

    name: str = ""
    value: str = ""


class ProfileForm(msgspec.Struct, frozen=True, kw_only=True):
    """What shall change; what is not sent stays. A picture is a file, or in JSON a `data:` address."""

    display_name: str | None = None
    note: str | None = None
    avatar: Upload | str | None = None
    header: Upload | str | None = None
    avatar_description: str | None = None
    header_description: str | None = None
    locked: bool | None = None
    bot: bool | None = None
    discoverable: bool | None = None
    indexable: bool | None = None
    hide_collections: bool | None = None
    show_media: bool | None = None
    show_media_replies: bool | None = None
    show_featured: bool | None = None
    fields_attributes: tuple[FieldForm, ...] | None = None
    attribution_domains: tuple[str, ...] | None = None


class ProfileFieldEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A free line, as it was typed."""

    name: str
    value: str
    verified_at: str | None = None


class ProfileEntity(msgspec.Struct, frozen=True, kw_only=True):
    """One's own profile, as it was typed. A picture that was drawn is none."""

    id: str
    display_name: str
    note: str
    fields: tuple[ProfileFieldEntity, ...]
    avatar: str | None
    avatar_static: str | None
    avatar_description: str
    header: str | None
    header_static: str | None
    header_description: str
    locked: bool
    bot: bool
    hide_collections: bool
    discoverable: bool
    indexable: bool
    show_media: bool
    show_media_replies: bool
    show_featured: bool
    attribution_domains: tuple[str, ...]


# What of the form goes into the wish for a profile, and how it is called there.
_NAMES: Mapping[str, str] = {
    "display_name": "name",
    "note": "bio",
    "locked": "locked",
    "bot": "automated",
    "discoverable": "discoverable",
    "indexable": "indexable",
    "hide_collections": "hides_ties",
    "show_media": "shows_media",
    "show_media_replies": "shows_media_replies",
    "show_featured": "shows_featured",
}
_PURPOSES: tuple[Literal["avatar", "header"], ...] = ("avatar", "header")


async def change_own(work: Work, form: ProfileForm) -> None:
    """Change what a client sent of one's profile: words, switches, pictures, what they show, and sites."""
    wished: dict[str, Any] = {
        ours: getattr(form, theirs) for theirs, ours in _NAMES.items() if getattr(form, theirs) is not None
    }
    if form.fields_attributes is not None:
        wished["fields"] = _fields(form.fields_attributes)
    if wished:
        await change_part_of_profile(work, **wished)
    for purpose in _PURPOSES:
        given: Upload | str | None = getattr(form, purpose)
        if given is not None:
            await wear(work, await _content(given, purpose), purpose)
    if form.avatar_description is not None or form.header_description is not None:
        await describe_pictures(work, avatar=form.avatar_description, header=form.header_description)
    if form.attribution_domains is not None:
        await set_attribution_domains(work, form.attribution_domains)


async def show_profile(work: Work, _request: Request) -> Response:
    """`GET /api/v1/profile`."""
    return json_answer(await _profile(work))


async def do_change_profile(work: Work, request: Request) -> Response:
    """`PATCH /api/v1/profile`."""
    await change_own(work, await read_form(request, ProfileForm))
    return json_answer(await _profile(work))


async def do_remove_avatar(work: Work, _request: Request) -> Response:
    """`DELETE /api/v1/profile/avatar`: back to the drawn face."""
    await set_avatar(work, None)
    return json_answer(await credentials(work))


async def do_remove_header(work: Work, _request: Request) -> Response:
    """`DELETE /api/v1/profile/header`: back to the drawn banner."""
    await set_header(work, None)
    return json_answer(await credentials(work))


def _fields(given: tuple[FieldForm, ...]) -> tuple[tuple[str, str], ...]:
    fields = tuple((one.name, one.value) for one in given)
    if len(fields) > FIELDS_MAX:
        text = _("A profile has room for {count} lines of your own.").format(count=FIELDS_MAX)
        raise Invalid(text, field="fields_attributes")
    return fields


async def _content(given: Upload | str, field: str) -> bytes:
    if isinstance(given, Upload):
        return await given.read()
    head, comma, words = given.partition(",")
    try:
        if comma and head.startswith("data:image/") and head.endswith(";base64"):
            return base64.b64decode(words, validate=True)
    except (binascii.Error, ValueError):
        pass
    raise Invalid(_("Send the picture as a file."), field=field)


async def _profile(work: Work) -> ProfileEntity:
    assert work.actor is not None
    account, member = await get_account(work.db, work.actor), await get_member(work.db, work.actor)
    avatar, header = _pictures(account, work.house.settings.url)
    return ProfileEntity(
        id=str(account.id),
        display_name=account.name,
        note=account.bio,
        fields=tuple(ProfileFieldEntity(name=one.name, value=one.text) for one in account.fields),
        avatar=avatar,
        avatar_static=avatar,
        avatar_description=account.avatar.alt if account.avatar else "",
        header=header,
        header_static=header,
        header_description=account.header.alt if account.header else "",
        locked=account.locked,
        bot=account.automated,
        hide_collections=account.hides_ties,
        discoverable=account.discoverable,
        indexable=account.indexable,
        show_media=account.shows_media,
        show_media_replies=account.shows_media_replies,
        show_featured=account.shows_featured,
        attribution_domains=member.attribution_domains,
    )


def _pictures(account: Account, url: str) -> tuple[str | None, str | None]:
    avatar = url + media_url(account.avatar.key) if account.avatar else None
    return avatar, url + banner_url(account) if account.header else None


_PATH = "/api/v1/profile"
ROUTES = (
    Route(method="GET", path=_PATH, handler=show_profile, scope="profile read:accounts", gives=ProfileEntity),
    Route(
        method="PATCH",
        path=_PATH,
        handler=do_change_profile,
        scope="write:accounts",
        body_max_bytes=UPLOAD_MAX_BYTES,
        asks=(ProfileForm,),
        gives=ProfileEntity,
    ),
    Route(
        method="DELETE",
        path=f"{_PATH}/avatar",
        handler=do_remove_avatar,
        scope="write:accounts",
        gives=CredentialEntity,
    ),
    Route(
        method="DELETE",
        path=f"{_PATH}/header",
        handler=do_remove_header,
        scope="write:accounts",
        gives=CredentialEntity,
    ),
)
