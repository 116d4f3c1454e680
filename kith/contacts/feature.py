"""The plug of contacts."""

from kith.base.feature import Feature
from kith.contacts.jobs import LISTENERS
from kith.contacts.model import ContactList, ContactQuestion
from kith.contacts.web import ROUTES, SLOTS

FEATURE = Feature(
    name="contacts", records=(ContactList, ContactQuestion), routes=ROUTES, listeners=LISTENERS, slots=SLOTS
)
