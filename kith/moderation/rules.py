"""What a report may say, and what becomes of a second one."""

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.text import clean
from kith.base.core.words import _
from kith.moderation.model import COMMENT_MAX, COMMENTS_MAX, NOTE_MAX, POSTS_MAX, Report


def check_comment(text: str) -> str:
    """Give what somebody says about it, as it is kept. Raises `Invalid`."""
    return clean(text, length_max=COMMENT_MAX, field="comment", characters_max=COMMENTS_MAX).strip()


def check_note(text: str) -> str:
    """Give a note as it is kept. Raises `Invalid`."""
    note = clean(text, length_max=NOTE_MAX, field="text", characters_max=NOTE_MAX).strip()
    if not note:
        raise Invalid(_("There is nothing in it yet."), field="text")
    return note


def joined(before: Report, added: Report) -> Report:
    """Add what somebody says next to their open report. Nothing they said before is lost; the same twice is once.

    Raises `Refused` where it would be more than anybody reads.
    """
    comment = before.comment
    if added.comment and added.comment not in before.comment.split("\n\n"):
        comment = f"{before.comment}\n\n{added.comment}".strip()
    post_ids = tuple(dict.fromkeys((*before.post_ids, *added.post_ids)))
    if len(comment) > COMMENTS_MAX or len(post_ids) > POSTS_MAX:
        raise Refused(_("You have said a lot about this already. The owners have it, and will look at it."))
    rules = dict(zip(before.rule_ids, before.rules, strict=True)) | dict(zip(added.rule_ids, added.rules, strict=True))
    collections = {one.id: one for one in (*added.collections, *before.collections)}
    return msgspec.structs.replace(
        before,
        category=before.category if added.category == "other" else added.category,
        comment=comment,
        post_ids=post_ids,
        rule_ids=tuple(rules),
        rules=tuple(rules.values()),
        updated_at=added.updated_at,
        collections=tuple(collections.values()),
    )
