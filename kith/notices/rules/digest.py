"""What stands in a digest: sentences, as on the page of notices. Pure."""

from collections.abc import Sequence

from kith.notices.model import DIGEST_LINES_MAX, NoticePage, NoticePolicy, NoticeView
from kith.notices.rules.reach import is_mailed


def mailed_groups(policy: NoticePolicy, page: NoticePage) -> list[list[NoticeView]]:
    """Give the groups that somebody's digest tells of, the newest first: what they chose and have not read."""
    groups = [
        [view for view in members if view.unread and is_mailed(policy, view.notice.kind)]
        for members in page.groups.values()
    ]
    return [members for members in groups if members]


def split(groups: Sequence[list[NoticeView]]) -> tuple[Sequence[list[NoticeView]], int]:
    """Give what has room in one mail, and how much has none."""
    return groups[:DIGEST_LINES_MAX], max(0, len(groups) - DIGEST_LINES_MAX)
