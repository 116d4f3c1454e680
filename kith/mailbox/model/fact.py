"""What is told of mail."""

from kith.base.core.fact import Fact
from kith.base.core.ids import Id


class MailboxDue(Fact, frozen=True, kw_only=True):
    """It is time to look into a mailbox."""

    organisation_id: Id


class MailCame(Fact, frozen=True, kw_only=True):
    """Somebody wrote to an organisation by mail; or a machine answered in a thread that is known."""

    organisation_id: Id
    mail_id: Id
    automatic: bool = False


class MailWritten(Fact, frozen=True, kw_only=True):
    """An answer is to go out."""

    organisation_id: Id
    mail_id: Id


class MailFailed(Fact, frozen=True, kw_only=True):
    """An answer did not arrive, and trying on does not help."""

    organisation_id: Id
    mail_id: Id


class MailThreadsGone(Fact, frozen=True, kw_only=True):
    """Threads were deleted, with all that was in them."""

    organisation_id: Id
    person_ids: tuple[Id, ...]
    thread_ids: tuple[Id, ...]


class ForgettingMail(Fact, frozen=True, kw_only=True):
    """There is more to delete of an organisation that is gone."""

    organisation_id: Id
