"""Which filters meet a text. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.filters.model import CONTEXTS, KEYWORD_MAX, TITLE_MAX, FilterKeyword, FilterWish, Found, FullFilter

# What is written or left out without making another word: vowel marks and stretching in Arabic, points in Hebrew, and
# whether a sign is drawn as a picture.
_UNSEEN = dict.fromkeys(
    (*range(0x0591, 0x05BE), 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7, 0x0640, *range(0x064B, 0x0660), 0x0670,
     0xFE0E, 0xFE0F)
)  # fmt: skip
# Thai, Lao, Burmese, Khmer, Japanese and Chinese have no spaces, so that a word there has no end to look for.
_SPACELESS = (
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff]"
)
# What a word goes on with: letters and digits, and the vowel signs of scripts of India, which are neither.
_IN_WORDS = rf"(?-i:(?!{_SPACELESS})[\w\u0300-\u036f\u0900-\u0963\u0966-\u0dff])"
_GOES_ON, _REST = re.compile(_IN_WORDS), re.compile(f"{_IN_WORDS}*")


class Sought(NamedTuple):
    """A keyword as it is looked for. It is text, never an expression itself.

    A whole word ends where its own first and last characters are letters or digits; `C++` has such an end on one side
    alone (as Mastodon has it). In scripts without spaces it is found wherever it stands.
    """

    keyword: str
    text: str
    begins: bool  # with a letter before which none may stand
    ends: bool
    literal: re.Pattern[str]

    @classmethod
    def of(cls, wanted: FilterKeyword) -> "Sought":
        """Make ready. What costs, the edges of words, is written once for all keywords, and not into each."""
        text = bare(wanted.keyword) or wanted.keyword  # nothing but marks meets nothing
        begins, ends = (wanted.whole_word and _GOES_ON.match(one) is not None for one in (text[0], text[-1]))
        return cls(wanted.keyword, text, begins, ends, re.compile(re.escape(text), re.IGNORECASE))

    def meets(self, text: str) -> bool:
        """Tell whether it stands in a text that is bare."""
        at = 0
        while (met := self.literal.search(text, at)) is not None:
            start, end = met.span()
            if self.begins and start > 0 and _GOES_ON.match(text, start - 1) is not None:
                at = _end_of_word(text, start) + 1  # inside a word; another can begin only after its end
            elif self.ends and _GOES_ON.match(text, end) is not None:
                at = start + 1
            else:
                return True
        return False


class Sieve:
    """All filters of one reader. One expression of all keywords is tried first; most texts meet none."""

    def __init__(self, filters: Sequence[FullFilter]) -> None:
        self.filters = tuple(filters)
        self._about = {post.post_id for one in filters for post in one.posts}
        self._each = [(one, [Sought.of(keyword) for keyword in one.keywords]) for one in filters]
        pattern = any_of(sought for _one, keywords in self._each for sought in keywords)
        self._any = re.compile(pattern, re.IGNORECASE) if pattern else None

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.filters)

    def holds(self, filter_id: Id) -> bool:
        """Tell whether a filter is one of these."""
        return any(one.filter.id == filter_id for one in self.filters)

    def find(self, text: str, post_id: Id, *, now: datetime) -> tuple[Found, ...]:
        """List the filters that meet a post with these words, the oldest filter first. Expired ones meet nothing."""
        text = bare(text)
        if post_id not in self._about and (self._any is None or self._any.search(text) is None):
            return ()
        found = (self._found(one, keywords, text, post_id) for one, keywords in self._each if is_active(one, now=now))
        return tuple(one for one in found if one is not None)

    @staticmethod
    def _found(one: FullFilter, keywords: Iterable[Sought], text: str, post_id: Id) -> Found | None:
        met = tuple(sought.keyword for sought in keywords if sought.meets(text))
        about = post_id if any(post.post_id == post_id for post in one.posts) else None
        return Found(filter=one.filter, keywords=met, post_id=about) if met or about else None


def is_active(one: FullFilter, *, now: datetime) -> bool:
    """Tell whether a filter has not expired."""
    return one.filter.expires_at is None or one.filter.expires_at > now


def any_of(keywords: Iterable[Sought]) -> str:
    """Write one expression of all, those together that end alike; empty where there is none."""
    alike: dict[tuple[bool, bool], list[str]] = {}
    for one in keywords:
        alike.setdefault((one.begins, one.ends), []).append(re.escape(one.text))
    return "|".join(
        (f"(?<!{_IN_WORDS})" if begins else "") + f"(?:{'|'.join(texts)})" + (f"(?!{_IN_WORDS})" if ends else "")
        for (begins, ends), texts in alike.items()
    )


def _end_of_word(text: str, at: int) -> int:
    rest = _REST.match(text, at)
    return at if rest is None else rest.end()


def bare(text: str) -> str:
    """Give a text without what makes no other word of it, for posts and keywords alike."""
    return text if text.isascii() else text.translate(_UNSEEN)


def check_wish(wish: FilterWish) -> FilterWish:
    """Give the wish in order. Raises `Invalid` without a title or a context, and for a context that is none."""
    title = clean_line(wish.title, length_max=TITLE_MAX, field="title")
    if not title or len(title) > TITLE_MAX:
        raise Invalid(_("A filter needs a title of up to {count} characters.").format(count=TITLE_MAX), field="title")
    if not wish.contexts or not set(wish.contexts) <= set(CONTEXTS):
        raise Invalid(_("Say where the filter shall work."), field="context")
    contexts = tuple(one for one in CONTEXTS if one in wish.contexts)
    return FilterWish(title=title, contexts=contexts, action=wish.action, expires_at=wish.expires_at)


def check_keyword(text: str) -> str:
    """Give a keyword in order. Raises `Invalid`."""
    keyword = clean_line(text, length_max=KEYWORD_MAX, field="keyword")
    if not keyword or len(keyword) > KEYWORD_MAX:
        raise Invalid(_("A keyword has from 1 to {count} characters.").format(count=KEYWORD_MAX), field="keyword")
    return keyword
