"""Whom an offer reaches, on every path that brings posts to people: pages, apps, streams, notices, and by others."""

from collections.abc import Awaitable, Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from kith.app import make_site
from kith.base.bus.live import LiveEvent
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.statement import Statement
from kith.base.work import House, Work
from kith.feed import fair_home, find_at_home, home_of, list_piece
from kith.feed.web.live import LIVE as NEW
from kith.gateways.mastodon.standing import Asked, find_card
from kith.lists import add_people, make_list
from kith.notices import load_notices
from kith.offers import declare
from kith.offers.tests.scene import Bakery, a_bakery, ask, cross, read, readers, say
from kith.organisations.tests.scene import person
from kith.people import block, follow, follow_tag, unfollow, viewer_of
from kith.people.model import OfferPace, Viewer
from kith.posts import get_post, hydrate, posts_of, posts_saying, publish, repost, square, tagged
from kith.posts.model import Card, Post, Words
from kith.posts.rules import is_asked_for
from kith.posts.store.sight import ASKED_FOR
from kith.posts.web.live import LIVE as CHANGED
from kith.worker import run_everything_due
from tests.clock import BEGINNING, TestClock

ROLLS = "Two loaves for the price of one, on Saturday only #rolls"
Way = Callable[[Work, Post], Awaitable[bool]]


def _shows(cards: object, post: Post) -> bool:
    assert isinstance(cards, (list, tuple))
    return any(isinstance(card, Card) and post.id in (card.shown.post.id, _quoted(card)) for card in cards)


def _quoted(card: Card) -> Id | None:
    return card.shown.quote.post.id if card.shown.quote is not None else None


async def _by_fair_share(work: Work, post: Post) -> bool:
    piece = await fair_home(work, None, zone="UTC", limit=40)
    folded = any(one.seat.more for one in piece.seats)
    return folded or _shows([one.card for one in piece.seats], post)


async def _by_newest(work: Work, post: Post) -> bool:
    piece = await home_of(work, Paging(limit=40), zone="UTC")
    return _shows(list(piece.cards), post)


async def _by_stream_of_home(work: Work, post: Post) -> bool:
    return await find_at_home(work, post.author_id, post.id) is not None


async def _by_public_stream(work: Work, post: Post) -> bool:
    return await find_card(work, Asked(stream="public"), post.author_id, post.id) is not None


async def _by_stream_of_hashtag(work: Work, post: Post) -> bool:
    return await find_card(work, Asked(stream="hashtag", tag="rolls"), post.author_id, post.id) is not None


async def _in_the_square(work: Work, post: Post) -> bool:
    return post in (await square(work.db, await viewer_of(work), Paging(limit=40))).items


async def _under_its_hashtag(work: Work, post: Post) -> bool:
    return post in (await tagged(work.db, await viewer_of(work), "rolls", Paging(limit=40))).items


async def _by_search(work: Work, post: Post) -> bool:
    return post in (await posts_saying(work.db, await viewer_of(work), "loaves", Paging(limit=40))).items


async def _passed_on(work: Work, post: Post) -> bool:
    """On the page of whoever passed it on."""
    viewer = await viewer_of(work)
    by = await work.db.values(_PASSERS_ON, id=post.id)
    pages = [await posts_of(work.db, viewer, one, Paging(limit=40)) for one in by if one != work.actor]
    cards = [await hydrate(work.db, viewer, page.items) for page in pages]
    return any(_shows(some, post) for some in cards)


async def _quoted_by_others(work: Work, post: Post) -> bool:
    viewer = await viewer_of(work)
    quoting = await work.db.values(_QUOTING, id=post.id)
    cards = [await hydrate(work.db, viewer, [await get_post(work.db, viewer, one)]) for one in quoting]
    return any(_shows(some, post) for some in cards)


async def _by_notice(work: Work, post: Post) -> bool:
    part = await load_notices(work, Paging(limit=40))
    return any(one.notice.post_id == post.id for one in part.items)


async def _in_an_open_page(work: Work, post: Post) -> bool:
    views = {view.kind: view for view in (*CHANGED, *NEW)}
    found = []
    for kind in ("post.new", "post.changed"):
        scope = {"type": "http", "method": "GET", "path": "/live", "headers": [], "query_string": b""}
        request = Request(scope | {"app": make_site(work.house)})
        request.state.caller, request.state.language, request.state.form_cookie = None, "en", "x"
        request.state.zone, request.state.headers = "UTC", {}
        event = LiveEvent(kind=kind, subject_id=post.id, author_id=post.author_id)
        shown = await views[kind].render(work, request, event)
        found.append(shown is not None and bool(shown.html))
    return any(found)


_PASSERS_ON = Statement("SELECT author_id FROM posts WHERE repost_of_id = %(id)s ORDER BY id")
_QUOTING = Statement("SELECT id FROM posts WHERE quote_of_id = %(id)s ORDER BY id")
WAYS: dict[str, Way] = {
    "fair share": _by_fair_share,
    "newest first": _by_newest,
    "stream of Home": _by_stream_of_home,
    "public stream": _by_public_stream,
    "stream of a hashtag": _by_stream_of_hashtag,
    "square": _in_the_square,
    "hashtag": _under_its_hashtag,
    "search": _by_search,
    "passed on": _passed_on,
    "quoted": _quoted_by_others,
    "notice": _by_notice,
    "open page": _in_an_open_page,
}
NEVER = {"hashtag", "stream of a hashtag"}  # an offer stands under no hashtag, whoever asked


async def _by_list(house: House, who: Id, bakery: Bakery, post: Post) -> bool:
    async with house.work(actor=who) as work:
        made = await make_list(work, title=f"Shops {work.new_id()}")
        await add_people(work, made.id, [bakery.id])
        return _shows(list((await list_piece(work, made, Paging(limit=40))).items), post)


async def _ways_to(house: House, who: Id, post: Post) -> set[str]:
    found = set()
    for name, way in WAYS.items():
        async with house.work(actor=who) as work:
            if await way(work, post):
                found.add(name)
    return found


async def _a_village(house: House) -> tuple[Bakery, Id, Id]:
    """Ben asked for offers, and Cleo follows, wishes to hear of each post, and reads the hashtag; both read Dan."""
    bakery = await a_bakery(house)
    ben, cleo, dan = [await person(house, one) for one in ("ben", "cleo", "dan")]
    for one in (ben, cleo):
        await read(house, one, dan)
        async with house.work(actor=one) as work:
            await follow(work, bakery.id, notify=True)
            await follow_tag(work, "rolls")
    await ask(house, ben, bakery)
    return bakery, ben, cleo


async def _passed_around(house: House, post: Post) -> None:
    """Dan, whom both read, passes it on and quotes it."""
    async with house.reading() as work:
        [dan] = await work.db.values(_DAN)
    async with house.work(actor=dan) as work:
        await repost(work, post.id)
    async with house.work(actor=dan) as work:
        await publish(work, Words(text="Look at this", quote_of_id=post.id))
    await run_everything_due(house)


_DAN = Statement("SELECT id FROM accounts WHERE handle = 'dan'")


async def test_conversation_comes_on_every_way(house: House) -> None:
    """The allowed case: all these ways are walked by what is no offer."""
    bakery, ben, cleo = await _a_village(house)
    post = await say(house, bakery, ROLLS)
    await _passed_around(house, post)
    for who in (ben, cleo):
        assert await _ways_to(house, who, post) == set(WAYS)
        assert await _by_list(house, who, bakery, post)


async def test_an_offer_comes_on_every_way_to_who_asked_and_on_none_to_others(house: House) -> None:
    """Also where somebody passes it on, or quotes it."""
    bakery, ben, cleo = await _a_village(house)
    post = await say(house, bakery, ROLLS, "offer")
    await _passed_around(house, post)
    assert await _ways_to(house, ben, post) == set(WAYS) - NEVER
    assert await _by_list(house, ben, bakery, post)
    assert await _ways_to(house, cleo, post) == set()
    assert not await _by_list(house, cleo, bakery, post)


async def test_its_own_page_shows_it_to_everybody(house: House) -> None:
    """And so does its own address."""
    bakery, _ben, cleo = await _a_village(house)
    post = await say(house, bakery, ROLLS, "offer")
    async with house.reading(actor=cleo) as work:
        viewer = await viewer_of(work)
        assert post in (await posts_of(work.db, viewer, bakery.id, Paging(limit=40))).items
        assert (await get_post(work.db, viewer, post.id)).offer == "month"


async def test_what_becomes_an_offer_comes_to_others_no_more(house: House) -> None:
    """What was passed on meanwhile follows; and the other way round."""
    bakery, ben, cleo = await _a_village(house)
    post = await say(house, bakery, ROLLS)
    await _passed_around(house, post)
    for kind, ways in (("offer", set()), ("conversation", set(WAYS))):
        async with house.work(actor=bakery.id, hand=bakery.owner) as work:
            changed = await declare(work, post.id, kind)  # type: ignore[arg-type]
        await run_everything_due(house)
        assert await _ways_to(house, cleo, changed) == ways
        assert await _ways_to(house, ben, changed) >= ways


async def test_beyond_the_line_conversation_comes_no_further_than_offers(house: House, clock: TestClock) -> None:
    """What was said in these weeks, and what is said from now on."""
    bakery = await a_bakery(house)
    people = await readers(house, bakery, clock)
    asked, other = people[0], people[1]
    await ask(house, asked, bakery)
    before = await cross(house, bakery, people, clock)
    after = await say(house, bakery, "What shall we bake for the loaves of the feast? #rolls")
    for post in (before[-1], after):
        assert "newest first" in await _ways_to(house, asked, post)
        assert await _ways_to(house, other, post) == set()


async def test_who_unfollows_or_is_kept_away_asked_for_nothing(house: House) -> None:
    """Following again later brings nothing back."""
    bakery, ben, _cleo = await _a_village(house)
    async with house.work(actor=ben) as work:
        await unfollow(work, bakery.id)
        assert (await viewer_of(work)).offers == ()
    async with house.work(actor=ben) as work:
        await follow(work, bakery.id)
        assert (await viewer_of(work)).offers == ()
    await ask(house, ben, bakery)
    async with house.work(actor=ben) as work:
        await block(work, bakery.id)
    async with house.work(actor=ben) as work:
        assert (await viewer_of(work)).offers == ()


@pytest.mark.parametrize(("pace", "came"), [("each", [0, 1, 2, 3, 4]), ("week", [0, 2, 3, 4]), ("month", [0, 4])])
async def test_offers_come_no_oftener_than_somebody_asked(
    house: House, clock: TestClock, pace: OfferPace, came: list[int]
) -> None:
    """Five offers, on the days 0, 3, 8, 16 and 31; those who want least are sent the first that is due."""
    bakery, ben = await a_bakery(house), await person(house, "ben")
    await ask(house, ben, bakery, pace)
    posts = []
    for days in (0, 3, 5, 8, 15):
        clock.tick(days=days)
        posts.append(await say(house, bakery, f"Cake of the day {days}", "offer"))
    async with house.reading(actor=ben) as work:
        viewer = await viewer_of(work)
        found = [number for number, post in enumerate(posts) if is_asked_for(post, viewer)]
    assert found == came


ORGANISATIONS = (Id(1), Id(2))
PACES: tuple[OfferPace, ...] = ("each", "week", "month")
_SENT: dict[str, tuple[str, ...]] = {"each": PACES, "week": PACES[1:], "month": PACES[2:]}
_COMES = Statement(f"""
    SELECT {ASKED_FOR}
      FROM (SELECT %(author_id)s::bigint AS author_id, %(repost_of_author_id)s::bigint AS repost_of_author_id,
                   %(mentioned_ids)s::bigint[] AS mentioned_ids, %(offer)s::text AS offer) AS posts
""")


def _wishes(asked: dict[Id, OfferPace]) -> tuple[str, ...]:
    return tuple(sorted(f"{who} {goes}" for who, pace in asked.items() for goes in _SENT[pace]))


@st.composite
def _offered(draw: st.DrawFn) -> tuple[dict[Id, OfferPace], Post, Id]:
    """Give what somebody asked for, a post that may be an offer or pass one on, and who looks at it."""
    asked = draw(st.dictionaries(st.sampled_from(ORGANISATIONS), st.sampled_from(PACES)))
    author = draw(st.sampled_from((*ORGANISATIONS, Id(3), Id(4))))
    original = draw(st.sampled_from((None, *ORGANISATIONS)))
    post = Post(
        author_id=author,
        id=Id(100),
        root_id=Id(100),
        root_author_id=author,
        repost_of_id=Id(99) if original else None,
        repost_of_author_id=original,
        mentioned_ids=tuple(draw(st.lists(st.sampled_from((Id(3), Id(5))), unique=True))),
        offer=draw(st.sampled_from((None, *PACES))),
        published_at=BEGINNING,
    )
    return asked, post, draw(st.sampled_from((Id(0), Id(1), Id(3), Id(5))))


@given(offered=_offered())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_an_offer_never_reaches_who_has_not_asked(
    house: House, offered: tuple[dict[Id, OfferPace], Post, Id]
) -> None:
    """SQL and Python say the same, and neither lets an offer through that was not asked for, so often, by name."""
    asked, post, viewer_id = offered
    viewer = Viewer(id=viewer_id, offers=_wishes(asked))
    async with house.reading() as work:
        comes = bool(
            await work.db.value(
                _COMES,
                author_id=post.author_id,
                repost_of_author_id=post.repost_of_author_id,
                mentioned_ids=list(post.mentioned_ids),
                offer=post.offer,
                viewer_id=viewer_id,
                offers=viewer.offers,
            )
        )
    assert comes == is_asked_for(post, viewer)
    if comes and post.offer is not None and viewer_id not in (post.author_id, post.repost_of_author_id):
        assert viewer_id in post.mentioned_ids or post.offer in _SENT[asked[post.repost_of_author_id or post.author_id]]


async def test_its_conversation_has_one_place_and_folds_like_anybodys(house: House) -> None:
    """Three posts are one card with two in its fold, among those whom one only follows."""
    bakery, ben = await a_bakery(house), await person(house, "ben")
    await read(house, ben, bakery.id)
    for number in range(3):
        await say(house, bakery, f"Good morning {number}")
    async with house.work(actor=ben) as work:
        [one] = (await fair_home(work, None, zone="UTC", limit=40)).seats
    assert (one.seat.author_id, one.seat.lane, one.seat.friend, one.seat.more) == (bakery.id, "follow", False, 2)
