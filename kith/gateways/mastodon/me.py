"""One's own account: the entity `CredentialAccount`, changing it, one's preferences, and joining through an app."""

from typing import Any, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import Upload, raw_body, read_form
from kith.base.web.language import available
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.quoting import POLICIES, POLICY_NAMES
from kith.gateways.mastodon.status import VISIBILITY
from kith.media import UPLOAD_MAX_BYTES, wear
from kith.oauth import TokenEntity, app_of
from kith.oauth import give_token as give_apps_token
from kith.people import (
    JoinForm,
    change_profile,
    count_requests,
    get_account,
    get_member,
    set_taste,
    sign_up,
    wish_of,
)
from kith.people.model import FIELDS_MAX, Member

# What Mastodon's bits of permissions mean here: an owner sees reports and decides about the server; others nothing.
ROLES = {"member": ("-99", "", "0"), "moderator": ("2", "Moderator", "1040"), "owner": ("3", "Owner", "1")}


class SourceEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, and how one usually posts."""

    privacy: str
    sensitive: bool
    language: str | None
    note: str
    fields: tuple[dict[str, str | None], ...]
    follow_requests_count: int
    discoverable: bool
    indexable: bool
    hide_collections: bool
    quote_policy: str = "nobody"
    attribution_domains: tuple[str, ...] = ()


class RoleEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is on this server."""

    id: str
    name: str
    permissions: str
    color: str = ""
    highlighted: bool = False


class CredentialEntity(AccountEntity, frozen=True, kw_only=True):
    """Oneself."""

    source: SourceEntity
    role: RoleEntity


class FieldForm(msgspec.Struct, frozen=True, kw_only=True):
    """A free line."""

    name: str = ""
    value: str = ""


class SourceForm(msgspec.Struct, frozen=True, kw_only=True):
    """How one usually posts."""

    privacy: Literal["public", "unlisted", "private"] | None = None
    sensitive: bool | None = None
    language: str | None = None
    quote_policy: Literal["public", "followers", "nobody"] | None = None


class UpdateForm(msgspec.Struct, frozen=True, kw_only=True):
    """What shall change; what is not sent stays."""

    display_name: str = ""
    note: str = ""
    avatar: Upload | None = None
    header: Upload | None = None
    locked: bool = False
    discoverable: bool = False
    fields_attributes: tuple[FieldForm, ...] = ()
    source: SourceForm | None = None


class NewAccountForm(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody joins through an app."""

    username: str
    email: str = ""
    password: str
    agreement: bool = False
    locale: str = "en"
    reason: str = ""


async def credentials(work: Work) -> CredentialEntity:
    """Give the entity of whoever acts."""
    assert work.actor is not None
    account, member = await get_account(work.db, work.actor), await get_member(work.db, work.actor)
    [entity] = await present_accounts_of(work, [account])
    role = ROLES[member.role]
    return CredentialEntity(
        **{name: getattr(entity, name) for name in AccountEntity.__struct_fields__},
        source=SourceEntity(
            privacy=_privacy(member),
            sensitive=False,
            language=member.language,
            note=account.bio,
            fields=tuple({"name": one.name, "value": one.text, "verified_at": None} for one in account.fields),
            follow_requests_count=await count_requests(work.db, account.id),
            discoverable=account.discoverable,
            indexable=account.discoverable,
            hide_collections=account.locked,
            quote_policy=POLICY_NAMES[member.quote_policy],
        ),
        role=RoleEntity(id=role[0], name=role[1], permissions=role[2]),
    )


async def show_me(work: Work, _request: Request) -> Response:
    """`GET /api/v1/accounts/verify_credentials`."""
    return json_answer(await credentials(work))


async def do_update(work: Work, request: Request) -> Response:
    """`PATCH /api/v1/accounts/update_credentials`."""
    assert work.actor is not None
    sent: dict[str, Any] = await raw_body(request)
    form = await read_form(request, UpdateForm)
    account = await get_account(work.db, work.actor)
    fields = tuple((one.name, one.value) for one in form.fields_attributes)
    if len(fields) > FIELDS_MAX:
        raise Invalid(
            _("A profile has room for {count} lines of your own.").format(count=FIELDS_MAX), field="fields_attributes"
        )
    changes = {
        "display_name": ("name", form.display_name),
        "note": ("bio", form.note),
        "locked": ("locked", form.locked),
        "discoverable": ("discoverable", form.discoverable),
        "fields_attributes": ("fields", fields),
    }
    wished = {ours: value for theirs, (ours, value) in changes.items() if theirs in sent}
    if wished:
        await change_profile(work, msgspec.structs.replace(wish_of(account), **wished))
    if form.avatar is not None:
        await wear(work, await form.avatar.read(), "avatar")
    if form.header is not None:
        await wear(work, await form.header.read(), "header")
    if form.source is not None:
        await _set_source(work, form.source)
    return json_answer(await credentials(work))


async def show_preferences(work: Work, _request: Request) -> Response:
    """`GET /api/v1/preferences`."""
    assert work.actor is not None
    member = await get_member(work.db, work.actor)
    return json_answer(
        {
            "posting:default:visibility": _privacy(member),
            "posting:default:sensitive": False,
            "posting:default:language": member.language,
            "posting:default:quote_policy": POLICY_NAMES[member.quote_policy],
            "reading:expand:media": "default",
            "reading:expand:spoilers": False,
            "reading:autoplay:gifs": False,
        }
    )


async def do_join(work: Work, request: Request) -> Response:
    """`POST /api/v1/accounts`: by the same rules as on the page. The token works as soon as the account does."""
    app = await app_of(work, request)
    if app is None:
        raise Refused(_("An app joins people with a token of its own. Ask for one with its client credentials."))
    form = await read_form(request, NewAccountForm)
    if not form.agreement:
        raise Invalid(_("The rules of this server must be agreed to."), field="agreement")
    account = await sign_up(
        work, JoinForm(handle=form.username, password=form.password, email=form.email, reason=form.reason)
    )
    if form.locale in available():
        await _keep_taste(work, account.id, language=form.locale)
    return json_answer(await give_apps_token(work, app, account.id))


async def _set_source(work: Work, form: SourceForm) -> None:
    assert work.actor is not None
    taste: dict[str, object] = {}
    if form.privacy is not None:
        taste["post_audience"] = {"public": "everyone", "unlisted": "unlisted", "private": "followers"}[form.privacy]
    if form.quote_policy is not None:
        taste["quote_policy"] = POLICIES[form.quote_policy]
    if form.language and form.language in available():
        taste["language"] = form.language
    if taste:
        await _keep_taste(work, work.actor, **taste)


async def _keep_taste(work: Work, account_id: Id, **changes: object) -> None:
    """Change some of what somebody chose; the rest stays."""
    member = await get_member(work.db, account_id)
    kept = {name: getattr(member, name) for name in ("language", "theme", "timezone", "post_audience", "quote_policy")}
    await set_taste(work.db, account_id, **(kept | changes))


def _privacy(member: Member) -> str:
    return VISIBILITY[member.post_audience]


ROUTES = (
    Route(
        method="GET",
        path="/api/v1/accounts/verify_credentials",
        handler=show_me,
        scope="profile read:accounts",
        gives=CredentialEntity,
    ),
    Route(
        method="PATCH",
        path="/api/v1/accounts/update_credentials",
        handler=do_update,
        scope="write:accounts",
        body_max_bytes=UPLOAD_MAX_BYTES,
        asks=(UpdateForm,),
        gives=CredentialEntity,
    ),
    Route(
        method="GET", path="/api/v1/preferences", handler=show_preferences, scope="read:accounts", gives=dict[str, Any]
    ),
    Route(
        method="POST",
        path="/api/v1/accounts",
        handler=do_join,
        access="anyone",
        limit="sign-up",
        asks=(NewAccountForm,),
        gives=TokenEntity,
    ),
)
