"""The plug of Kith's own API."""

from kith.base.feature import Feature
from kith.gateways.kith import (
    access,
    birthdays,
    drafts,
    finding,
    folds,
    home,
    invitations,
    message_deeds,
    messages,
    overheard,
    pasts,
    reach,
    relations,
    streaming,
    taking_in,
    talk_wishes,
    talks,
    ties,
    wishes,
)

FEATURE = Feature(
    name="kith",
    routes=(
        *drafts.ROUTES,
        *home.ROUTES,
        *invitations.ROUTES,
        *access.ROUTES,
        *relations.ROUTES,
        *ties.ROUTES,
        *birthdays.ROUTES,
        *finding.ROUTES,
        *pasts.ROUTES,
        *wishes.ROUTES,
        *taking_in.ROUTES,
        *folds.ROUTES,
        *reach.ROUTES,
        *talks.ROUTES,
        *talk_wishes.ROUTES,
        *messages.ROUTES,
        *message_deeds.ROUTES,
        *overheard.ROUTES,
        *streaming.ROUTES,
    ),
)
