"""The features, in the order of their layers: lower ones first, because they are asked first."""

from kith.announcements.feature import FEATURE as announcements
from kith.base import letters
from kith.base.core.record import Record
from kith.base.feature import Feature
from kith.base.jobs.model import QueuedJob
from kith.base.jobs.nightly import Night
from kith.base.mail.letter import Letter
from kith.base.work import Plugs
from kith.caps.feature import FEATURE as caps
from kith.cards.feature import FEATURE as cards
from kith.collections.feature import FEATURE as collections
from kith.contacts.feature import FEATURE as contacts
from kith.conversations.feature import FEATURE as conversations
from kith.desk.feature import FEATURE as desk
from kith.emoji.feature import FEATURE as emoji
from kith.feed.feature import FEATURE as feed
from kith.filters.feature import FEATURE as filters
from kith.finding.feature import FEATURE as finding
from kith.friends.feature import FEATURE as friends
from kith.gateways.kith.feature import FEATURE as own_api
from kith.gateways.mastodon.feature import FEATURE as mastodon
from kith.leaving.feature import FEATURE as leaving
from kith.lists.feature import FEATURE as lists
from kith.mailbox.feature import FEATURE as mailbox
from kith.media.feature import FEATURE as media
from kith.mirror.feature import FEATURE as mirror
from kith.moderation.feature import FEATURE as moderation
from kith.notices.feature import FEATURE as notices
from kith.oauth.feature import FEATURE as oauth
from kith.offers.feature import FEATURE as offers
from kith.organisations.feature import FEATURE as organisations
from kith.people.feature import FEATURE as people
from kith.pledges.feature import FEATURE as pledges
from kith.posts.feature import FEATURE as posts
from kith.push.feature import FEATURE as push
from kith.report.feature import FEATURE as report
from kith.search.feature import FEATURE as search
from kith.talks.feature import FEATURE as talks
from kith.ties.feature import FEATURE as ties
from kith.topics.feature import FEATURE as topics
from kith.webhooks.feature import FEATURE as webhooks

FEATURES: tuple[Feature, ...] = (
    people,
    oauth,
    filters,
    lists,
    ties,
    collections,
    media,
    cards,
    emoji,
    posts,
    topics,
    caps,
    finding,
    pledges,
    announcements,
    feed,
    friends,
    search,
    conversations,
    talks,
    organisations,
    mailbox,
    offers,
    desk,
    report,
    webhooks,
    contacts,
    moderation,
    notices,
    push,
    mirror,
    leaving,
    mastodon,
    own_api,
)

BASE_RECORDS: tuple[type[Record], ...] = (Night, QueuedJob, Letter)


def records() -> tuple[type[Record], ...]:
    """List every table's record, those that others refer to first."""
    return BASE_RECORDS + tuple(record for feature in FEATURES for record in feature.records)


def plugs() -> Plugs:
    """Gather what the features bring to `Work`."""
    return Plugs.of(
        gates=(gate for feature in FEATURES for gate in feature.gates),
        listeners=(*letters.LISTENERS, *(listener for feature in FEATURES for listener in feature.listeners)),
        nightly=(*letters.NIGHTLY, *(nightly for feature in FEATURES for nightly in feature.nightly)),
        lists=[one for feature in FEATURES for one in feature.lists],
        takers=(taker for feature in FEATURES for taker in feature.takers),
        records=records(),
    )
