"""What came by mail and what went out, whom it is exchanged with, and what became of each mail that was looked at."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

MAIL_MAX_BYTES = 25_000_000  # what mail servers take; of a larger one the beginning is read
MAIL_TEXT_MAX = 100_000
SENT_TEXT_MAX = 20_000
SENT_FILES_MAX_BYTES = 15_000_000  # a third more on the way; most servers take 25 MB
FILES_MAX = 20
FILES_TOTAL_MAX_BYTES = MAIL_MAX_BYTES
SUBJECT_MAX = 300
NAME_MAX = 120
MESSAGE_ID_MAX = 250
REFERENCES_MAX = 20  # the first and the last of a long exchange are enough for every mail program
COPIED_MAX = 50  # addresses that are shown as copied; a mail to more is a list's
SAME_SUBJECT_DAYS = 30  # so long the same subject by the same address goes on with what was, without further signs
PROBLEM_MAX = 500

# What was written to the organisation, what a machine answered, and what the organisation answered.
MailKind = Literal["received", "automatic", "sent"]
MailState = Literal["here", "sending", "sent", "failed"]
Outcome = Literal["case", "note", "left"]
Reason = Literal["", "own", "automatic", "list", "bounce", "many", "nobody", "old"]


class MailFile(msgspec.Struct, frozen=True, kw_only=True):
    """What was attached: kept as it came, and only ever given out to be saved."""

    id: Id
    name: str
    size_bytes: int


class MailPerson(
    Record,
    frozen=True,
    kw_only=True,
    table="mail_people",
    key=("organisation_id", "id"),
    indexes=("UNIQUE (organisation_id, address)",),
):
    """An address that wrote to an organisation. It is nobody's account: whoever can write a name can write any name."""

    organisation_id: Id
    id: Id
    address: Annotated[str, Length(254)]  # in lower case
    name: Annotated[str, Length(NAME_MAX)]

    @property
    def called(self) -> str:
        """What to call them."""
        return self.name or self.address


class Mail(
    Record,
    frozen=True,
    kw_only=True,
    table="mails",
    key=("organisation_id", "id"),
    indexes=(
        "(organisation_id, thread_id, id)",
        "(organisation_id, person_id, id)",
        "(organisation_id, message_id)",
        "UNIQUE (organisation_id, once_key) WHERE once_key IS NOT NULL",
        "(hand_id) WHERE hand_id IS NOT NULL",
    ),
    references=("(organisation_id, person_id) REFERENCES mail_people (organisation_id, id)",),
):
    """A mail, as text. `thread_id` is the first of its thread, which is between the organisation and one address.

    `sender` is who wrote it, where answers are to go to another address; `copied` who else got it, as it says. `cut`:
    there is more of it in the mailbox; `files_left` counts what was attached and not kept. What is sent knows by whose
    hand, and under which name.
    """

    organisation_id: Id
    id: Id
    thread_id: Id
    person_id: Id
    kind: MailKind
    state: MailState
    message_id: Annotated[str, Length(MESSAGE_ID_MAX)]
    refers_to: tuple[str, ...] = ()
    subject: Annotated[str, Length(SUBJECT_MAX)]
    text: Annotated[str, Length(MAIL_TEXT_MAX)]
    sender: Annotated[str, Length(254)] = ""
    copied: tuple[str, ...] = ()
    files: tuple[MailFile, ...] = ()
    files_left: int = 0
    cut: bool = False
    at: datetime
    hand_id: Id | None = None
    signed: Annotated[str, Length(NAME_MAX)] = ""
    once_key: Annotated[str, Length(120)] | None = None
    attempts: int = 0
    problem: Annotated[str, Length(PROBLEM_MAX)] = ""


class MailArrival(
    Record,
    frozen=True,
    kw_only=True,
    table="mail_arrivals",
    key=("organisation_id", "mark"),
    indexes=("(organisation_id, came_at)",),
):
    """That a mail was looked at, and what became of it: so that none becomes two cases, and none is lost unseen.

    `mark` is made of its Message-ID and who sent it. What is `left` stays in the mailbox alone, for its `reason`.
    """

    organisation_id: Id
    mark: Annotated[str, Length(64)]
    outcome: Outcome
    reason: Reason = ""
    address: Annotated[str, Length(254)] = ""
    subject: Annotated[str, Length(SUBJECT_MAX)] = ""
    came_at: datetime
