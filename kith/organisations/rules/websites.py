"""Whether a website says that it and an organisation are one: a link with `rel=me`, or a line in a well-known file."""

from html.parser import HTMLParser
from urllib.parse import urlsplit, urlunsplit

from kith.base.core.errors import Invalid
from kith.base.core.words import _

LOOKED_AT_MAX = 300_000  # characters of a page: a link that proves something stands in its head or its foot
WELL_KNOWN = "/.well-known/kith.txt"


def normal_website(text: str, *, length_max: int) -> str:
    """Give the address as it is kept; empty where none was given. Raises `Invalid` for what is no page of the web."""
    given = text.strip()
    if not given:
        return ""
    if "://" not in given:
        given = f"https://{given}"
    try:
        parts = urlsplit(given)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Invalid(_("That is no address of a website."), field="website") from error
    if parts.scheme not in ("https", "http") or not host or parts.username or not given.isprintable() or " " in given:
        raise Invalid(_("That is no address of a website."), field="website")
    netloc = host if port is None else f"{host}:{port}"
    address = urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
    if len(address) > length_max:
        raise Invalid(_("That is too long: {count} characters fit.").format(count=length_max), field="website")
    return address


def well_known_of(website: str) -> str:
    """Give the address of the file that speaks for the whole of a website."""
    parts = urlsplit(website)
    return urlunsplit((parts.scheme, parts.netloc, WELL_KNOWN, "", ""))


def same_site(one: str, other: str) -> bool:
    """Tell whether two addresses are of one host, with or without `www.`."""
    return _host(one) == _host(other)


def _host(address: str) -> str:
    parts = urlsplit(address)
    return f"{(parts.hostname or '').removeprefix('www.')}:{parts.port or ''}"


def says_me(html: str, profile: str) -> bool:
    """Tell whether a page links to this profile with `rel=me`."""
    finder = _Finder()
    finder.feed(html[:LOOKED_AT_MAX])
    return any(_same(one, profile) for one in finder.found)


def names_profile(text: str, profile: str) -> bool:
    """Tell whether a line of the well-known file is this profile."""
    return any(_same(line.strip(), profile) for line in text[:LOOKED_AT_MAX].splitlines())


def _same(link: str, profile: str) -> bool:
    return link.strip().rstrip("/").lower() == profile.rstrip("/").lower()


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("a", "link", "area"):
            return
        said = dict(attrs)
        if "me" in (said.get("rel") or "").lower().split() and said.get("href"):
            self.found.append(said["href"] or "")
