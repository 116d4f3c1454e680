"""The ways in which something can fail on purpose.

    KithError
    ├── NotFound     it is not there, or not yours to see: both look the same
    ├── Refused      it is there, and the rules say no
    │   ├── TooMany  no for now: again in `retry_after_s`
    │   └── Unscoped the token they came with was not given that: `scope`
    ├── SignInFirst  it needs to know who asks
    │   └── WrongToken  they came with a token that is none, or has ended
    ├── Undecided    the person has to choose first; what there is to choose is in `choices`
    ├── Invalid      what was sent cannot be read or is out of bounds; `field` says where
    ├── Elsewhere    another server or service did not do its part
    └── Busy         this server has too much to do: again in `retry_after_s`

The text is shown to the person who asked, so it says what happened and what to do, and holds no detail that is
not theirs. Details go to the log.
"""

from collections.abc import Mapping

from kith.base.core.words import _


class KithError(Exception):
    """A failure with words for the person."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NotFound(KithError):
    """There is no such thing for this person."""

    def __init__(self, text: str | None = None) -> None:
        super().__init__(text or _("There is nothing here, or it is not for you to see."))


class Refused(KithError):
    """The rules say no."""


class TooMany(Refused):
    """The rules say not now."""

    def __init__(self, text: str, *, retry_after_s: int) -> None:
        super().__init__(text)
        self.retry_after_s = retry_after_s


class Unscoped(Refused):
    """The rules let the person, but not this token of theirs. `scope` names what would do, one of them enough."""

    def __init__(self, text: str, *, scope: str) -> None:
        super().__init__(text)
        self.scope = scope


class SignInFirst(KithError):
    """Only somebody who is signed in can do this."""

    def __init__(self, text: str | None = None) -> None:
        super().__init__(text or _("Please sign in first."))


class WrongToken(SignInFirst):
    """They came with a token that holds for nobody."""

    def __init__(self) -> None:
        super().__init__(_("This access token is not valid, or has been ended."))


class Undecided(KithError):
    """It is theirs to decide, and they have not yet. `choices` say what can be chosen, by the word that chooses it.

    `question` is for the pages of whoever asks; `path`, where there is one, leads to a page that asks it.
    """

    def __init__(self, text: str, *, choices: Mapping[str, str], question: object = None, path: str = "") -> None:
        super().__init__(text)
        self.path = path
        self.choices = choices
        self.question = question


class Invalid(KithError):
    """What was sent cannot be read, or is out of bounds. `field` names the part, as the form calls it."""

    def __init__(self, text: str, *, field: str | None = None) -> None:
        super().__init__(text)
        self.field = field


class Elsewhere(KithError):
    """Something outside this server failed; trying again later may help."""


class Busy(KithError):
    """This server has too much to do at this moment; nothing was begun."""

    def __init__(self, *, retry_after_s: int) -> None:
        super().__init__(_("Very many people are here at once. Nothing was changed. Please try again in a moment."))
        self.retry_after_s = retry_after_s
