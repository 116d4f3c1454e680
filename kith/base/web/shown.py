"""How values look on a page: times as people say them, addresses, faces, pictures. Pure, for the templates."""

import base64
import re
import zlib
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import blurhash
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from markupsafe import Markup, escape

from kith.base.core.words import _
from kith.base.web.pronouns import pronoun_of

BLUR_WIDTH, BLUR_HEIGHT = 8, 6  # pixels: the browser smooths them, and 200 bytes stand in for a picture
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_HOURS_AGO_MAX = 4  # past that, "this morning" says more than a number
_DAYS_AGO_MAX = 6
_WEEKS_AGO_MAX = 4


def time_ago(at: datetime, shell: Any) -> str:
    """Say when, as a person would: "this morning", "last night", "5 days ago", "12 March"."""
    zone = _zone(shell)
    then, now = at.astimezone(zone), shell.now.astimezone(zone)
    passed, days = now - then, (now.date() - then.date()).days
    if passed < _MINUTE:
        return _("just now")
    if passed < _HOURS_AGO_MAX * _HOUR:
        unit = _HOUR if passed >= _HOUR else _MINUTE
        return _counted(passed // unit * unit, shell)
    if days <= 1:
        return _day_part(then.hour, today=days == 0)
    if days // 7 <= _WEEKS_AGO_MAX:
        return _counted(timedelta(days=days) if days <= _DAYS_AGO_MAX else timedelta(weeks=days // 7), shell)
    if then.year == now.year:
        return format_skeleton("MMMMd", then, locale=shell.language)
    return format_date(then, "long", locale=shell.language)


def day(on: date, shell: Any) -> str:
    """Say which day, in the reader's language."""
    return format_date(on, "long", locale=shell.language)


def exact_time(at: datetime, shell: Any) -> str:
    """Say when to the minute, in the reader's language and time zone; the zone is named where it is not theirs."""
    there, locale = at.astimezone(_zone(shell)), shell.language
    return _("{day}, {time}").format(day=format_date(there, "full", locale=locale), time=_clock(there, shell))


def time_until(at: datetime, shell: Any) -> str:
    """Say until when: the day of the week and the hour if it is near, else the date."""
    there, locale = at.astimezone(_zone(shell)), shell.language
    near = timedelta(0) <= there.date() - shell.now.astimezone(_zone(shell)).date() <= timedelta(days=_DAYS_AGO_MAX)
    day = format_date(there, "EEEE", locale=locale) if near else format_skeleton("MMMMd", there, locale=locale)
    return _("{day}, {time}").format(day=day, time=_clock(there, shell))


def _clock(there: datetime, shell: Any) -> str:
    zone = " UTC" if (shell.timezone or "UTC") == "UTC" else ""
    return format_time(there, "short", locale=shell.language) + zone


def _counted(passed: timedelta, shell: Any) -> str:
    return format_timedelta(-passed, add_direction=True, locale=shell.language, threshold=1)


def _day_part(hour: int, *, today: bool) -> str:
    if today:
        if hour < 5:
            return _("in the night")
        if hour < 12:
            return _("this morning")
        return _("this afternoon") if hour < 18 else _("this evening")
    return _("yesterday") if hour < 18 else _("last night")


def _zone(shell: Any) -> ZoneInfo | Any:
    try:
        return ZoneInfo(shell.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def address(account: Any) -> str:
    """Write an account's address: `@ana`, or `@jo@hav.social` of another server."""
    return f"@{account.handle}@{account.domain}" if account.domain else f"@{account.handle}"


def first_name(account: Any) -> str:
    """Call a person as friends do: "Mara", and "Samira" for "Dr. Samira Rahmani". An organisation has one name."""
    name = str(account.name or account.handle)
    if account.kind == "organisation":
        return name
    return next((word for word in name.split() if not word.endswith(".")), name)


def media_url(key: str) -> str:
    """Give the address of a kept file. What begins with a slash is an address already."""
    return key if key.startswith("/") else f"/media/{key}"


def face_url(account: Any, kind: str = "svg") -> str:
    """Give the address of somebody's picture: their own, else the face drawn for them; for organisations, a house.

    Drawn ones there are as `svg` for pages, and as `png` for what cannot read these: apps, and what a device shows.
    """
    if account.avatar:
        return media_url(account.avatar.small_key)
    manner = "house" if account.kind == "organisation" else pronoun_of(account.pronouns)
    return f"/faces/{account.id}.{kind}" + (f"?as={manner}" if manner else "")


def banner_url(account: Any, kind: str = "svg") -> str:
    """Give the address of the wide picture on top of somebody's page, drawn ones as `svg` or `png`."""
    return media_url(account.header.key) if account.header else f"/faces/{account.id}/banner.{kind}"


def host_of(link: str) -> str:
    """Name the server a link leads to, without `www.`. Letters beyond ASCII stay as `xn--…`: many look like others."""
    return (urlsplit(link).hostname or link).removeprefix("www.")


def trusted(html: str) -> Markup:
    """Let through HTML that our own text rules made and cleaned. Never for what a person typed."""
    return Markup(html)  # noqa: S704 - cleaned where it was made


# nh3 writes every attribute in double quotes, and a quote inside one as an entity.
TAG_OR_WORDS = re.compile(r'(<(?:"[^"]*"|[^">])*>)')


def said(post: Any) -> Markup:
    """Give a post's words with its custom emoji as pictures."""
    return trusted(_with_emoji(post.html, post.emojis))


def warned(post: Any) -> Markup:
    """Give a post's warning with its custom emoji as pictures."""
    return trusted(_with_emoji(str(escape(post.warning)), post.emojis))


def _with_emoji(html: str, emojis: Any) -> str:
    """Put pictures in for shortcodes between the tags, never inside one: a link may hold colons, too."""
    pictures = {f":{emoji.shortcode}:": _emoji(emoji) for emoji in emojis}
    if not pictures:
        return html
    codes = re.compile("|".join(re.escape(code) for code in pictures), re.IGNORECASE)
    pieces = TAG_OR_WORDS.split(html)
    pieces[::2] = [codes.sub(lambda found: pictures[found[0].lower()], words) for words in pieces[::2]]
    return "".join(pieces)


def _emoji(emoji: Any) -> str:
    code = f":{emoji.shortcode}:"
    markup = Markup('<img class="emoji" src="{}" alt="{}" title="{}" width="128" height="128" loading="lazy">')
    return str(markup.format(emoji.url, code, code))


@lru_cache(maxsize=2048)
def blur(hash_: str) -> str:
    """Turn a blurhash into a picture of 8 × 6 pixels, as a data address. Empty where it cannot be read."""
    try:
        rows = blurhash.decode(hash_, BLUR_WIDTH, BLUR_HEIGHT)
    except (ValueError, IndexError, KeyError):
        return ""
    raw = b"".join(b"\0" + bytes(int(value) for pixel in row for value in pixel) for row in rows)
    header = BLUR_WIDTH.to_bytes(4) + BLUR_HEIGHT.to_bytes(4) + b"\x08\x02\0\0\0"
    png = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(raw, 9)) + _chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(png).decode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def focus_step(focus: float, *, down: bool = False) -> int:
    """Turn a focal point from −1…1 into one of eleven steps, 0…10, for which the style sheet has a rule."""
    share = (1 - focus) / 2 if down else (1 + focus) / 2
    return round(max(0.0, min(1.0, share)) * 10)


def clock_length(seconds: float) -> str:
    """Say how long something plays: `1:05`, `1:02:03`."""
    whole = max(1, round(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def wave(peaks: str) -> str:
    """Draw a waveform, a stroke a peak, as the path of an SVG that is 32 high, and 3 wide a stroke."""
    strokes = []
    for number, digit in enumerate(peaks):
        half = 1 + 14 * int(digit, 36) / 35
        strokes.append(f"M{3 * number + 1.5:g} {16 - half:.1f}v{2 * half:.1f}")
    return "".join(strokes)


def size_words(size_bytes: int) -> str:
    """Say how large a file is, as people compare files."""
    if size_bytes < 1_000_000:
        return _("{count} kB").format(count=max(1, round(size_bytes / 1000)))
    return _("{count} MB").format(count=f"{size_bytes / 1_000_000:.1f}".removesuffix(".0"))


def share(votes: int, total: int) -> int:
    """Give a part in whole percent."""
    return round(100 * votes / total) if total else 0


@lru_cache(maxsize=8)
def languages(in_language: str) -> list[tuple[str, str]]:
    """List languages people write in, as code and name, by name."""
    names = Locale.parse(in_language, sep="-").languages
    return sorted(((code, str(names[code])) for code in _WRITTEN if code in names), key=lambda pair: pair[1].lower())


def language_name(code: str) -> str:
    """Name a language in itself: "Deutsch". Its code where it has no name."""
    try:
        return str(Locale.parse(code, sep="-").get_display_name() or code)
    except (UnknownLocaleError, ValueError):
        return code


# Languages with over ten million writers, and those of Europe.
_WRITTEN = """
    af am ar as az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr fy ga gd gl gu ha he hi hr hu hy id ig is it ja
    jv ka kk km kn ko ku lb lt lv mk ml mn mr ms mt my nb ne nl nn om or pa pl ps pt rm ro ru rw sc sd si sk sl sn so sq
    sr su sv sw ta te tg th tk tl tr uk ur uz vi wa xh yi yo zh zu
""".split()  # noqa: SIM905 - a table is read more easily than a hundred quotes

GLOBALS: dict[str, Any] = {
    "time_ago": time_ago,
    "day": day,
    "exact_time": exact_time,
    "time_until": time_until,
    "first_name": first_name,
    "address": address,
    "media_url": media_url,
    "face_url": face_url,
    "banner_url": banner_url,
    "host_of": host_of,
    "trusted": trusted,
    "said": said,
    "warned": warned,
    "blur": blur,
    "focus_step": focus_step,
    "clock_length": clock_length,
    "wave": wave,
    "size_words": size_words,
    "share": share,
    "languages": languages,
    "language_name": language_name,
}
