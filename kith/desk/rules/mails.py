"""How a mail is found and shown in short at the desk."""

from kith.mailbox import folded
from kith.mailbox.model import Mail

FOUND_MAX = 20_000  # characters by which a mail is found: an index takes no more of one


def short_words(mail: Mail) -> str:
    """Give what a mail says, without what it quotes; its subject, where it says nothing."""
    return folded(mail.text)[0].strip() or mail.subject


def words_to_find(mail: Mail) -> str:
    """Give by which words a mail is found, and alike with others: its subject, what it says, names of files."""
    said = folded(mail.text)[0][:FOUND_MAX]
    return " ".join(one for one in (mail.subject, said, *(file.name for file in mail.files)) if one)
