"""Who is told what, and what is told in one sentence."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.notices.model import (
    ABOUT_SIGN_IN,
    GROUP_HOURS,
    NoticeGroup,
    NoticeKind,
    NoticePage,
    NoticePolicy,
    NoticeView,
    Sender,
    Treatment,
)
from kith.posts.model import Post, Published


def addressed_by(post: Post, among: Iterable[Id] | None = None) -> dict[Id, NoticeKind]:
    """Tell whom a post speaks to, and how: whom it answers, and the others it names. Never its author.

    `among` leaves out everybody else, as when an edit named new people.
    """
    named: dict[Id, NoticeKind] = dict.fromkeys(post.mentioned_ids, "mention")
    if post.reply_to_author_id is not None:
        named[post.reply_to_author_id] = "reply"
    named.pop(post.author_id, None)
    if among is None:
        return named
    wanted = set(among)
    return {person: kind for person, kind in named.items() if person in wanted}


def is_news_to_followers(post: Post) -> bool:
    """Answer whether a post goes to those who wish to hear of each: not what answers others, nor what is for a few."""
    if post.repost_of_id is not None or post.audience == "mentioned":
        return False
    return post.reply_to_author_id in (None, post.author_id)


def concerns_somebody(fact: Published) -> bool:
    """Answer whether a new post has anybody to be told of: most speak to nobody in particular."""
    addressed = {fact.reply_to_author_id, fact.repost_of_author_id, fact.quote_of_author_id, *fact.mentioned_ids}
    return fact.is_awaited or bool(addressed - {None, fact.author_id})


GROUPED: dict[NoticeKind, str] = {
    "like": "favourite",
    "repost": "reblog",
    "follow": "follow",
    "newcomer": "admin.sign_up",
    "message": "message",
}
_ALWAYS: frozenset[NoticeKind] = frozenset(
    {"poll", "post", "joined", "accepted", "held", "requoted", "newcomer", "report", "edited", "message", "brightened",
     "case", "case_note", "webhook", "line", "line_decided", "appeal", "trust_answered", "death",
     "own_death", *ABOUT_SIGN_IN}
)  # fmt: skip
_ORDER: tuple[Treatment, ...] = ("accept", "filter", "drop")


def group_key_of(
    kind: NoticeKind, notice_id: Id, post_id: Id | None, at: datetime, *, about_id: Id | None = None
) -> str:
    """Name the group of a notice: of one kind, about one thing, within half a day; or the notice alone. What is new in
    one conversation is one group, however long it is new.

    In the words of Mastodon's API, whose clients read the type out of it.
    """
    name = GROUPED.get(kind)
    if name is None:
        return f"ungrouped-{notice_id}"
    if kind == "message":
        return f"{name}-{about_id}"
    bucket = int(at.timestamp()) // (GROUP_HOURS * 3600)
    return f"{name}-{post_id}-{bucket}" if post_id is not None else f"{name}-{bucket}"


def accepts_all(policy: NoticePolicy) -> bool:
    """Answer whether nobody's notices are held back or dropped for who they are."""
    holds = (policy.not_following, policy.not_followers, policy.new_accounts, policy.private_mentions)
    return all(one == "accept" for one in holds)


def treatment_of(policy: NoticePolicy, kind: NoticeKind, sender: Sender) -> Treatment:
    """Tell what becomes of a notice: the strictest of what holds for whom it is from.

    What the owner asked for themselves (a poll, the posts of somebody, a yes) always comes. Whom the owner follows
    may write to them alone.
    """
    if kind in _ALWAYS:
        return "accept"
    holds: list[Treatment] = ["accept"]
    if not sender.followed:
        holds.append(policy.not_following)
        if sender.is_new:
            holds.append(policy.new_accounts)
        if sender.is_private_mention:
            holds.append(policy.private_mentions)
    if not sender.follows:
        holds.append(policy.not_followers)
    return max(holds, key=_ORDER.index)


def in_groups(views: Iterable[NoticeView], *, groups_max: int, wanted: Container[str]) -> dict[str, list[NoticeView]]:
    """Put the notices of a list together by their groups, in order, until there are `groups_max`; the rest is left.

    `wanted` are the types that an app wants together; the others stand alone.
    """
    groups: dict[str, list[NoticeView]] = {}
    for view in views:
        key = view.notice.group_key
        if key.partition("-")[0] not in wanted:
            key = f"ungrouped-{view.notice.id}"
        if key not in groups and len(groups) == groups_max:
            break
        groups.setdefault(key, []).append(view)
    return groups


def grouped(page: NoticePage) -> list[NoticeGroup]:
    """Give the sentences of a part of a list: the very groups that apps are given, each where its newest notice stands.

    Who came and who only asks to are two sentences. Nobody stands in a group twice.
    """
    sentences = []
    for key, views in page.groups.items():
        parts: dict[bool, list[NoticeView]] = {}
        for view in views:
            parts.setdefault(view.notice.kind == "newcomer" and view.account.gone_at is not None, []).append(view)
        whole = page.counts.get(key, 0) if len(parts) == 1 else 0
        sentences += [_sentence(members, whole=whole) for members in parts.values()]
    return sentences


def _sentence(members: Sequence[NoticeView], *, whole: int) -> NoticeGroup:
    people = tuple({one.account.id: one.account for one in members}.values())
    first = members[0]
    return NoticeGroup(
        kind=first.notice.kind,
        people=people,
        count=max(whole, len(people)),
        card=first.card,
        newest=first.notice,
        unread=any(one.unread for one in members),
        collection=first.collection,
        talk=first.talk,
        bright=first.bright,
        pledge=first.pledge,
        severance=first.severance,
        case=first.case,
    )
