"""Where people have the names of those they know, and how the file is got from there."""

from typing import NamedTuple

from kith.base.core.words import _


class Source(NamedTuple):
    """One source: its icon, its name, and the ways to the file."""

    icon: str
    name: str
    ways: tuple[str, ...]


def sources() -> tuple[Source, ...]:
    """List the sources."""
    return (
        Source("book-open", _("Your address book"), _address_book()),
        Source("users", "Facebook", _facebook()),
        Source("image", "Instagram", _instagram()),
        Source("at-sign", "X, Twitter", _x()),
        Source("globe", "Mastodon", _mastodon()),
    )


def _address_book() -> tuple[str, ...]:
    return (
        _("iPhone and Mac: in Contacts, select all, then Export vCard."),
        _("Android and Google: contacts.google.com, Export, as vCard or Google CSV."),
        _("Outlook: People, Manage contacts, Export contacts."),
    )


def _facebook() -> tuple[str, ...]:
    return (
        _("Settings, Your information, Download your information: only “Connections”, in the format JSON."),
        _("With “Personal information” in it, Kith can also offer you your schools and work to add here."),
    )


def _instagram() -> tuple[str, ...]:
    return (_("Accounts Center, Your information, Export: only “Followers and following”, in the format JSON."),)


def _x() -> tuple[str, ...]:
    return (
        _("Settings, Your account, Download an archive of your data."),
        _("Is it too large? Pack following.js, contact.js and tweets.js, in a folder “data”, into a zip of their own."),
        _("X gives numbers instead of names: those are found whom you once named in a post."),
    )


def _mastodon() -> tuple[str, ...]:
    return (_("Preferences, Import and export: the CSV beside “Follows”. Or the whole archive of your posts."),)
