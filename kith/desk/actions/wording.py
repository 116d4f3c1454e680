"""What was said in cases, read where it was said."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import messages_by_ids
from kith.desk.model import Case, Channel
from kith.desk.rules.mails import short_words
from kith.mailbox import mails_by_ids
from kith.people import viewer_of
from kith.posts import posts_by_ids


async def last_words(own: Work, cases: Sequence[Case]) -> dict[Id, str]:
    """Give what was said last in these cases, by the ids of the words."""
    return await words_at(own, [(one.channel, one.last_id) for one in cases])


async def words_at(own: Work, places: Sequence[tuple[Channel, Id]]) -> dict[Id, str]:
    """Read what was said, by the ids of messages, posts and mails, as the organisation may see it now."""
    talks, threads, mails = (
        [subject_id for channel, subject_id in places if channel == wanted] for wanted in ("talk", "thread", "mail")
    )
    words = {id_: view.message.text for id_, view in (await messages_by_ids(own, talks)).items()} if talks else {}
    if threads:
        words |= {post.id: post.text for post in await posts_by_ids(own.db, await viewer_of(own), threads)}
    if mails and own.actor is not None:
        words |= {id_: short_words(mail) for id_, mail in (await mails_by_ids(own, own.actor, mails)).items()}
    return words
