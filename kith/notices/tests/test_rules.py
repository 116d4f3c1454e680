"""Who is told what, and what becomes one sentence."""

import pytest
from msgspec.structs import replace

from kith.base.core.ids import Id
from kith.notices.model import Notice, NoticeKind, NoticePage, NoticePolicy, NoticeView, Sender
from kith.notices.rules import GROUPED, addressed_by, grouped, in_groups, is_news_to_followers, treatment_of
from kith.people.model import Account
from kith.posts.model import Audience, Post
from tests.clock import BEGINNING

ANA, BEN, CLEO = Id(1), Id(2), Id(3)


def _post(
    *,
    mentioned: tuple[Id, ...] = (),
    answers: Id | None = None,
    audience: Audience = "everyone",
    repost_of: Id | None = None,
) -> Post:
    return Post(
        author_id=ANA,
        id=Id(50),
        audience=audience,
        mentioned_ids=mentioned,
        reply_to_id=Id(40) if answers else None,
        reply_to_author_id=answers,
        root_id=Id(50),
        root_author_id=ANA,
        repost_of_id=repost_of,
        published_at=BEGINNING,
    )


@pytest.mark.parametrize(
    ("post", "kinds"),
    [
        (_post(), {}),
        (_post(mentioned=(BEN,)), {BEN: "mention"}),
        (_post(mentioned=(BEN,), answers=BEN), {BEN: "reply"}),
        (_post(mentioned=(BEN, CLEO), answers=CLEO), {BEN: "mention", CLEO: "reply"}),
        (_post(mentioned=(ANA,)), {}),
        (_post(mentioned=(ANA, BEN), answers=ANA), {BEN: "mention"}),
    ],
)
def test_a_post_speaks_to_whom_it_answers_and_names(post: Post, kinds: dict[Id, NoticeKind]) -> None:
    """Each once, and never to its author."""
    assert addressed_by(post) == kinds


def test_an_edit_speaks_to_the_newly_named_alone() -> None:
    """The others know already."""
    assert addressed_by(_post(mentioned=(BEN, CLEO)), among=(CLEO,)) == {CLEO: "mention"}


@pytest.mark.parametrize(
    ("post", "news"),
    [
        (_post(), True),
        (_post(audience="followers"), True),
        (_post(answers=ANA), True),
        (_post(answers=BEN), False),
        (_post(audience="mentioned"), False),
        (_post(repost_of=Id(9)), False),
    ],
)
def test_each_post_is_what_somebody_says_to_all(post: Post, *, news: bool) -> None:
    """Who wished to hear of each post did not wish to hear every talk with others."""
    assert is_news_to_followers(post) is news


def _view(number: int, kind: NoticeKind, person: Id, *, post: Id | None = None, unread: bool = False) -> NoticeView:
    return NoticeView(
        notice=Notice(
            owner_id=ANA, id=Id(number), kind=kind, from_id=person, post_id=post, group_key="x", created_at=BEGINNING
        ),
        account=Account(id=person, handle=f"p{person}", name=f"P {person}", created_at=BEGINNING),
        card=None,
        unread=unread,
    )


def _keyed(number: int, kind: NoticeKind, person: Id, key: str, *, unread: bool = False) -> NoticeView:
    view = _view(number, kind, person, post=Id(50), unread=unread)
    return replace(view, notice=replace(view.notice, group_key=key))


def test_a_group_is_one_sentence() -> None:
    """Where the newest stands; new, if anything in it is; with all who are in it, named or not; nobody twice."""
    views = [
        _keyed(9, "like", BEN, "favourite-50-1", unread=True),
        _keyed(8, "follow", CLEO, "follow-1"),
        _keyed(7, "like", CLEO, "favourite-50-1"),
        _keyed(6, "like", BEN, "favourite-50-0"),
        _keyed(5, "like", BEN, "favourite-50-1"),
        _keyed(4, "reply", BEN, "ungrouped-4"),
        _keyed(3, "reply", BEN, "ungrouped-3"),
    ]
    groups = in_groups(views, groups_max=10, wanted=frozenset(GROUPED.values()))
    page = NoticePage(groups=groups, counts={"favourite-50-1": 5})
    seen = [(one.newest.id, [person.id for person in one.people], one.count, one.unread) for one in grouped(page)]
    assert seen == [
        (9, [BEN, CLEO], 5, True),
        (8, [CLEO], 1, False),
        (6, [BEN], 1, False),
        (4, [BEN], 1, False),
        (3, [BEN], 1, False),
    ]


def test_who_came_and_who_asks_are_two_sentences() -> None:
    """Though they stand in one group."""
    here, asks = _keyed(9, "newcomer", BEN, "admin.sign_up-1"), _keyed(8, "newcomer", CLEO, "admin.sign_up-1")
    asks = replace(asks, account=replace(asks.account, gone_at=BEGINNING))
    page = NoticePage(groups={"admin.sign_up-1": [here, asks]}, counts={"admin.sign_up-1": 2})
    assert [(one.people[0].id, one.count) for one in grouped(page)] == [(BEN, 1), (CLEO, 1)]


def test_groups_lose_and_double_nothing() -> None:
    """However many groups a page holds: what a page does not take is left for the next, in the same order."""
    kinds: tuple[NoticeKind, ...] = ("like", "follow", "mention", "repost")
    views = [_view(100 - n, kinds[n * 7 % 4], Id(20 + n % 5), post=Id(50 + n % 3)) for n in range(60)]
    for groups_max in range(1, 12):
        seen: list[Id] = []
        left = views
        while left:
            groups = in_groups(left, groups_max=groups_max, wanted={"favourite", "reblog"})
            assert len(groups) <= groups_max
            taken = [view.notice.id for members in groups.values() for view in members]
            seen += taken
            left = [view for view in left if view.notice.id not in set(taken)]
        assert sorted(seen) == sorted(view.notice.id for view in views)


@pytest.mark.parametrize(
    ("kind", "sender", "treatment"),
    [
        ("mention", Sender(followed=True, follows=True), "accept"),
        ("mention", Sender(follows=True), "filter"),
        ("mention", Sender(followed=True), "filter"),
        ("mention", Sender(follows=True, is_new=True), "drop"),
        ("mention", Sender(follows=True, is_private_mention=True), "drop"),
        ("mention", Sender(followed=True, follows=True, is_new=True, is_private_mention=True), "accept"),
        ("like", Sender(), "filter"),
        ("poll", Sender(), "accept"),
        ("post", Sender(), "accept"),
    ],
)
def test_the_strictest_holds(kind: NoticeKind, sender: Sender, treatment: str) -> None:
    """Each differs from another in one thing."""
    policy = NoticePolicy(
        owner_id=ANA, not_following="filter", not_followers="filter", new_accounts="drop", private_mentions="drop"
    )
    assert treatment_of(policy, kind, sender) == treatment
