"""How people agreed, in words."""

from kith.base.core.words import _
from kith.contacts.model import How


def how_words() -> dict[How, str]:
    """Say each way of agreeing, as who sends a list chooses it."""
    return {
        "in_person": _("In person"),
        "on_paper": _("On paper"),
        "website": _("On our website"),
        "mail": _("By mail"),
        "phone": _("By telephone"),
    }


def how_sentence(how: How) -> str:
    """Say it to who is asked."""
    sentences: dict[How, str] = {
        "in_person": _("It says that you said so in person."),
        "on_paper": _("It says that you signed it on paper."),
        "website": _("It says that you said so on its website."),
        "mail": _("It says that you wrote so in a mail."),
        "phone": _("It says that you said so on the telephone."),
    }
    return sentences[how]
