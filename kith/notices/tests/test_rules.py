"""Who is told what, and what becomes one sentence."""

import pytest

from kith.base.core.ids import Id
from kith.notices.model import Notice, NoticeKind, NoticeView
from kith.notices.rules import addressed_by, grouped, is_news_to_followers
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
        notice=Notice(owner_id=ANA, id=Id(number), kind=kind, from_id=person, post_id=post, created_at=BEGINNING),
        account=Account(id=person, handle=f"p{person}", name=f"P {person}", created_at=BEGINNING),
        card=None,
        unread=unread,
    )


def test_likes_of_one_post_become_one_sentence() -> None:
    """Where the newest of them stands; new ones apart, other posts apart, nobody twice."""
    views = [
        _view(9, "like", BEN, post=Id(50), unread=True),
        _view(8, "follow", CLEO),
        _view(7, "like", CLEO, post=Id(50)),
        _view(6, "like", BEN, post=Id(51)),
        _view(5, "like", BEN, post=Id(50)),
        _view(4, "like", CLEO, post=Id(50)),
    ]
    groups = [(one.newest.id, one.kind, [person.id for person in one.people]) for one in grouped(views)]
    assert groups == [
        (9, "like", [BEN]),
        (8, "follow", [CLEO]),
        (7, "like", [CLEO, BEN]),
        (6, "like", [BEN]),
    ]


def test_whoever_speaks_stands_alone() -> None:
    """Two answers are two answers."""
    views = [_view(2, "reply", BEN, post=Id(50)), _view(1, "reply", BEN, post=Id(51))]
    assert len(grouped(views)) == 2
