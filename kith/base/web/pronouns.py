"""How somebody is drawn, by what they say they are called by. Pure."""

import re
import unicodedata
from typing import Literal

Pronoun = Literal["", "she", "he", "they"]

_PART = re.compile(r"[/,;:|·()\[\]]+")
_WORD = re.compile(r"\w+")
_TATWEEL = "\u0640"  # draws an Arabic word out; says nothing


def pronoun_of(said: str) -> Pronoun:
    """Read `she` or `he` out of what people write: "she/her", "er/ihm", "هِيَ"; the first that is known decides.

    Whoever says anything else is `they`: then nothing is guessed. Empty where nothing is said.
    """
    words = [word[0] for part in _PART.split(_bare(said)) if (word := _WORD.search(part))]
    return next((_PRONOUNS[word] for word in words if word in _PRONOUNS), "they" if words else "")


def _bare(text: str) -> str:
    """Give a text in small letters without the marks above and below them, of which some keyboards have none."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace(_TATWEEL, ""))
    return "".join(sign for sign in apart if unicodedata.category(sign) != "Mn").replace("ى", "ي")


_SAID: dict[Pronoun, str] = {
    "she": "she her hers sie elle ella ela lei hon ona она вона αυτή היא 她 彼女 그녀"
    " هي ها لها إليها أنثى مؤنث المؤنث امرأة",
    "he": "he him his er il él ele lui han on он він αυτός הוא 他 彼 그 هو له إليه ذكر مذكر المذكر رجل",
    "they": "they them theirs dey xier iel elli elu hen oni они вони הם هم هما",
}
_PRONOUNS: dict[str, Pronoun] = {_bare(word): manner for manner, words in _SAID.items() for word in words.split()}
