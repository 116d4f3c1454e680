"""How often a route may be asked: by person, or by address for passers-by; and the headers that say so."""

import ipaddress
from collections.abc import Mapping

from starlette.requests import Request

from kith.base.bus.limits import Limit, Taken
from kith.base.core.errors import TooMany
from kith.base.core.words import _
from kith.base.web.caller import Caller
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.settings import Settings

# Counts are what a quick person never reaches; Mastodon allows 300 requests in five minutes, and its apps know that.
LIMITS: Mapping[str, Limit] = {
    limit.name: limit
    for limit in (
        Limit("read", 1500, 300),
        Limit("write", 300, 300),
        Limit("sign-in", 20, 600),
        Limit("sign-up", 10, 3600),
        Limit("mail", 5, 3600),
        Limit("upload", 60, 1800),
        Limit("post", 60, 600),
    )
}


async def guard(work: Work, request: Request, route: Route) -> None:
    """Count the request. Raises `TooMany`; leaves the headers for the answer on the request."""
    if route.limit == "none":
        return
    limit = LIMITS[route.limit or ("write" if route.writes else "read")]
    caller: Caller | None = request.state.caller
    known = caller is not None and limit.name not in ("sign-in", "sign-up", "mail")
    who = str(caller.person_id) if known and caller is not None else neighbourhood(client_address(request))
    limits = work.house.limits
    taken = limits.take_here(limit, who) if limit.name == "read" else await limits.take(limit, who)
    request.state.headers.update(_headers(taken))
    if not taken.allowed:
        raise TooMany(
            _("That was a lot in a short time. Please wait a moment and try again; nothing is lost."),
            retry_after_s=taken.retry_after_s,
        )


def client_address(request: Request) -> str:
    """Give the address of whoever asks; what a trusted proxy says counts, what anybody else says does not."""
    peer = request.client.host if request.client else "127.0.0.1"
    settings: Settings = request.app.house.settings
    forwarded = request.headers.get("x-forwarded-for", "")
    for hop in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
        if not _is_trusted(peer, settings):
            break
        peer = hop
    return peer


def neighbourhood(address: str) -> str:
    """Give what one household shares: the IPv4 address, or the first 64 bits of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _is_trusted(address: str, settings: Settings) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in settings.trusted_proxies)


def _headers(taken: Taken) -> dict[str, str]:
    """Say it in the words of the IETF draft, and in those that Mastodon's apps read."""
    limit, remaining, reset = str(taken.limit.count), str(taken.remaining), str(taken.reset_s)
    return {
        "ratelimit-limit": limit,
        "ratelimit-remaining": remaining,
        "ratelimit-reset": reset,
        "x-ratelimit-limit": limit,
        "x-ratelimit-remaining": remaining,
        "x-ratelimit-reset": reset,
    }
