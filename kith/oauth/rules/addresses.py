"""Where a code may be sent: the addresses that apps register."""

from urllib.parse import SplitResult, urlsplit

from kith.oauth.model import ADDRESS_MAX, OOB

# A browser would run or open these on the spot instead of handing them to an app.
_NEVER = frozenset({"javascript", "data", "vbscript", "file", "blob", "about", "view-source", "ws", "wss", "ftp"})


def is_address(text: str) -> bool:
    """Tell whether a code may be sent there: an https page, this machine, or an app's own scheme."""
    if text == OOB:
        return True
    if len(text) > ADDRESS_MAX or not text.isascii() or not text.isprintable() or " " in text:
        return False
    parts = _split(text)
    if parts is None or not parts.scheme or parts.fragment or parts.scheme in _NEVER:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.hostname) and "@" not in parts.netloc
    return len(text) > len(parts.scheme) + 1


def form_target(address: str) -> str:
    """Give what the content security policy calls the place, so that a browser follows the redirect there."""
    parts = urlsplit(address)
    if parts.scheme in ("http", "https"):
        return f"{parts.scheme}://{parts.netloc}"
    return f"{parts.scheme}:"


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _port = parts.port  # raises where it is none
    except ValueError:
        return None
    return parts
