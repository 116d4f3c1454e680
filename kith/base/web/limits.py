"""How often a route may be asked: by person, or by address for passers-by; and the headers that say so."""

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from starlette.requests import HTTPConnection, Request

from kith.base.bus.limits import Limit, Taken
from kith.base.core.errors import TooMany
from kith.base.core.words import _
from kith.base.web.caller import Caller
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.settings import Network, Settings

# Counts are what a quick person never reaches; Mastodon allows 300 requests in five minutes, and its apps know that.
LIMITS: Mapping[str, Limit] = {
    limit.name: limit
    for limit in (
        Limit("read", 1500, 300),
        Limit("write", 300, 300, is_told_after=True),
        Limit("sign-in", 30, 600),
        Limit("sign-up", 30, 3600),  # a class of pupils behind one address joins in one lesson
        Limit("mail", 10, 3600),
        Limit("upload", 60, 1800),
        Limit("post", 60, 600, is_told_after=True),
        Limit("message", 600, 600, is_told_after=True),  # two who talk fast write one each few seconds, each
        Limit(
            "typing", 120, 300, is_told_after=True
        ),  # a page says it every few seconds, and half a minute that it is there
        Limit("export", 10, 3600),  # a whole conversation, put together
        Limit(
            "mark", 1200, 300, is_told_after=True
        ),  # that something was received and read: pages say it by themselves
        Limit("report", 30, 3600),  # whoever sees a raid reports a dozen accounts in a row
        Limit("reaction", 60, 600),  # to what everybody reads: each is shown in all apps that listen
        Limit("counting", 120, 600),  # a year of a full desk, counted anew: up to a second of the database
        Limit("finding", 20, 86_400),  # address books and archives: each may name ten thousand people
        Limit("past", 60, 86_400),  # schools and years: to remember a life, not to look through a town
        Limit("invite", 30, 86_400),  # letters to people who are not here
        Limit("app", 60, 3600),  # apps that introduce themselves
        Limit("token", 60, 600),
        Limit("wrong-key", 100, 600),  # tokens and cookies that fit nothing, before anybody looks them up
    )
}
# What is tried by those who are not signed in, and from many addresses of one network at little cost.
BY_NETWORK = frozenset({"sign-in", "sign-up", "mail", "app", "token"})

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


async def guard(work: Work, request: Request, route: Route) -> None:
    """Count the request. Raises `TooMany`; leaves the headers for the answer on the request."""
    if route.limit == "none":
        return
    limit = limit_of(work.house.settings, route.limit or ("write" if route.writes else "read"))
    who = _who(request, limit)
    limits = work.house.limits
    # A read costs less than asking Valkey would; each process counts for itself, and its headers speak for itself.
    taken = limits.take_here(limit, who) if limit.name == "read" else await limits.take(limit, who)
    request.state.headers.update(limit_words(taken, work.now))
    if not taken.allowed:
        raise TooMany(
            _("That was a lot in a short time. Please wait a moment and try again; nothing is lost."),
            retry_after_s=taken.retry_after_s,
        )


def limit_of(settings: Settings, name: str) -> Limit:
    """Give a limit as this server has it."""
    limit = LIMITS[name]
    return limit if settings.limits_times == 1 else replace(limit, count=limit.count * settings.limits_times)


def client_address(request: Request) -> str:
    """Give the address of whoever asks; what a trusted proxy says counts, what anybody else says does not."""
    settings: Settings = request.app.house.settings
    return address_of(request, settings.trusted_proxies)


def address_of(connection: HTTPConnection, trusted_proxies: Sequence[Network]) -> str:
    """Give the address of whoever is at the other end, behind the proxies that are trusted."""
    peer = connection.client.host if connection.client and connection.client.host else "127.0.0.1"
    forwarded = ",".join(connection.headers.getlist("x-forwarded-for"))
    for hop in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
        trusted = _address(peer)
        if trusted is None or not any(trusted in network for network in trusted_proxies):
            break
        peer = hop
    found = _address(peer)
    return str(found) if found is not None else "unknown"


def is_loopback(address: str) -> bool:
    """Tell whether it is this machine."""
    found = _address(address)
    return found is not None and found.is_loopback


def neighbourhood(address: str) -> str:
    """Give what one holder has at no cost: the first 24 bits of an IPv4 address, the first 64 of an IPv6 one."""
    found = _address(address)
    if found is None:
        return "unknown"
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 64), strict=False))


def counted_as(address: str) -> str:
    """Give what is counted as one passer-by: an IPv4 address, or the first 64 bits of an IPv6 one."""
    return neighbourhood(address) if ":" in address else address


def _who(request: Request, limit: Limit) -> str:
    caller: Caller | None = request.state.caller
    if limit.name in BY_NETWORK:
        return neighbourhood(client_address(request))
    if caller is not None:
        return str(caller.hand)  # a team shares no limit
    return counted_as(client_address(request))


def _address(text: str) -> Address | None:
    """Read an address, also as proxies write it: `1.2.3.4:5678`, `[2001:db8::1]:443`, `::ffff:1.2.3.4`."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def limit_words(taken: Taken, now: datetime) -> dict[str, str]:
    """Say it in the words of the IETF draft (seconds), and in those that Mastodon's apps read (an instant)."""
    limit, remaining = str(taken.limit.count), str(taken.remaining)
    full_at = (now + timedelta(seconds=taken.reset_s)).astimezone(UTC)
    return {
        "ratelimit-limit": limit,
        "ratelimit-remaining": remaining,
        "ratelimit-reset": str(taken.reset_s),
        "x-ratelimit-limit": limit,
        "x-ratelimit-remaining": remaining,
        "x-ratelimit-reset": full_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    }
