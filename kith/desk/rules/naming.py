"""Whether a name stands in a text: as whole words, in whatever case, one beside the other."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.desk.model import NAME_LETTERS_MIN, NAME_MAX, DeskName

_LINKS_AND_HANDLES = re.compile(r"https?://\S+|@[\w.@-]+")  # an address is no name; a handle speaks for itself
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words_of_text(text: str) -> list[str]:
    """Give the words of a text in small letters. `Linden’s` is two: the name, and what it has."""
    plain = unicodedata.normalize("NFKC", _LINKS_AND_HANDLES.sub(" ", text)).casefold()
    return [part for word in _WORD.findall(plain) for part in re.split("['’]", word)]


def read_name(text: str) -> tuple[str, str]:
    """Read a name as somebody typed it: as it is shown, and its words. Raises `Invalid` for what is none."""
    shown = " ".join(text.split())
    words = words_of_text(shown)
    letters = sum(one.isalpha() for word in words for one in word)
    if len(shown) > NAME_MAX:
        raise Invalid(_("A name has up to {count} characters.").format(count=NAME_MAX), field="name")
    if letters < NAME_LETTERS_MIN:
        raise Invalid(
            _("A name has at least {count} letters, and no @: whoever writes the handle is heard already.").format(
                count=NAME_LETTERS_MIN
            ),
            field="name",
        )
    return shown, " ".join(words)


@dataclass(frozen=True)
class Names:
    """Everything that is listened for on a server, by first words: to read a post costs as much as it has words."""

    by_first: Mapping[str, Sequence[tuple[tuple[str, ...], DeskName]]]

    @classmethod
    def of(cls, names: Iterable[DeskName]) -> "Names":
        """Sort names by their first words."""
        by_first: dict[str, list[tuple[tuple[str, ...], DeskName]]] = {}
        for one in names:
            words = tuple(one.words.split())
            by_first.setdefault(words[0], []).append((words, one))
        return cls(by_first)

    def in_text(self, text: str) -> dict[Id, DeskName]:
        """Find which organisations a text names, each by the first of its names there."""
        words, found = words_of_text(text), dict[Id, DeskName]()
        for place, word in enumerate(words):
            for name, one in self.by_first.get(word, ()):
                if tuple(words[place : place + len(name)]) == name:
                    found.setdefault(one.organisation_id, one)
        return found
