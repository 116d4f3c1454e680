"""The plug of the Mastodon gateway."""

from kith.base.feature import Feature
from kith.gateways.mastodon import (
    absent,
    apps,
    deeds,
    instance,
    lists,
    markers,
    me,
    medium,
    notifications,
    people,
    relationship,
    scheduled,
    search,
    statuses,
    streaming,
    streams,
    timelines,
)

FEATURE = Feature(
    name="mastodon",
    records=(markers.HomeMark,),
    listeners=markers.LISTENERS,
    routes=(
        *apps.ROUTES,
        *instance.ROUTES,
        *me.ROUTES,
        *people.ROUTES,
        *relationship.ROUTES,
        *timelines.ROUTES,
        *streams.ROUTES,
        *lists.ROUTES,
        *statuses.ROUTES,
        *deeds.ROUTES,
        *scheduled.ROUTES,
        *medium.ROUTES,
        *notifications.ROUTES,
        *search.ROUTES,
        *markers.ROUTES,
        *streaming.ROUTES,
        *absent.ROUTES,
    ),
    sockets=streaming.SOCKETS,
)
