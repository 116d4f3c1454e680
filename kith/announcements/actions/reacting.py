"""What people do with an announcement: put it away, react."""

from kith.announcements import store
from kith.announcements.actions.reading import find_current
from kith.announcements.model import EMOJI_MAX, EVERYBODY, AnnouncementEmoji, PutAway, Reaction
from kith.announcements.rules import is_current
from kith.base.bus.live import LiveEvent
from kith.base.core.errors import Invalid, NotFound, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.text import is_emoji
from kith.base.core.words import _
from kith.base.work import Work
from kith.emoji import emoji_named, shortcodes_in

TIDIED_MAX = 500  # announcements at once; the others with the next night


async def put_away(work: Work, announcement_id: Id) -> None:
    """Put an announcement away: it no longer stands on one's Home. Twice is once."""
    await find_current(work, announcement_id)
    await store.hold(work.db, announcement_id)
    await work.db.insert_new(PutAway(person_id=_acting(work), announcement_id=announcement_id))


async def react(work: Work, announcement_id: Id, name: str) -> None:
    """React with an emoji of Unicode or of this server; the same twice is once. Raises `Invalid` for what is none."""
    person_id = _acting(work)
    announcement = await store.lock(work.db, announcement_id)
    if not is_current(announcement, work.now):
        raise NotFound
    name = await _known(work, name)
    emoji = await store.emoji_named(work.db, announcement_id, name)
    used = {one.name for one in await store.reactions(work.db, person_id, [announcement_id])}
    if name not in used and len(used) >= EMOJI_MAX:
        said = _("There are {count} different emoji here already. Take one of those.")
        raise Invalid(said.format(count=EMOJI_MAX), field="name")
    if emoji is None:
        emoji = AnnouncementEmoji(announcement_id=announcement_id, name=name, id=work.new_id())
        await work.db.insert(emoji)
    if await work.db.insert_new(Reaction(announcement_id=announcement_id, name=name, person_id=person_id)):
        _show(work, emoji)


async def take_reaction_back(work: Work, announcement_id: Id, name: str) -> None:
    """Take a reaction back; where there is none, it is no trouble."""
    person_id = _acting(work)
    await find_current(work, announcement_id)
    code = name if is_emoji(name) else _shortcode(name)
    emoji = await store.emoji_named(work.db, announcement_id, code) if code else None
    if emoji is not None and await store.take_back(work.db, announcement_id, emoji.name, person_id):
        _show(work, emoji)


async def tidy_emoji(work: Work) -> None:
    """Delete the emoji that nobody reacts with any more: when somebody left, and every night.

    Not when a reaction is taken back: open pages still have to be told by its name that there are none.
    """
    for announcement_id in await store.with_unused_emoji(work.db, limit=TIDIED_MAX):
        if await store.lock_if_there(work.db, announcement_id):
            await store.remove_unused_emoji(work.db, announcement_id)


async def _known(work: Work, name: str) -> str:
    if is_emoji(name):
        return name
    found = await emoji_named(work.db, shortcodes_in(f":{name.strip(':')}:"))
    if len(found) != 1:
        raise Invalid(_("There is no such emoji here."), field="name")
    return found[0].shortcode


def _shortcode(name: str) -> str | None:
    """Read the name of one of this server's emoji, also of one that is there no more."""
    codes = shortcodes_in(f":{name.strip(':')}:")
    return codes[0] if len(codes) == 1 else None


def _show(work: Work, emoji: AnnouncementEmoji) -> None:
    event = LiveEvent(kind="announcement.reaction", subject_id=emoji.id, author_id=emoji.announcement_id)
    work.announce(event, (), topics=(EVERYBODY,))


def _acting(work: Work) -> Id:
    if work.actor is None:
        raise SignInFirst
    return work.actor
