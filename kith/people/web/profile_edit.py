"""`/settings/profile`: what one tells about oneself."""

from dataclasses import dataclass, field

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting
from kith.people.actions.posting import set_attribution_domains
from kith.people.actions.profile import change_profile, describe_pictures, set_avatar, set_header, wish_of
from kith.people.model import FIELDS_MAX, PROFILE_SWITCHES, Account, ProfileWish

SITES = {"domain": "sites", "attribution_domains": "sites"}  # what the rules call the field of that page


class ProfileForm(msgspec.Struct, frozen=True, kw_only=True):
    """The profile as its form sends it; a switch that is off is not sent at all."""

    name: str = ""
    bio: str = ""
    pronouns: str = ""
    field_names: tuple[str, ...] = ()
    field_texts: tuple[str, ...] = ()
    locked: bool = False
    discoverable: bool = False
    indexable: bool = False
    hides_ties: bool = False
    automated: bool = False
    shows_media: bool = False
    shows_media_replies: bool = False
    shows_featured: bool = False
    sites: str | None = None

    def wish(self) -> ProfileWish:
        """Put names and texts of the fields together."""
        return ProfileWish(
            name=self.name,
            bio=self.bio,
            pronouns=self.pronouns,
            fields=tuple(zip(self.field_names, self.field_texts, strict=False)),
            **{name: getattr(self, name) for name in PROFILE_SWITCHES},
        )


class AltForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a picture shows."""

    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class ProfilePage:
    """The form: the account as it is, and the wish as it stands in the fields, with what was wrong with it."""

    account: Account
    wish: ProfileWish
    fields: tuple[tuple[str, str], ...]
    sites: str = ""
    requests: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    saved: bool = False


async def show_profile_form(work: Work, request: Request) -> Response:
    """`GET /settings/profile`."""
    me = await store.get_account_even_gone(work.db, acting(work))
    return await _show(work, request, me, wish_of(me), saved=request.query_params.get("said") == "kept")


async def do_profile(work: Work, request: Request) -> Response:
    """`POST /settings/profile`. What does not fit comes back as it was typed, with a word beside it."""
    form = await read_form(request, ProfileForm)
    wish, sites = form.wish(), form.sites
    try:
        await change_profile(work, wish)
        if sites is not None:
            await set_attribution_domains(work, sites.split())
    except Invalid as error:
        wrong = SITES.get(error.field or "name", error.field or "name")
        return await _again(work, request, wish, {wrong: error.text}, sites=sites)
    except Refused as error:
        return await _again(work, request, wish, {"name": error.text}, sites=sites)
    return RedirectResponse("/settings/profile?said=kept", 303)


async def do_remove_avatar(work: Work, _request: Request) -> Response:
    """`POST /settings/profile/avatar/remove`: back to the drawn face."""
    await set_avatar(work, None)
    return RedirectResponse("/settings/profile?said=kept", 303)


async def do_remove_header(work: Work, _request: Request) -> Response:
    """`POST /settings/profile/header/remove`: back to the drawn banner."""
    await set_header(work, None)
    return RedirectResponse("/settings/profile?said=kept", 303)


async def do_describe_avatar(work: Work, request: Request) -> Response:
    """`POST /settings/profile/avatar/description`: what one's picture shows."""
    await describe_pictures(work, avatar=(await read_form(request, AltForm)).alt)
    return RedirectResponse("/settings/profile?said=kept", 303)


async def do_describe_header(work: Work, request: Request) -> Response:
    """`POST /settings/profile/header/description`: what the wide picture shows."""
    await describe_pictures(work, header=(await read_form(request, AltForm)).alt)
    return RedirectResponse("/settings/profile?said=kept", 303)


async def _again(
    work: Work, request: Request, wish: ProfileWish, errors: dict[str, str], *, sites: str | None
) -> Response:
    work.undo()
    me = await store.get_account_even_gone(work.db, acting(work))
    return await _show(work, request, me, wish, errors=errors, sites=sites, status=422)


async def _show(
    work: Work,
    request: Request,
    me: Account,
    wish: ProfileWish,
    *,
    errors: dict[str, str] | None = None,
    sites: str | None = None,
    saved: bool = False,
    status: int = 200,
) -> Response:
    kept = (await store.get_member(work.db, me.id)).attribution_domains
    content = ProfilePage(
        account=me,
        wish=wish,
        fields=(*wish.fields[:FIELDS_MAX], *[("", "")] * (FIELDS_MAX - len(wish.fields))),
        sites="\n".join(kept) if sites is None else sites,
        requests=await store.count_requests(work.db, me.id) if me.locked else 0,
        errors=errors or {},
        saved=saved,
    )
    return await page(work, request, "people/settings_profile.html", content, status=status)


PROFILE_ROUTES = (
    Route(method="GET", path="/settings/profile", handler=show_profile_form),
    Route(method="POST", path="/settings/profile", handler=do_profile),
    Route(method="POST", path="/settings/profile/avatar/remove", handler=do_remove_avatar),
    Route(method="POST", path="/settings/profile/header/remove", handler=do_remove_header),
    Route(method="POST", path="/settings/profile/avatar/description", handler=do_describe_avatar),
    Route(method="POST", path="/settings/profile/header/description", handler=do_describe_header),
)
