"""Counting: days of talk, replies and which of them were tended, and the topic furthest above its pace."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from kith.base.core.ids import Id, instant_of
from kith.mirror.model import ANSWER_DAYS, Acted, Counts, Pace, Reply, Tended
from kith.mirror.rules.index import terms


def days_of_talk(acted: Sequence[Acted], close: Collection[Id], zone: tzinfo) -> set[tuple[Id, date]]:
    """Give with whom the owner talked on which day: with people who are close enough, or who answered.

    Talking to one puppet a hundred times is one a day; to whom nobody answers, none.
    """
    last_heard: dict[Id, datetime] = {}
    for one in acted:
        if not one.mine:
            last_heard[one.other_id] = max(one.at, last_heard.get(one.other_id, one.at))
    return {
        (one.other_id, one.at.astimezone(zone).date())
        for one in acted
        if one.mine
        and (one.other_id in close or ((heard := last_heard.get(one.other_id)) is not None and heard > one.at))
    }


def tended(
    replies: Iterable[Reply],
    tends: Iterable[Tended],
    *,
    letters: Iterable[Acted],
    needless: Collection[Id],
    now: datetime,
) -> tuple[int, int, int]:
    """Count the replies, those answered, quoted, liked or written about within a week, or marked as needless; and those
    that came less than a week ago and still wait, which are neither: there is time yet.
    """
    first_tended: dict[Id, datetime] = {}
    for one in tends:
        at = instant_of(one.by_id)
        first_tended[one.reply_id] = min(at, first_tended.get(one.reply_id, at))
    written: dict[Id, list[datetime]] = {}
    for letter in letters:
        written.setdefault(letter.other_id, []).append(letter.at)
    received = answered = waiting = 0
    for reply in replies:
        came_at = instant_of(reply.id)
        until = came_at + timedelta(days=ANSWER_DAYS)
        ats = [*written.get(reply.author_id, ()), *([first_tended[reply.id]] if reply.id in first_tended else ())]
        if reply.id in needless or any(came_at <= at <= until for at in ats):
            answered += 1
        elif until > now:
            waiting += 1
            continue
        received += 1
    return received, answered, waiting


def furthest(posts_by_topic: Mapping[str, int], paces: Mapping[str, Pace]) -> tuple[str, int, Pace]:
    """Give the topic that is furthest above its pace, its posts, and that pace; none where all keep to it."""
    found, most = ("", 0, Pace()), 0.0
    for topic, posts in sorted(posts_by_topic.items()):
        pace = paces.get(topic) or Pace()
        counts = Counts(posts=0, talks=0, received=0, answered=0, topic_posts=posts, topic_pace=pace.posts_a_week)
        if (beyond := terms(counts)["topic"]) > most:
            found, most = (topic, posts, pace), beyond
    return found
