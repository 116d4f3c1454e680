"""The plug of mail."""

from kith.base.feature import Feature
from kith.mailbox.jobs import LISTENERS, NIGHTLY
from kith.mailbox.model import Mail, MailArrival, Mailbox, MailPerson
from kith.mailbox.web import ROUTES

FEATURE = Feature(
    name="mailbox",
    records=(Mailbox, MailPerson, Mail, MailArrival),
    routes=ROUTES,
    listeners=LISTENERS,
    nightly=NIGHTLY,
)
