"""Words that sell: a list that people edit (`cues.toml`), by which an organisation is asked. Of its posts alone."""

import re
from functools import cache
from pathlib import Path

from kith.topics import Cues, read_cues, words_read

FILE = Path(__file__).with_name("cues.toml")
SELLS_FROM = 0.5

_NUMBER = r"\d+(?:[.,]\d+)*"
_PERCENT = re.compile(
    rf"{_NUMBER}\s?(?:[%％٪]|per ?cent\b|prozent\b|por ciento\b|pour ?cent\b)|[%٪]\s?{_NUMBER}", re.IGNORECASE
)
_PRICE = re.compile(
    rf"[€£$¥₹₺]\s?{_NUMBER}|{_NUMBER}\s?(?:[€£$¥₹₺]|(?:euros?|eur|usd|gbp|chf|dollars?|dhs?|sar|aed|درهم|ريال|جنيه|دينار|ليرة|يورو|دولار)\b)",
    re.IGNORECASE,
)


def sells(text: str) -> bool:
    """Tell whether enough words in a text sell that its team is asked."""
    return _cues().probability(words_read(_marked(text))) >= SELLS_FROM


def _marked(text: str) -> str:
    """Put a word of its own in the place of each percentage and each price, which are no words."""
    return _PRICE.sub(" nprice ", _PERCENT.sub(" npercent ", text))


@cache
def _cues() -> Cues:
    return read_cues(FILE, rewrite=_marked)
