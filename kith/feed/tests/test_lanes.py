"""The one proof that the rule of what stands on Home and the SQL that reads Home say the same."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.database import Db
from kith.base.work import House
from kith.feed.rules import stands_at_home
from kith.feed.store import home_posts
from kith.people.model import Account, Viewer
from kith.posts import may_come
from kith.posts.model import Audience, Post
from tests.clock import BEGINNING

ME = Id(1)
PEOPLE = (ME, Id(2), Id(3), Id(4))
AUDIENCES: tuple[Audience, ...] = ("everyone", "unlisted", "followers", "mentioned")
_some = st.frozensets(st.sampled_from(PEOPLE[1:]), max_size=2).map(lambda some: tuple(sorted(some)))


@st.composite
def _viewers(draw: st.DrawFn) -> Viewer:
    following = draw(st.frozensets(st.sampled_from(PEOPLE[1:])).map(lambda some: tuple(sorted(some))))
    return Viewer(
        id=ME,
        following=following,
        hidden=draw(_some),
        muted=draw(_some),
        apart=draw(_some),
        without_reposts=draw(_some),
        choosy=draw(_some),
        spoken=tuple(f"{one} en" for one in draw(_some)),
    )


@st.composite
def _posts(draw: st.DrawFn) -> list[Post]:
    posts: list[Post] = []
    for number in range(draw(st.integers(1, 6))):
        author, id_ = draw(st.sampled_from(PEOPLE)), Id(1000 + number)
        answered = draw(st.none() | st.sampled_from(PEOPLE))
        passed_on = draw(st.none() | st.sampled_from(PEOPLE))
        posts.append(
            Post(
                author_id=author,
                id=id_,
                audience=draw(st.sampled_from(AUDIENCES)),
                language=draw(st.sampled_from((None, "en", "de"))),
                mentioned_ids=draw(_some),
                root_id=id_,
                root_author_id=author,
                reply_to_id=Id(500 + number) if answered and not passed_on else None,
                reply_to_author_id=answered if not passed_on else None,
                repost_of_id=Id(600 + number) if passed_on else None,
                repost_of_author_id=passed_on,
                published_at=BEGINNING,
            )
        )
    return posts


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(viewer=_viewers(), posts=_posts())
async def test_the_database_and_the_rule_agree_on_what_stands_on_home(
    house: House, viewer: Viewer, posts: list[Post]
) -> None:
    """Random people followed, muted, hidden and read apart; answers, languages, audiences, and what is passed on."""
    db = Db(house.database, writes=True)
    try:
        for person in PEOPLE:
            await db.insert(Account(id=person, handle=f"person{person}", name="Somebody", created_at=BEGINNING))
        for post in posts:
            await db.insert(post)
        found = {post.id for post in (await home_posts(db, viewer, Paging(limit=40), now=BEGINNING)).items}
    finally:
        await db.release(commit=False)
    assert found == {one.id for one in posts if may_come(one, viewer, gone=False) and stands_at_home(one, viewer)}
