"""Who is asking, as the web layer needs to know it."""

from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec
from starlette.requests import Request

from kith.base.core.errors import Refused, SignInFirst, Unscoped
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.routing import Route
from kith.base.work import Work

Role = Literal["member", "moderator", "owner"]


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """The person behind a request, and the means by which they came in.

    `session` is the page session or token in use: what a form's signature is bound to. `scopes` is `None` for a
    page session, which may do everything its person may.
    """

    person_id: Id  # on whose behalf: a person, or an organisation for which one acts
    hand_id: Id | None = None  # the person whose fingers it is, where that is somebody else
    role: Role
    session: str
    scopes: frozenset[str] | None = None
    language: str | None = None
    theme: str | None = None
    timezone: str = "UTC"
    app: str | None = None  # the name of the app that asks with a person's token
    leaving: bool = False  # asked to be deleted, and may still come back
    confirmed: bool = True  # whether they have proved their mail address, where this server asks for that

    @property
    def hand(self) -> Id:
        """Whose fingers it is."""
        return self.hand_id or self.person_id

    @property
    def browser_id(self) -> Id | None:
        """The page session in use, for whomever it acts; `None` for an app."""
        number = self.session.partition(" ")[0]
        return Id(int(number)) if number.isdecimal() else None


# What the older scope `follow` stands for.
FOLLOW = frozenset({"read:blocks", "write:blocks", "read:follows", "write:follows", "read:mutes", "write:mutes"})

# Features above know sessions and tokens; they hand this function to the site.
Identify = Callable[[Work, Request], Awaitable[Caller | None]]


def check_access(route: Route, caller: Caller | None) -> None:
    """Raise `SignInFirst` or `Refused` unless this caller may knock at this route."""
    if caller is None:
        if route.access != "anyone":
            raise SignInFirst(_("Please sign in first."))
        return
    if route.scope is not None or route.access != "anyone":
        check_scope(caller, route.scope)
    if route.access == "owner" and caller.role != "owner":
        raise Refused(_("Only the owner of this server can do that."))
    if route.writes and route.access != "anyone" and not (caller.confirmed or route.before_confirmed):
        raise Refused(
            _("Please confirm your mail address first: open the link in your mail, or ask for it in Settings.")
        )


def check_scope(caller: Caller, needed: str | None) -> None:
    """Raise `Unscoped` unless this caller's token may do that; whoever comes with a page session may do everything."""
    if not has_scope(caller, needed):
        text = _("This app was not given access to that. Sign in again from the app to allow more.")
        raise Unscoped(text, scope=needed or "")


def has_scope(caller: Caller, needed: str | None) -> bool:
    """Tell whether this caller may do that."""
    return caller.scopes is None or _covers(caller.scopes, needed)


def _covers(granted: frozenset[str], needed: str | None) -> bool:
    """A scope covers what is below it: `write` covers `write:statuses`. One of those named is enough."""
    return any(
        one in granted or one.partition(":")[0] in granted or (one in FOLLOW and "follow" in granted)
        for one in (needed or "").split()
    )
