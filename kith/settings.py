"""Everything an operator can set, from the environment, as one typed class.

Each field says its variable, what it means and how it is read. A value that cannot be read stops the start with a
sentence that names the variable, what was given and what is allowed.
"""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

Mode = Literal["production", "development", "test", "demo"]
SignUpWay = Literal["open", "invitation", "approval", "closed"]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingError(ValueError):
    """A variable holds something that cannot be used; the text says which, and what would do."""


def _setting(variable: str, meaning: str, read: Callable[[str], Any], default: Any, *, secret: bool = False) -> Any:
    notes = {"variable": variable, "meaning": meaning, "read": read, "secret": secret}
    return field(default=default, metadata=notes)


def _text(value: str) -> str:
    return value


def _number(smallest: int, largest: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not (value.isascii() and value.isdecimal() and smallest <= int(value) <= largest):
            raise ValueError(f"a whole number from {smallest} to {largest}")
        return int(value)

    return read


def _choice(*words: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in words:
            raise ValueError("one of " + ", ".join(words))
        return value

    return read


def _switch(value: str) -> bool:
    if value.lower() not in ("true", "false", "1", "0", "yes", "no"):
        raise ValueError("true or false")
    return value.lower() in ("true", "1", "yes")


def _url(*schemes: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not (parts.netloc or parts.path):
            raise ValueError("an address that begins with " + " or ".join(f"{scheme}://" for scheme in schemes))
        return value.rstrip("/")

    return read


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in value.split(",") if part.strip())
    except ValueError as error:
        raise ValueError("networks such as 127.0.0.0/8,::1/128, separated by commas") from error


def _ports(value: str) -> tuple[int, ...]:
    parts = [part.strip() for part in value.split(",")]
    if not all(part.isascii() and part.isdecimal() and 0 < int(part) <= PORT_MAX for part in parts):
        raise ValueError("ports such as 80,443, separated by commas")
    return tuple(int(part) for part in parts)


def _local_url(port: int) -> str:
    return f"http://localhost:{port}"


PORT_MAX = 65535
LOOPBACK = _networks("127.0.0.0/8,::1/128")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of this server. Made by `from_environment`, at a program's root."""

    port: int = _setting("PORT", "The port to listen on.", _number(0, PORT_MAX), 8000)
    host: str = _setting(
        "KITH_HOST", "The address to listen on. Behind a proxy, or at home, leave it.", _text, "127.0.0.1"
    )
    url: str = _setting(
        "KITH_URL",
        "The address people type, with https behind a proxy.",
        _url("http", "https"),
        "http://localhost:8000",
    )
    streams_port: int = _setting(
        "KITH_STREAMS_PORT",
        "A second port, to which a proxy sends what stays open; 0 for none.",
        _number(0, PORT_MAX),
        0,
    )
    name: str = _setting("KITH_NAME", "What this server is called.", _text, "Kith")
    data_folder: Path = _setting("KITH_DATA", "Where everything is kept.", Path, Path("data"))
    database_url: str | None = _setting(
        "KITH_DATABASE_URL",
        "A PostgreSQL (15 or newer) to use instead of the embedded one; with its btree_gin.",
        _url("postgresql", "postgres"),
        None,
        secret=True,
    )
    valkey_url: str | None = _setting(
        "KITH_VALKEY_URL",
        "A Valkey or Redis (7 or newer) to use instead of the embedded one.",
        _url("valkey", "valkeys", "redis", "rediss", "unix"),
        None,
        secret=True,
    )
    workers: int = _setting("KITH_WORKERS", "How many web processes serve.", _number(1, 64), 1)
    mode: Mode = _setting(
        "KITH_MODE",
        "production; development shows the style page and reloads templates; demo lets anyone sign in as anybody.",
        _choice("production", "development", "test", "demo"),
        "production",
    )
    sign_up: SignUpWay = _setting(
        "KITH_SIGN_UP",
        "How people join. The owner can change it on the pages.",
        _choice("open", "invitation", "approval", "closed"),
        "open",
    )
    smtp_url: str | None = _setting(
        "KITH_SMTP_URL",
        "The mail server: smtp://user:password@host:587 (STARTTLS) or smtps://… Without it, mail waits in the outbox.",
        _url("smtp", "smtps"),
        None,
        secret=True,
    )
    mail_from: str = _setting("KITH_MAIL_FROM", "The sender of mail.", _text, "")
    confirm_mail: bool = _setting(
        "KITH_CONFIRM_MAIL", "Whether people must confirm a mail address before they can post.", _switch, False
    )
    post_text_max: int = _setting(
        "KITH_POST_TEXT_MAX", "How many characters a post may have.", _number(100, 100_000), 5000
    )
    media_max_mb: int = _setting("KITH_MEDIA_MAX_MB", "How large a picture may be, in MB.", _number(1, 512), 16)
    video_max_mb: int = _setting(
        "KITH_VIDEO_MAX_MB", "How large a video or a recording may be, in MB.", _number(1, 512), 99
    )
    attached_max_mb: int = _setting(
        "KITH_ATTACHED_MAX_MB",
        "How large a file may be that people give each other in a conversation, in MB.",
        _number(1, 512),
        50,
    )
    ffmpeg: str = _setting(
        "KITH_FFMPEG",
        "The ffmpeg that makes video and sound ready; ffprobe lies beside it. “off” does without either.",
        _text,
        "ffmpeg",
    )
    trusted_proxies: tuple[Network, ...] = _setting(
        "KITH_TRUSTED_PROXIES", "Whose X-Forwarded-For counts.", _networks, LOOPBACK
    )
    limits_times: int = _setting(
        "KITH_LIMITS_TIMES",
        "How many times the usual people may ask before they have to wait: more for a school behind one address.",
        _number(1, 1000),
        1,
    )
    fetch_ports: tuple[int, ...] = _setting(
        "KITH_FETCH_PORTS", "The ports at which other servers are asked for what people link to.", _ports, (80, 443)
    )
    fetch_loopback: bool = _setting(
        "KITH_FETCH_LOOPBACK",
        "Whether this machine may be asked too, at any port: for trials, while KITH_URL is a local address.",
        _switch,
        False,
    )
    mail_networks: tuple[Network, ...] = _setting(
        "KITH_MAIL_NETWORKS",
        "Your own networks in which mail servers of organisations may stand; all others must be out in the world.",
        _networks,
        (),
    )
    metrics_token: str | None = _setting(
        "KITH_METRICS_TOKEN", "A bearer token for /metrics from elsewhere than this machine.", _text, None, secret=True
    )
    log_level: str = _setting(
        "KITH_LOG_LEVEL", "How much is logged.", _choice("debug", "info", "warning", "error"), "info"
    )
    log_to: Literal["file", "stderr"] = _setting(
        "KITH_LOG_TO",
        "Where `kith serve` logs to: file (logs/kith.log among the data), or stderr for systemd and containers.",
        _choice("file", "stderr"),
        "file",
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read the settings. Raises `SettingError` at the first that cannot be used."""
        given: dict[str, Any] = {}
        for one in fields(cls):
            variable = one.metadata["variable"]
            value = environment.get(variable, "").strip()
            if not value:
                continue
            try:
                given[one.name] = one.metadata["read"](value)
            except ValueError as error:
                shown = "what was given" if one.metadata["secret"] else f"“{value[:80]}”"
                raise SettingError(f"{variable}: {shown} cannot be used here. It takes {error}.") from error
        settings = cls(**given)
        if settings.fetch_loopback and settings.mode in ("production", "demo") and not settings.is_local:
            raise SettingError("KITH_FETCH_LOOPBACK: it cannot be used where others reach this server by KITH_URL.")
        return settings if "url" in given else replace(settings, url=_local_url(settings.port))

    def on_port(self, port: int) -> "Settings":
        """Give the same settings with another port, and the address with it unless it was set."""
        if not 0 <= port <= PORT_MAX:
            raise SettingError(f"PORT: “{port}” cannot be used here. It takes a whole number from 0 to {PORT_MAX}.")
        return replace(self, port=port, url=_local_url(port) if self.url == _local_url(self.port) else self.url)

    @property
    def file_max_mb(self) -> int:
        """How large any file may be that somebody sends."""
        return max(self.media_max_mb, self.video_max_mb, self.attached_max_mb)

    @property
    def domain(self) -> str:
        """The name behind the @ of everybody here: host, and port where it is not the usual one."""
        return urlsplit(self.url).netloc

    @property
    def is_local(self) -> bool:
        """Whether the address is one that only this machine understands."""
        return urlsplit(self.url).hostname in ("localhost", "127.0.0.1", "::1")

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach this server by https, so that cookies may insist on it."""
        return self.url.startswith("https:")


@dataclass(frozen=True)
class SettingNote:
    """A line of the reference: the variable, its default in words, and what it means."""

    variable: str
    default: str
    meaning: str


def reference() -> list[SettingNote]:
    """List every setting, for `kith settings` and docs/hosting.md."""
    return [
        SettingNote(one.metadata["variable"], _default_words(one.default), one.metadata["meaning"])
        for one in fields(Settings)
    ]


def _default_words(default: Any) -> str:
    if default is None:
        return "not set"
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, tuple):
        return ",".join(str(part) for part in default) or "not set"
    return str(default) or "not set"
