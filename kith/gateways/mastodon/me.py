"""One's own account: the entity `CredentialAccount`, changing it, one's preferences, and joining through an app."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.language import available
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.quoting import POLICY_NAMES
from kith.gateways.mastodon.status import VISIBILITY
from kith.oauth import TokenEntity, app_of
from kith.oauth import give_token as give_apps_token
from kith.people import (
    JoinForm,
    count_requests,
    get_account,
    get_member,
    set_taste,
    sign_up,
)
from kith.people.model import Account, Member

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
            sensitive=member.post_sensitive,
            language=member.post_language,
            note=account.bio,
            fields=tuple({"name": one.name, "value": one.text, "verified_at": None} for one in account.fields),
            follow_requests_count=await count_requests(work.db, account.id),
            discoverable=account.discoverable,
            indexable=account.indexable,
            hide_collections=account.hides_ties,
            quote_policy=POLICY_NAMES[member.quote_policy],
            attribution_domains=member.attribution_domains,
        ),
        role=RoleEntity(id=role[0], name=role[1], permissions=role[2]),
    )


async def show_me(work: Work, _request: Request) -> Response:
    """`GET /api/v1/accounts/verify_credentials`."""
    return json_answer(await credentials(work))


async def show_preferences(work: Work, _request: Request) -> Response:
    """`GET /api/v1/preferences`."""
    assert work.actor is not None
    member = await get_member(work.db, work.actor)
    return json_answer(
        {
            "posting:default:visibility": _privacy(member),
            "posting:default:sensitive": member.post_sensitive,
            "posting:default:language": member.post_language,
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
    try:
        account = await _join(work, form)
    except Invalid as error:
        work.undo()
        return _by_field(error)
    if form.locale in available():
        await keep_taste(work, account.id, language=form.locale)
    return json_answer(await give_apps_token(work, app, account.id))


async def _join(work: Work, form: NewAccountForm) -> Account:
    if not form.agreement:
        raise Invalid(_("The rules of this server must be agreed to."), field="agreement")
    return await sign_up(
        work, JoinForm(handle=form.username, password=form.password, email=form.email, reason=form.reason)
    )


def _by_field(error: Invalid) -> Response:
    """Say what does not fit beside the field it stands in, as apps show it."""
    field = {"handle": "username", None: "base"}.get(error.field, error.field)
    code = "ERR_ACCEPTED" if field == "agreement" else "ERR_INVALID"
    said = {"error": code, "description": error.text}
    return json_answer({"error": error.text, "details": {field: [said]}}, 422)


async def keep_taste(work: Work, account_id: Id, **changes: object) -> None:
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
