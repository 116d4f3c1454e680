"""What roles and deeds are called."""

from kith.base.core.words import _
from kith.organisations.model import SeatRole


def role_words() -> dict[SeatRole, str]:
    """Say each role in a word."""
    return {"owner": _("Owner"), "manager": _("Manager"), "member": _("On the team"), "guest": _("Guest")}


def deed_sentence(deed: str) -> str:
    """Say what was done. A deed that nobody found words for is told by its address."""
    sentences = _sentences()
    if deed in sentences:
        return sentences[deed]
    _method, _space, path = deed.partition(" ")
    for beginning, sentence in _beginnings():
        if path.startswith(beginning):
            return sentence
    return deed


def _sentences() -> dict[str, str]:
    return _sentences_of_ways() | {
        "founded": _("founded the organisation"),
        "closed": _("closed the organisation"),
        "seat.offered": _("offered a seat"),
        "seat.withdrawn": _("took an offer back"),
        "seat.taken": _("took a seat"),
        "seat.changed": _("changed a seat"),
        "seat.ended": _("ended a seat"),
        "seat.left": _("left the team"),
        "two_step.asked": _("asked the team for two-step sign-in"),
        "two_step.not_asked": _("asked the team for two-step sign-in no more"),
        "name.added": _("added a name to listen for"),
        "name.removed": _("took a name out"),
        "about.changed": _("changed what it tells"),
        "report.exported": _("took the report along"),
        "word.said": _("said a word to somebody"),
        "mail.connected": _("connected the mailbox"),
        "mail.paused": _("paused mail"),
        "mail.resumed": _("let mail go on"),
        "mail.disconnected": _("disconnected the mailbox"),
        "mail.erased": _("erased what was kept of an address"),
        "mail.kept": _("took along what is kept of an address"),
        "post.published": _("wrote a post"),
        "POST /write": _("sent the composer"),
        "POST /posts/{id}/like": _("liked a post"),
        "POST /posts/{id}/unlike": _("took a like back"),
        "POST /posts/{id}/repost": _("passed a post on"),
        "POST /posts/{id}/edit": _("changed a post"),
        "POST /posts/{id}/delete": _("deleted a post"),
        "POST /@{handle}/follow": _("followed somebody"),
        "POST /@{handle}/unfollow": _("stopped following somebody"),
        "POST /@{handle}/block": _("blocked somebody"),
        "POST /@{handle}/unblock": _("took a block back"),
        "POST /@{handle}/mute": _("muted somebody"),
        "POST /talk/{id}/messages": _("wrote a message"),
        "POST /talk/messages/{id}/delete-for-all": _("took a message back"),
    }


def _sentences_of_ways() -> dict[str, str]:
    """Say what was done about programs, webhooks and lists of people who agreed; and at the desk."""
    return _sentences_of_the_desk() | {
        "program.let_in": _("let a program in"),
        "program.ended": _("ended a program's access"),
        "contacts.sent": _("sent a list of people who agreed"),
        "webhook.added": _("let another program be told"),
        "webhook.changed": _("changed what another program is told"),
        "webhook.paused": _("paused what another program is told"),
        "webhook.resumed": _("let another program be told again"),
        "webhook.secret": _("renewed the secret of a webhook"),
        "webhook.ended": _("let another program be told no more"),
    }


def _sentences_of_the_desk() -> dict[str, str]:
    """Say what was done at the desk, and about offers."""
    return {
        "case.answered": _("answered in a case"),
        "case.sent_again": _("sent an answer again"),
        "case.note": _("wrote a note in a case"),
        "case.taken": _("took a case"),
        "case.assigned": _("gave a case to a colleague"),
        "case.released": _("gave a case back to the desk"),
        "case.snoozed": _("put a case aside"),
        "case.settled": _("settled a case"),
        "case.reopened": _("opened a case again"),
        "case.labelled": _("changed the labels of a case"),
        "case.went_private": _("went on in private"),
        "case.news": _("marked a case as good news"),
        "case.no_news": _("marked a case as good news no more"),
        "reply.saved": _("kept a reply for the desk"),
        "reply.deleted": _("deleted a reply of the desk"),
        "desk.aim": _("changed how soon the desk answers"),
        "post.kind": _("changed what kind of post it is"),
        "offers.answered": _("answered in public for its offers"),
        "offers.appealed": _("appealed to the owners of the server"),
    }


def _beginnings() -> tuple[tuple[str, str], ...]:
    return (
        ("/settings/profile", _("changed the profile")),
        ("/api/v1/profile", _("changed the profile")),
        ("/api/v1/accounts/update_credentials", _("changed the profile")),
        ("/settings", _("changed the settings")),
        ("/talk", _("did something in a conversation")),
        ("/api/kith/v1/conversations", _("did something in a conversation")),
        ("/api/kith/v1/messages", _("did something in a conversation")),
        ("/posts", _("did something with a post")),
        ("/api/v1/statuses", _("did something with a post")),
        ("/media", _("put up a picture or a film")),
        ("/api/v1/media", _("put up a picture or a film")),
        ("/api/v2/media", _("put up a picture or a film")),
        ("/home", _("looked through Home")),
        ("/notices", _("looked through the notices")),
        ("/api/v1/notifications", _("looked through the notices")),
        ("/@{handle}", _("did something on a person's page")),
        ("/api/v1/accounts", _("did something on a person's page")),
    )


def weekdays() -> list[str]:
    """Name the days, Monday first."""
    return [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
