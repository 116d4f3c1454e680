"""What an owner does with emoji."""

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.words import _
from kith.base.work import Work
from kith.emoji import store
from kith.emoji.model import EMOJI_MAX, ServerEmoji
from kith.emoji.rules import check_shortcode, is_shortcode
from kith.media import claim, let_go, upload
from kith.people import check_owner


async def add_emoji(work: Work, shortcode: str, content: bytes) -> ServerEmoji:
    """Add one: its picture is re-encoded like every other. Raises `Invalid` and `Refused`."""
    await check_owner(work)
    code = check_shortcode(shortcode)
    if len(await store.all_emoji(work.db)) >= EMOJI_MAX:
        raise Refused(_("There are {count} emoji here. Remove one first.").format(count=EMOJI_MAX))
    medium = await upload(work, content, purpose="emoji", alt=f":{code}:")
    made = ServerEmoji(
        shortcode=code,
        id=work.new_id(),
        owner_id=medium.owner_id,
        medium_id=medium.id,
        picture_key=medium.file_key,
        created_at=work.now,
    )
    if not await work.db.insert_new(made):
        raise Invalid(_("There is a :{code}: already. Remove that one first.").format(code=code), field="shortcode")
    await claim(work, [medium.id], used_for=made.id)
    return made


async def remove_emoji(work: Work, shortcode: str) -> None:
    """Remove one. Posts that hold it show its shortcode from then on."""
    await check_owner(work)
    gone = await store.remove(work.db, shortcode) if is_shortcode(shortcode) else None
    if gone is None:
        raise NotFound
    await let_go(work, gone.owner_id, used_for=gone.id)
