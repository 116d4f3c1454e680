"""Scopes in Mastodon's words: what parts of somebody's access there are."""

from collections.abc import Iterable

_READ = (
    "accounts", "blocks", "bookmarks", "collections", "favourites", "filters", "follows", "lists", "mutes",
    "notifications", "search", "statuses",
)  # fmt: skip
_WRITE = (
    "accounts", "blocks", "bookmarks", "collections", "conversations", "favourites", "filters", "follows", "lists",
    "media", "mutes", "notifications", "reports", "statuses",
)  # fmt: skip
DEFAULT = ("read",)
KNOWN: tuple[str, ...] = (
    "profile",
    "read",
    *(f"read:{part}" for part in _READ),
    "write",
    *(f"write:{part}" for part in _WRITE),
    "follow",
    "push",
)


def read_scopes(text: str) -> tuple[str, ...]:
    """Read scopes as clients write them, each once. Some write `+` where the form wants a space."""
    return tuple(dict.fromkeys(text.replace("+", " ").split())) or DEFAULT


def unknown(scopes: Iterable[str]) -> list[str]:
    """List what is no scope."""
    return [scope for scope in scopes if scope not in KNOWN]


def within(asked: Iterable[str], allowed: Iterable[str]) -> bool:
    """Tell whether all that is asked for lies in what is allowed: `write` holds `write:statuses`."""
    held = set(allowed)
    return all(scope in held or (":" in scope and scope.partition(":")[0] in held) for scope in asked)
