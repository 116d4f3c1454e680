"""Scopes in the words of people: what an app may see and do."""

from collections.abc import Iterable

import msgspec

from kith.base.core.words import _


class Permission(msgspec.Struct, frozen=True):
    """One line of the question: an icon and a sentence."""

    icon: str
    sentence: str


def permissions(scopes: Iterable[str]) -> tuple[Permission, ...]:
    """Say what these scopes allow, the widest first. What a wide one says already is not said again."""
    asked = set(scopes)
    found = []
    if "profile" in asked and "read" not in asked:
        found.append(Permission("user", _("See who you are: your name and your picture")))
    if "read" in asked:
        found.append(Permission("book-open", _("See everything you can see: Home, your notices, your bookmarks")))
    elif parts := _parts(asked, "read:"):
        found.append(Permission("book-open", _("See: {parts}").format(parts=", ".join(parts))))
    if "write" in asked:
        found.append(Permission("pencil", _("Write, like, pass on, and change your profile in your name")))
    elif parts := _parts(asked, "write:"):
        found.append(Permission("pencil", _("Change: {parts}").format(parts=", ".join(parts))))
    if "follow" in asked and "write" not in asked:
        found.append(Permission("users", _("Follow, mute and block people in your name")))
    if "push" in asked:
        found.append(Permission("bell", _("Send your notices to this device")))
    return tuple(found)


def _parts(asked: set[str], kind: str) -> list[str]:
    words = {
        "accounts": _("profiles"),
        "blocks": _("blocks"),
        "bookmarks": _("bookmarks"),
        "collections": _("collections"),
        "conversations": _("conversations"),
        "favourites": _("likes"),
        "filters": _("filters"),
        "follows": _("whom you follow"),
        "lists": _("lists"),
        "media": _("pictures"),
        "mutes": _("mutes"),
        "notifications": _("notices"),
        "reports": _("reports"),
        "search": _("search"),
        "statuses": _("posts"),
    }
    return [words[scope.removeprefix(kind)] for scope in sorted(asked) if scope.startswith(kind)]
