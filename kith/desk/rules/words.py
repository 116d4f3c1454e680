"""When somebody may hear a word: never oftener than they wish, and not at all where they said so."""

from datetime import date, datetime, timedelta

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.desk.model.way import EVERY_DAYS, LATER_DAYS, WAY_DAYS_MAX, WAY_MAX, WORD_EVERY_DAYS, KindWord, Way, WordWish


def wants_words(wish: WordWish | None, way: Way | None) -> bool:
    """Tell whether somebody wants words at all: of this organisation, about this way."""
    return not (wish is not None and wish.never) and (way is None or way.wants_word)


def next_word_at(wish: WordWish | None, way: Way | None, last: KindWord | None) -> datetime | None:
    """Tell from when on somebody may hear the next word; `None` for at once.

    One word to a person counts for all their ways: nobody hears five because they are on five.
    """
    every = timedelta(days=way.every_days if way is not None else WORD_EVERY_DAYS)
    waits = [one for one in (wish.not_before if wish else None, last.said_at + every if last else None) if one]
    return max(waits, default=None)


def check_hears(wish: WordWish | None, way: Way | None, last: KindWord | None, now: datetime) -> None:
    """Raise `Refused` where somebody does not want to hear a word, or not yet. It does not tell which of the two."""
    then = next_word_at(wish, way, last)
    if not wants_words(wish, way) or (then is not None and then > now):
        raise Refused(_("They do not want to hear a word at the moment. Nothing was sent."))


def check_way(text: str, until: date, every_days: int, today: date) -> str:
    """Give what somebody calls their way, as it is kept. Raises `Invalid` for none, and for a day that is past."""
    text = clean_line(text, length_max=WAY_MAX, field="text")
    if not text:
        raise Invalid(_("Say what you are on, in your own words."), field="text")
    if not today <= until <= today + timedelta(days=WAY_DAYS_MAX):
        raise Invalid(_("Choose a day that lies ahead, within three years."), field="until")
    if every_days not in EVERY_DAYS:
        raise Invalid(_("Choose how often, out of the list."), field="every_days")
    return text


def wished(wish: WordWish, wanted: str, now: datetime) -> WordWish:
    """Give what somebody wishes from now on: words again (`yes`), none for a while (`not_now`), or none (`never`)."""
    later = now + timedelta(days=LATER_DAYS) if wanted == "not_now" else None
    return msgspec.structs.replace(wish, never=wanted == "never", not_before=later)
