"""What a page says of itself becomes what its card says: plain words within bounds, addresses that can be asked.

Open Graph comes first, then what the page was given for other places, then the bare HTML; oEmbed fills what is missing.
HTML that a page would like to have shown is never taken.
"""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec

from kith.base.core.errors import Invalid
from kith.base.core.text import clean_line
from kith.cards.model import ALT_MAX, NAME_MAX, TITLE_MAX, WORDS_MAX, Kind, LinkCard
from kith.cards.rules.addresses import address_of

_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})([-_][a-zA-Z0-9]{2,8}){0,3}")
_FIRST_YEAR = 1900
_CUT_FROM = 8  # times as long as it may be; what lies further back is not even cleaned


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader found in a page: `meta` by name, the page's own `title`, and where it points."""

    meta: dict[str, str] = {}
    title: str = ""
    language: str = ""
    base: str = ""
    icon: str = ""
    embed: str = ""


class Embedded(msgspec.Struct, frozen=True, kw_only=True):
    """What a page's server says by oEmbed, without the HTML."""

    type: str = ""
    title: str = ""
    author_name: str = ""
    author_url: str = ""
    provider_name: str = ""
    provider_url: str = ""
    thumbnail_url: str = ""
    url: str = ""


def read_said(answer: bytes) -> Said | None:
    """Read what the reader answered. `None` where it was ended by its bounds."""
    try:
        return msgspec.json.decode(answer, type=Said)
    except msgspec.DecodeError:
        return None


def read_embedded(body: bytes) -> Embedded | None:
    """Read an oEmbed answer. What is not text in it is not there."""
    try:
        raw = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    fields: dict[str, str] = {}
    for name in Embedded.__struct_fields__:
        try:
            fields[name] = msgspec.json.decode(raw[name], type=str) if name in raw else ""
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
    return Embedded(**fields)


def card_from(card: LinkCard, said: Said, embedded: Embedded, *, url: str, now: datetime) -> tuple[LinkCard, list[str]]:
    """Give the card as the page has it now, and the addresses of the pictures it offers, the best first.

    `url` is where the page was found in the end; what it says of other addresses is read from there.
    """
    meta = said.meta
    base = address_of(said.base, base=url) or url
    silent = "nosnippet" in meta.get("robots", "")
    changed = msgspec.structs.replace(
        card,
        state="known",
        kind=_kind(meta, embedded),
        title=_line(meta.get("og:title") or meta.get("twitter:title") or embedded.title or said.title, TITLE_MAX),
        words="" if silent else _line(_description(meta), WORDS_MAX),
        provider=_line(meta.get("og:site_name") or embedded.provider_name, NAME_MAX),
        provider_url=_web(embedded.provider_url, base),
        author=_line(embedded.author_name or meta.get("author") or _no_address(meta.get("article:author")), NAME_MAX),
        author_url=_web(embedded.author_url or _only_address(meta.get("article:author")), base),
        language=_language(meta.get("og:locale") or said.language),
        published_at=_instant(meta.get("article:published_time") or meta.get("date"), now=now),
        picture=None,
        read_at=now,
        failures=0,
    )
    offered = [meta.get("og:image:secure_url"), meta.get("og:image"), meta.get("twitter:image"), said.icon]
    offered += [embedded.url if embedded.type == "photo" else "", embedded.thumbnail_url]
    if silent or "noimageindex" in meta.get("robots", ""):
        offered = []
    found = (address_of(one, base=base) for one in offered if one)
    return changed, list(dict.fromkeys(one for one in found if one is not None))[:2]


def bare_card(card: LinkCard, *, kind: Kind, now: datetime) -> LinkCard:
    """Give the card of an address that is no page: a picture by itself, called by its file's name."""
    name = urlsplit(card.address).path.rpartition("/")[2] or card.address
    return msgspec.structs.replace(
        card,
        state="known",
        kind=kind,
        title=_line(name, TITLE_MAX),
        words="",
        creator_id=None,
        picture=None,
        read_at=now,
        failures=0,
    )


def creator_of(card: LinkCard, said: Said, *, url: str, domain: str) -> str | None:
    """Give the handle of whom a page names as its creator, where that is somebody of this server, `domain`.

    `url` is where the page was found in the end: one that another site leads to speaks for itself, not for the link.
    """
    handle, _at, server = said.meta.get("fediverse:creator", "").strip().removeprefix("@").partition("@")
    if not handle or server.lower() != domain.lower():
        return None
    asked, found = urlsplit(card.address).netloc, urlsplit(url).netloc
    same_site = asked == found or asked.endswith(f".{found}") or found.endswith(f".{asked}")
    return handle if same_site else None


def picture_alt(said: Said) -> str:
    """Give what the page says its picture shows."""
    return _line(said.meta.get("og:image:alt") or said.meta.get("twitter:image:alt"), ALT_MAX)


def _description(meta: dict[str, str]) -> str:
    return meta.get("og:description") or meta.get("twitter:description") or meta.get("description") or ""


def _kind(meta: dict[str, str], embedded: Embedded) -> Kind:
    if embedded.type == "photo":
        return "photo"
    if embedded.type == "video" or meta.get("og:type", "").startswith("video") or meta.get("og:video"):
        return "video"
    return "rich" if embedded.type == "rich" else "link"


def _line(text: str | None, length_max: int) -> str:
    """Make one line of it, cut between words where it is too long."""
    try:
        line = clean_line((text or "")[: _CUT_FROM * length_max], length_max=_CUT_FROM * length_max, field="card")
    except Invalid:
        return ""
    if len(line) <= length_max:
        return line
    cut = line[: length_max - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,.;:–—-") + "…"


def _web(link: str | None, base: str) -> str:
    return (address_of(link, base=base) or "") if link else ""


def _only_address(text: str | None) -> str:
    return text if text and text.startswith(("http://", "https://")) else ""


def _no_address(text: str | None) -> str:
    return text if text and "://" not in text else ""


def _language(text: str) -> str | None:
    found = _LANGUAGE.fullmatch(text.strip())
    return found[0].replace("_", "-") if found else None


def _instant(text: str | None, *, now: datetime) -> datetime | None:
    """Read when it was published. What has no zone is taken as UTC; what lies ahead, or before all pages, is none."""
    try:
        at = datetime.fromisoformat((text or "").strip())
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return at.astimezone(UTC) if at.year >= _FIRST_YEAR and at <= now else None
    except (ValueError, OverflowError):
        return None
