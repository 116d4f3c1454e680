"""From text to HTML that is safe to show, and back.

What we write ourselves is escaped piece by piece; what other servers write is cut down to a list of tags. Both then
go through the same sanitiser (nh3): a mistake in the first is caught by the second.
"""

from collections.abc import Callable, Mapping
from functools import cache
from html import escape, unescape
from urllib.parse import urlsplit

import nh3
import regex

from kith.base.core.text.parts import Part, find_parts, named, normal_hashtag

DISPLAY_MAX = 40  # characters of a link that are shown; its full address is in the link

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "img", "li",
    "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "small", "span", "strong", "sub", "sup", "u", "ul",
}  # fmt: skip
_CLASSES = {
    "a": {"mention", "hashtag", "u-url", "link"},
    "span": {"h-card", "mention", "invisible", "ellipsis"},
    "img": {"emoji"},
}
_ATTRIBUTES = {
    "a": {"href", "rel", "translate"},
    "span": {"translate"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
}
_REL = "nofollow noopener noreferrer"
_EMPTY_LINES = regex.compile(r"\n{2,}")
_BREAKS = regex.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|blockquote)>", regex.IGNORECASE)
_ANY_TAG = regex.compile(r"<[^>]*>")


def render(
    text: str,
    *,
    mention_urls: Mapping[str, str],
    hashtag_url: Callable[[str], str],
    emoji_urls: Mapping[str, str],
) -> str:
    """Make HTML of a text that was cleaned: paragraphs, line breaks, links, names, hashtags, custom emoji.

    `mention_urls` gives a page for `handle` or `handle@domain`; names that are not in it stay text. `emoji_urls`
    gives a picture for a shortcode.
    """
    if not text:
        return ""
    pieces: list[str] = []
    at = 0
    for part in find_parts(text):
        pieces.append(escape(text[at : part.start]))
        pieces.append(_written(part, text[part.start : part.end], mention_urls, hashtag_url, emoji_urls))
        at = part.end
    pieces.append(escape(text[at:]))
    paragraphs = _EMPTY_LINES.split("".join(pieces))
    return sanitise("".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs))


def sanitise(html: str) -> str:
    """Keep what belongs into a post, and nothing that acts: the tags that Mastodon keeps, http(s) links, emoji."""
    return _cleaner().clean(html)


@cache
def _cleaner() -> nh3.Cleaner:
    """Read the rules once: that takes longer than most posts."""
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https"},
        link_rel=None,
        strip_comments=True,
        set_tag_attribute_values={"a": {"rel": _REL}},
        attribute_filter=_filtered,
    )


def plain(html: str) -> str:
    """Give the words of a piece of HTML, with line breaks where paragraphs ended."""
    return unescape(_ANY_TAG.sub("", _BREAKS.sub("\n", html))).strip()


def _written(
    part: Part,
    shown: str,
    mention_urls: Mapping[str, str],
    hashtag_url: Callable[[str], str],
    emoji_urls: Mapping[str, str],
) -> str:
    if part.kind == "link":
        return _link(part.value)
    if part.kind == "mention":
        return _mention(shown, mention_urls.get(named(part.value).address))
    if part.kind == "hashtag":
        url = escape(hashtag_url(normal_hashtag(part.value)))
        return f'<a href="{url}" class="mention hashtag">#<span>{escape(part.value)}</span></a>'
    url = emoji_urls.get(part.value, "")
    if not url:
        return escape(shown)
    return f'<img src="{escape(url)}" alt="{escape(shown)}" title="{escape(shown)}" class="emoji">'


def _link(url: str) -> str:
    """Show host and path, cut in the middle of nowhere; never a name in front of the host that looks like another."""
    parts = urlsplit(url)
    shown = (parts.hostname or "") + (f":{parts.port}" if _port(url) else "") + parts.path.rstrip("/")
    shown += f"?{parts.query}" if parts.query else ""
    if len(shown) > DISPLAY_MAX:
        shown = shown[: DISPLAY_MAX - 1] + "…"
    return f'<a href="{escape(url)}" class="link">{escape(shown)}</a>'


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        return None


def _mention(shown: str, url: str | None) -> str:
    if url is None:
        return escape(shown)
    handle = shown[1:].partition("@")[0]
    return (
        f'<span class="h-card"><a href="{escape(url)}" class="u-url mention">@<span>{escape(handle)}</span></a></span>'
    )


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    """A link or picture leads to a host; `href="https:"` and relative ones lead nowhere good."""
    if attribute in ("href", "src") and tag in ("a", "img"):
        try:
            parts = urlsplit(value)
        except ValueError:
            return None
        local = value.startswith("/") and not value.startswith("//")
        return value if local or (parts.scheme in ("http", "https") and parts.netloc) else None
    return value
