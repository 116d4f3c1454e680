"""The reader: a program of its own that looks into one page and gives back what the page says of itself.

A page is written by whoever likes to, for parsers that are written in C. So it is read in a process that ends after one
page, with bounds on memory and time, without a network, the database or anything of Kith's in reach.

Standard input: one line of JSON (the character set that the server named), then the page. Standard output: one line of
JSON. It imports nothing of Kith, because it is started by its path.
"""

import codecs
import json
import re
import resource
import sys
from typing import Any

from selectolax.lexbor import LexborHTMLParser

MEMORY_MAX_BYTES = 700_000_000
SECONDS_MAX = 3  # a page takes a tenth; some are made to take for ever
TAGS_MAX = 2_000  # of one kind; what matters stands among the first
VALUE_MAX = 4_000  # characters
HEAD_BYTES = 4_096  # in which a page names its character set

WANTED = {
    "og:title", "og:description", "og:image", "og:image:secure_url", "og:image:alt", "og:site_name", "og:type",
    "og:video", "og:locale", "twitter:title", "twitter:description", "twitter:image", "twitter:image:alt",
    "description", "author", "fediverse:creator", "article:author", "article:published_time", "date", "robots",
}  # fmt: skip
ICONS = {"apple-touch-icon", "apple-touch-icon-precomposed", "image_src"}

_NAMED = re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
# What browsers take each for (the WHATWG's table), as far as Python reads it. Others of Python's are no character sets,
# or take quadratic time.
_SETS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254",
} | {
    name: name
    for name in (
        "utf-8", "utf-16", "utf-16-le", "utf-16-be", "big5", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949",
        "koi8-r", "koi8-u", "cp866", "mac-roman", "mac-cyrillic", "cp874", "tis-620", "iso8859-2", "iso8859-3",
        "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-10", "iso8859-13", "iso8859-14",
        "iso8859-15", "iso8859-16", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
        "cp1258",
    )
}  # fmt: skip


def main() -> None:
    """Read one page from standard input and answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX_BYTES, MEMORY_MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    order = json.loads(sys.stdin.buffer.readline())
    page = decoded(sys.stdin.buffer.read(), order["charset"])
    sys.stdout.buffer.write(json.dumps(said(page)).encode())


def decoded(body: bytes, charset: str) -> str:
    """Make text of a page. UTF-8 is seen by itself; what else it is, the server says, or the page's own head."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    try:
        # A page that was cut in the middle of a letter is UTF-8 none the less.
        return codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        pass
    named = _NAMED.search(body[:HEAD_BYTES])
    for label in (charset, named[1].decode("ascii", "replace") if named else ""):
        known = _known(label)
        if known is not None and known != "utf-8":
            return body.decode(known, "replace")
    return body.decode("utf-8" if charset.lower() in ("utf-8", "utf8") else "cp1252", "replace")


def said(page: str) -> dict[str, Any]:
    """Gather what a page says of itself; the first of each name counts."""
    tree = LexborHTMLParser(page)
    meta: dict[str, str] = {}
    for tag in tree.css("meta")[:TAGS_MAX]:
        name = (_attribute(tag, "property") or _attribute(tag, "name")).strip().lower()
        content = _attribute(tag, "content").strip()
        if name in WANTED and content:
            meta.setdefault(name, content)
    html, title, base = (tree.css_first(tag) for tag in ("html", "title", "base[href]"))
    found = {"icon": "", "embed": ""}
    for tag in tree.css("link[href]")[:TAGS_MAX]:
        relations = set(_attribute(tag, "rel").lower().split())
        if relations & ICONS and not found["icon"]:
            found["icon"] = _attribute(tag, "href")
        if "alternate" in relations and _attribute(tag, "type").lower() == "application/json+oembed":
            found["embed"] = found["embed"] or _attribute(tag, "href")
    return {
        "meta": meta,
        "title": (title.text(deep=True) or "")[:VALUE_MAX] if title is not None else "",
        "language": _attribute(html, "lang")[:100] if html is not None else "",
        "base": _attribute(base, "href") if base is not None else "",
        **found,
    }


def _attribute(tag: Any, name: str) -> str:
    return (tag.attributes.get(name) or "")[:VALUE_MAX]


def _known(label: str) -> str | None:
    if not re.fullmatch(r"[\w-]{1,40}", label, re.ASCII):
        return None
    try:
        return _SETS.get(codecs.lookup(label).name)
    except LookupError:
        return None


if __name__ == "__main__":
    main()
